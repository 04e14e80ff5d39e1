#pragma once
// Repeated timing by stages, and the copy bandwidth that floors are counted in. It refuses to know what is timed.

#include <chrono>
#include <functional>

#include "ops/device.h"
#include "viewer/bench/report.h"

namespace auglens {

/// Laps of one run of what is timed.
class Stopwatch {
 public:
  /// Ends the stage that began at the last lap.
  void lap(const std::string& stage) {
    const auto now = Clock::now();
    laps_.emplace_back(stage, std::chrono::duration<double, std::milli>(now - last_).count());
    last_ = now;
  }
  const std::vector<std::pair<std::string, double>>& laps() const { return laps_; }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point last_ = Clock::now();
  std::vector<std::pair<std::string, double>> laps_;
};

/// Runs `once(i, watch)` for i = 0..runs-1; the first one warms up and is not counted. The total is the sum of its
/// laps.
BenchRow time_runs(std::string name, int runs, const std::function<void(int, Stopwatch&)>& once);

/// Bytes read and written per second by a copy of 256 MiB on all threads of the device's CPU side, the best of five.
double copy_bandwidth(const Device& device);

}  // namespace auglens
