#pragma once
// The built-in patients, drawn beside the window's thread so that the first frame does not wait. It refuses to know
// sessions.

#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "viewer/session_errand.h"

namespace auglens {

enum class Phantom { head, abdomen };

class PhantomTask {
 public:
  PhantomTask(Device device, std::function<void()> wake) : device_(std::move(device)), wake_(std::move(wake)) {}

  /// One at a time; a second request while one runs is ignored.
  void start(Phantom which);
  void stop();
  bool running() const { return running_; }
  double share() const { return progress_.share(); }
  Phantom which() const { return which_; }
  /// The finished case or what went wrong, once.
  std::optional<Arrival> take();

 private:
  Device device_;
  std::function<void()> wake_;
  Phantom which_ = Phantom::head;
  bool running_ = false;
  Progress progress_;
  std::mutex mutex_;
  std::optional<Arrival> arrival_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace auglens
