#include "viewer/worker_errands.h"

namespace auglens {

ErrandThread::ErrandThread(Device device, FactsCache& facts, std::function<void()> wake)
    : device_(std::move(device)), facts_(facts), wake_user_(std::move(wake)) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ErrandThread::~ErrandThread() {
  thread_.request_stop();
  stop();
}

bool ErrandThread::start(Errand errand) {
  {
    const std::scoped_lock lock(mutex_);
    if (errand_ || arrival_) return false;
    title_ = title_of(errand);
    errand_ = std::move(errand);
    errand_stop_ = std::stop_source();
    progress_ = std::make_shared<Progress>();
  }
  wake_.notify_all();
  return true;
}

std::optional<Arrival> ErrandThread::take_arrival() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(arrival_, std::nullopt);
}

void ErrandThread::stop() {
  const std::scoped_lock lock(mutex_);
  errand_stop_.request_stop();
}

Activity ErrandThread::activity() const {
  const std::scoped_lock lock(mutex_);
  return errand_ ? Activity{title_, progress_->share(), true} : Activity{};
}

bool ErrandThread::wait_idle(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  return quiet_.wait_until(lock, until, [&] { return !errand_; });
}

void ErrandThread::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (wake_.wait(lock, stop, [&] { return errand_.has_value(); })) {
    if (stop.stop_requested()) return;
    const Errand errand = *errand_;
    const auto progress = progress_;
    const Job job{device_, errand_stop_.get_token(), progress.get()};
    lock.unlock();
    Arrival arrival = run_errand(errand, facts_, job);
    lock.lock();
    errand_.reset();
    arrival_ = std::move(arrival);
    quiet_.notify_all();
    if (!wake_user_) continue;
    lock.unlock();
    wake_user_();
    lock.lock();
  }
}

}  // namespace auglens
