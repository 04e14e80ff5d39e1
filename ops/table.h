#pragma once
// A small array that kernels read: made on the host, copied to the device when it is first asked for there. It refuses
// to be changed after it is made.

#include <memory>
#include <mutex>
#include <vector>

#include "ops/device_memory.h"

namespace auglens {

/// Cheap to copy; copies share the numbers.
template <class T>
class Table {
 public:
  Table() = default;
  explicit Table(std::vector<T> values) : state_(std::make_shared<State>()) { state_->host = std::move(values); }

  const std::vector<T>& host() const { return state_->host; }
  /// Pointer that kernels on this device can read; valid as long as any copy of the table lives.
  const T* on(const Device& device) const {
    if (device.kind() == DeviceKind::cpu) return state_->host.data();
    const std::scoped_lock lock(state_->mutex);
    if (!state_->device) state_->device = copy_to_device(device, state_->host.data(), state_->host.size() * sizeof(T));
    return reinterpret_cast<const T*>(state_->device.data());
  }

 private:
  struct State {
    std::vector<T> host;
    std::mutex mutex;
    Buffer device;
  };
  std::shared_ptr<State> state_;
};

}  // namespace auglens
