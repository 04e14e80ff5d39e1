#pragma once
// What every long call takes: where to run, when to stop, whom to tell. It refuses to know the work.

#include <atomic>
#include <stop_token>

#include "ops/error.h"

namespace auglens {

class Device;

/// Counts work done; read by another thread while the call runs. A share of 0..1; never goes back within one call.
class Progress {
 public:
  void set(double share) { share_.store(static_cast<float>(share), std::memory_order_relaxed); }
  double share() const { return share_.load(std::memory_order_relaxed); }

 private:
  std::atomic<float> share_{0};
};

struct Job {
  const Device& device;
  std::stop_token stop{};
  Progress* progress = nullptr;

  /// Throws Cancelled when the caller no longer wants the result.
  void check() const {
    if (stop.stop_requested()) throw Cancelled();
  }
  void report(double share) const {
    if (progress != nullptr) progress->set(share);
  }
};

}  // namespace auglens
