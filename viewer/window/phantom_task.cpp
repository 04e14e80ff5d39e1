#include "viewer/window/phantom_task.h"

#include <new>

#include "io/phantom.h"

namespace auglens {
namespace {

Arrival draw(Phantom which, const Job& job) {
  try {
    return CaseArrived{
        ready_case(which == Phantom::head ? phantom_head(head_size, job) : phantom_abdomen(abdomen_size, job), job)};
  } catch (const Error& error) {
    return Failed{error};
  } catch (const Cancelled&) {
    return Stopped{};
  } catch (const std::bad_alloc&) {
    return Failed{Error(ErrorKind::resource, {"", "out of memory", "", "close other programs"})};
  }
}

}  // namespace

void PhantomTask::start(Phantom which) {
  if (running_) return;
  running_ = true;
  which_ = which;
  progress_.set(0);
  thread_ = std::jthread([this, which](const std::stop_token& stop) {
    Arrival arrival = draw(which, {device_, stop, &progress_});
    {
      const std::scoped_lock lock(mutex_);
      arrival_ = std::move(arrival);
    }
    wake_();
  });
}

void PhantomTask::stop() {
  thread_.request_stop();
}

std::optional<Arrival> PhantomTask::take() {
  const std::scoped_lock lock(mutex_);
  std::optional<Arrival> arrival;
  std::swap(arrival, arrival_);
  if (arrival) running_ = false;
  return arrival;
}

}  // namespace auglens
