#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "ops/device.h"

namespace auglens {

namespace {
/// True on a thread that is inside a piece of work: nested loops run where they are, so that no thread waits for
/// itself.
thread_local bool inside_piece = false;
}  // namespace

/// Workers that sleep between loops. One loop runs at a time; a second caller waits for its turn.
class Device::Pool {
 public:
  explicit Pool(int threads) {
    for (int i = 1; i < threads; ++i) workers_.emplace_back([this](std::stop_token stop) { serve(stop); });
  }
  ~Pool() {
    for (auto& w : workers_) w.request_stop();
    wake_.notify_all();
  }

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  void run(std::int64_t count, std::int64_t grain, const std::function<void(std::int64_t, std::int64_t)>& body) {
    if (count <= 0) return;
    if (inside_piece || workers_.empty() || count <= grain) return body(0, count);
    const std::scoped_lock one_loop(turn_);
    Loop loop{count, std::max<std::int64_t>(1, grain), &body};
    {
      const std::scoped_lock lock(mutex_);
      loop_ = &loop;
      ++generation_;
    }
    wake_.notify_all();
    work(loop);
    std::unique_lock lock(mutex_);
    loop_ = nullptr;
    idle_.wait(lock, [&] { return busy_ == 0; });
    if (loop.error) std::rethrow_exception(loop.error);
  }

 private:
  struct Loop {
    std::int64_t count, grain;
    const std::function<void(std::int64_t, std::int64_t)>* body;
    std::atomic<std::int64_t> next{0};
    std::exception_ptr error{};
    std::mutex error_mutex{};
  };

  static void work(Loop& loop) {
    inside_piece = true;
    for (;;) {
      const std::int64_t first = loop.next.fetch_add(loop.grain);
      if (first >= loop.count) break;
      try {
        (*loop.body)(first, std::min(first + loop.grain, loop.count));
      } catch (...) {
        const std::scoped_lock lock(loop.error_mutex);
        if (!loop.error) loop.error = std::current_exception();
        loop.next = loop.count;
      }
    }
    inside_piece = false;
  }

  void serve(const std::stop_token& stop) {
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [&] { return loop_ != nullptr && generation_ != seen; })) {
      seen = generation_;
      Loop& loop = *loop_;
      ++busy_;
      lock.unlock();
      work(loop);
      lock.lock();
      if (--busy_ == 0) idle_.notify_one();
    }
  }

  std::mutex turn_, mutex_;
  std::condition_variable_any wake_;
  std::condition_variable idle_;
  Loop* loop_ = nullptr;
  std::uint64_t generation_ = 0;
  int busy_ = 0;
  std::vector<std::jthread> workers_;  // last: its threads use all of the above
};

Device Device::cpu(int threads) {
  if (threads <= 0) threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  Device d;
  d.pool_ = std::make_shared<Pool>(threads);
  d.name_ = "CPU, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
  return d;
}

int Device::threads() const {
  return pool_->threads();
}

void Device::parallel_for(std::int64_t count, std::int64_t grain,
                          const std::function<void(std::int64_t, std::int64_t)>& body) const {
  pool_->run(count, grain, body);
}

}  // namespace auglens
