#include "viewer/bench/stopwatch.h"

#include <algorithm>
#include <cstring>

namespace auglens {

namespace {

double median(std::vector<double> v) {
  if (v.empty()) return 0;
  std::sort(v.begin(), v.end());
  const std::size_t n = v.size();
  return n % 2 == 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

}  // namespace

BenchRow time_runs(std::string name, int runs, const std::function<void(int, Stopwatch&)>& once) {
  std::vector<double> totals;
  std::vector<std::pair<std::string, std::vector<double>>> stages;
  for (int i = 0; i < runs; ++i) {
    Stopwatch watch;
    once(i, watch);
    if (i == 0) continue;
    double total = 0;
    for (std::size_t s = 0; s < watch.laps().size(); ++s) {
      const auto& [stage, ms] = watch.laps()[s];
      if (stages.size() <= s) stages.push_back({stage, {}});
      stages[s].second.push_back(ms);
      total += ms;
    }
    totals.push_back(total);
  }
  BenchRow row;
  row.name = std::move(name);
  row.median_ms = median(totals);
  row.min_ms = totals.empty() ? 0 : *std::min_element(totals.begin(), totals.end());
  for (auto& [stage, times] : stages) row.stages_ms.emplace_back(stage, median(std::move(times)));
  return row;
}

double copy_bandwidth(const Device& device) {
  constexpr std::int64_t bytes = std::int64_t{256} << 20, piece = std::int64_t{1} << 20;
  const Buffer from = Buffer::host(bytes), to = Buffer::host(bytes);
  std::memset(from.data(), 1, bytes);
  double best = 0;
  for (int run = 0; run < 6; ++run) {
    const auto start = std::chrono::steady_clock::now();
    device.parallel_for(bytes / piece, 4, [&](std::int64_t a, std::int64_t b) {
      std::memcpy(to.data() + a * piece, from.data() + a * piece, static_cast<std::size_t>((b - a) * piece));
    });
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (run > 0) best = std::max(best, 2 * static_cast<double>(bytes) / seconds);
  }
  return best;
}

}  // namespace auglens
