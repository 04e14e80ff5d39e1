#pragma once
// The thread that opens and saves files, one errand at a time. It refuses to know pictures.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

#include "viewer/worker.h"

namespace auglens {

class ErrandThread {
 public:
  ErrandThread(Device device, FactsCache& facts, std::function<void()> wake);
  ~ErrandThread();

  bool start(Errand errand);
  std::optional<Arrival> take_arrival();
  void stop();
  Activity activity() const;  ///< empty when nothing runs
  bool wait_idle(std::chrono::steady_clock::time_point until);

 private:
  void run(const std::stop_token& stop);

  const Device device_;
  FactsCache& facts_;
  const std::function<void()> wake_user_;

  mutable std::mutex mutex_;  ///< guards all below but the progress, which is atomic
  std::condition_variable_any wake_, quiet_;
  std::optional<Errand> errand_;
  std::optional<Arrival> arrival_;
  std::string title_;
  std::stop_source errand_stop_;
  std::shared_ptr<Progress> progress_ = std::make_shared<Progress>();
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace auglens
