#include "viewer/bench/report.h"

#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

namespace auglens {

std::string bench_json(const BenchReport& report) {
  using Json = nlohmann::ordered_json;
  Json rows = Json::array();
  for (const BenchRow& row : report.rows) {
    Json stages = Json::object(), ratios = Json::object();
    for (const auto& [name, ms] : row.stages_ms) stages[name] = ms;
    for (const auto& [name, ratio] : row.ratios) ratios[name] = ratio;
    rows.push_back({{"name", row.name},
                    {"median_ms", row.median_ms},
                    {"min_ms", row.min_ms},
                    {"floor_ms", row.floor_ms},
                    {"bytes", row.bytes},
                    {"stages_ms", stages},
                    {"ratios", ratios}});
  }
  const Json all = {{"bench", report.bench}, {"device", report.device}, {"threads", report.threads}, {"rows", rows}};
  return all.dump(2) + "\n";
}

std::string bench_table(const BenchReport& report) {
  std::ostringstream out;
  out << report.bench << " on " << report.device << ", " << report.threads << " threads, " << std::fixed
      << std::setprecision(1) << report.bandwidth_gb_s << " GB/s\n";
  for (const BenchRow& row : report.rows) {
    out << "  " << std::left << std::setw(48) << row.name << std::right << " median " << std::setw(8) << row.median_ms
        << " ms  min " << std::setw(8) << row.min_ms << "  floor " << std::setw(6) << std::setprecision(2)
        << row.floor_ms << std::setprecision(1);
    for (const auto& [name, ms] : row.stages_ms) out << "  " << name << ' ' << ms;
    for (const auto& [name, ratio] : row.ratios) out << "  " << name << ' ' << ratio << 'x';
    out << '\n';
  }
  return out.str();
}

}  // namespace auglens
