#pragma once
// What a benchmark found, as rows and as the JSON that other programs read (design §9). It refuses to measure anything.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace auglens {

struct BenchRow {
  std::string name;
  double median_ms = 0, min_ms = 0;
  double floor_ms = 0;                                    ///< bytes over the bandwidth that this run measured
  std::int64_t bytes = 0;                                 ///< least number of bytes read and written
  std::vector<std::pair<std::string, double>> stages_ms;  ///< medians
  std::map<std::string, double> ratios;                   ///< peer time over ours
};

struct BenchReport {
  std::string bench, device;
  int threads = 1;
  double bandwidth_gb_s = 0;  ///< read and written, in this run
  std::vector<BenchRow> rows;
};

std::string bench_json(const BenchReport& report);
std::string bench_table(const BenchReport& report);

}  // namespace auglens
