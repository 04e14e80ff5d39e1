#pragma once
// Where work runs: a pool of CPU threads, or a CUDA device and stream. It refuses to know the kernels that run on it.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "ops/buffer.h"
#include "ops/job.h"

namespace auglens {

enum class DeviceKind { cpu, cuda };

/// A value that names one place of work; copies share the pool or the stream.
class Device {
 public:
  /// `threads` workers (0: as many as the machine has), the calling thread among them.
  static Device cpu(int threads = 0);
  /// The first CUDA device that can be used, with CPU threads beside it for what has no kernel. Throws Error(resource)
  /// with the reason in one line: not built in, no driver, driver too old, no device.
  static Device cuda(int threads = 0);
  /// Empty when `cuda()` would succeed, else the one line that says why not.
  static std::string why_no_cuda();

  DeviceKind kind() const { return kind_; }
  int threads() const;
  const std::string& name() const { return name_; }
  void* stream() const { return stream_.get(); }  ///< cudaStream_t as a void pointer; null on a CPU

  /// Calls body(first, last) over [0, count) in pieces of `grain` on the pool's threads and waits; the first exception
  /// of any piece is thrown here. Pieces are claimed in order; which thread runs one must not matter to the result.
  void parallel_for(std::int64_t count, std::int64_t grain,
                    const std::function<void(std::int64_t, std::int64_t)>& body) const;

 private:
  class Pool;
  DeviceKind kind_ = DeviceKind::cpu;
  std::string name_ = "CPU";
  std::shared_ptr<Pool> pool_;
  std::shared_ptr<void> stream_;
};

}  // namespace auglens
