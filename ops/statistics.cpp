#include "ops/statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "ops/device.h"

namespace auglens {

namespace {

constexpr std::int64_t block_voxels = 4096;

/// Calls f(value) for the voxels first..last of the raster order.
template <class T, class F>
void for_raster(const VoxelView<T>& v, std::int64_t first, std::int64_t last, F&& f) {
  std::int64_t i = first;
  while (i < last) {
    const std::int64_t row = i / v.nx, x = i % v.nx, n = std::min(v.nx - x, last - i);
    const T* p = &v.data[(row / v.ny) * v.plane + (row % v.ny) * v.row + x];
    for (std::int64_t k = 0; k < n; ++k) f(static_cast<float>(p[k]));
    i += n;
  }
}

/// The same for the voxels of a selection.
template <class T, class F>
void for_selected(const VoxelView<T>& v, const Selection& s, std::int64_t first, std::int64_t last, F&& f) {
  if (s.of == Selection::Of::all) return for_raster(v, first, last, f);
  if (s.of == Selection::Of::nonzero)
    return for_raster(v, first, last, [&](float x) {
      if (s.holds(x, 0)) f(x);
    });
  std::int64_t i = first;
  for_raster(v, first, last, [&](float x) {
    const std::int64_t row = i / v.nx;
    if (s.holds(x, s.labels.at(i % v.nx, row % v.ny, row / v.ny))) f(x);
    ++i;
  });
}

template <class T>
Statistics block_statistics(const VoxelView<T>& v, const Selection& selection, std::int64_t first, std::int64_t last) {
  Statistics s;
  double pivot = 0, sum = 0, squares = 0;
  float low = 0, high = 0;
  for_selected(v, selection, first, last, [&](float x) {
    if (!std::isfinite(x)) {
      ++s.nonfinite;
      return;
    }
    if (s.count++ == 0) pivot = static_cast<double>(x), low = high = x;
    low = std::min(low, x);
    high = std::max(high, x);
    const double d = static_cast<double>(x) - pivot;
    sum += d;
    squares += d * d;
  });
  if (s.count == 0) return s;
  const auto n = static_cast<double>(s.count);
  s.minimum = static_cast<double>(low);
  s.maximum = static_cast<double>(high);
  s.mean = pivot + sum / n;
  s.squares = std::max(0.0, squares - sum * sum / n);
  return s;
}

/// A key that sorts as the float does.
std::uint32_t sortable(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  return (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
}
float from_sortable(std::uint32_t key) {
  return std::bit_cast<float>((key & 0x80000000U) != 0 ? key ^ 0x80000000U : ~key);
}

/// The voxels whose percentiles are asked for.
struct Pool {
  std::span<const AnyView> views;
  const Selection& selection;
  const Job& job;
};

/// Counts of the 16 high bits of the keys, or of the 16 low bits among keys whose high bits are `high`.
template <class T>
void count_keys(const VoxelView<T>& v, std::int64_t high, const Pool& pool, std::vector<std::int64_t>& counts) {
  const std::int64_t total = v.nx * v.ny * v.nz;
  std::mutex mutex;
  const Device& device = pool.job.device;
  const std::int64_t piece = std::max<std::int64_t>(1 << 18, total / std::max(1, device.threads()) + 1);
  device.parallel_for((total + piece - 1) / piece, 1, [&](std::int64_t a, std::int64_t b) {
    std::vector<std::int64_t> own(65536, 0);
    for_selected(v, pool.selection, a * piece, std::min(total, b * piece), [&](float x) {
      if (!std::isfinite(x)) return;
      const std::uint32_t key = sortable(x + 0.0F);  // -0 counts as 0
      if (high < 0)
        ++own[key >> 16];
      else if (static_cast<std::int64_t>(key >> 16) == high)
        ++own[key & 0xFFFFU];
    });
    const std::scoped_lock lock(mutex);
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += own[i];
  });
  pool.job.check();
}
std::vector<std::int64_t> count_keys(const Pool& pool, std::int64_t high) {
  std::vector<std::int64_t> counts(65536, 0);
  for (const AnyView& view : pool.views) std::visit([&](const auto& v) { count_keys(v, high, pool, counts); }, view);
  return counts;
}

std::size_t bucket_of(const std::vector<std::int64_t>& counts, std::int64_t& rank) {
  std::size_t i = 0;
  while (rank >= counts[i]) rank -= counts[i++];
  return i;
}

/// The value of a 0-based rank, by two levels of radix selection.
float select(const Pool& pool, const std::vector<std::int64_t>& high_counts, std::int64_t rank,
             std::vector<std::pair<std::size_t, std::vector<std::int64_t>>>& known) {
  const std::size_t high = bucket_of(high_counts, rank);
  auto place = std::find_if(known.begin(), known.end(), [&](const auto& k) { return k.first == high; });
  if (place == known.end())
    place = known.insert(known.end(), {high, count_keys(pool, static_cast<std::int64_t>(high))});
  const std::size_t low = bucket_of(place->second, rank);
  return from_sortable(static_cast<std::uint32_t>(high << 16 | low));
}

}  // namespace

bool Selection::holds(float value, std::int32_t label) const {
  if (of == Of::nonzero) return value != 0;
  if (of == Of::all) return true;
  return classes.empty() ? label != 0 : std::binary_search(classes.begin(), classes.end(), label);
}

double Statistics::deviation(int ddof) const {
  return count > ddof ? std::sqrt(squares / static_cast<double>(count - ddof)) : 0.0;
}

Statistics merged(const Statistics& a, const Statistics& b) {
  Statistics s = a.count == 0 ? b : a;
  s.nonfinite = a.nonfinite + b.nonfinite;
  if (a.count == 0 || b.count == 0) return s;
  const auto na = static_cast<double>(a.count), nb = static_cast<double>(b.count), d = b.mean - a.mean;
  s.count = a.count + b.count;
  s.minimum = std::min(a.minimum, b.minimum);
  s.maximum = std::max(a.maximum, b.maximum);
  s.mean = a.mean + d * (nb / (na + nb));
  s.squares = a.squares + b.squares + d * d * (na * nb / (na + nb));
  return s;
}

Statistics statistics_of(const AnyView& view, const Job& job, const Selection& selection) {
  return std::visit(
      [&](const auto& v) {
        const std::int64_t total = v.nx * v.ny * v.nz, blocks = (total + block_voxels - 1) / block_voxels;
        std::vector<Statistics> parts(static_cast<std::size_t>(blocks));
        job.device.parallel_for(blocks, 64, [&](std::int64_t first, std::int64_t last) {
          job.check();
          for (std::int64_t b = first; b < last; ++b)
            parts[static_cast<std::size_t>(b)] =
                block_statistics(v, selection, b * block_voxels, std::min(total, (b + 1) * block_voxels));
        });
        Statistics all;
        for (const auto& part : parts) all = merged(all, part);
        return all;
      },
      view);
}

std::vector<double> percentiles_of(std::span<const AnyView> views, std::span<const double> percents, const Job& job,
                                   const Selection& selection) {
  const Pool pool{views, selection, job};
  const auto counts = count_keys(pool, -1);
  std::int64_t n = 0;
  for (const auto c : counts) n += c;
  std::vector<double> out;
  if (n == 0) return out;
  std::vector<std::pair<std::size_t, std::vector<std::int64_t>>> known;
  for (const double percent : percents) {
    const double rank = percent / 100 * static_cast<double>(n - 1), floor = std::floor(rank);
    const auto low = static_cast<std::int64_t>(floor);
    const double a = select(pool, counts, low, known);
    const double b = select(pool, counts, std::min(low + 1, n - 1), known);
    out.push_back(a + (b - a) * (rank - floor));
  }
  return out;
}

}  // namespace auglens
