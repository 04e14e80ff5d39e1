#pragma once
// The thread that makes pictures of the newest state, in small units of work between which it looks for a newer one. It
// refuses to know errands.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "viewer/object_marks.h"
#include "viewer/worker.h"
#include "viewer/worker_rays.h"
#include "viewer/worker_slabs.h"

namespace auglens {

class PictureThread {
 public:
  PictureThread(Device device, FactsCache& facts, std::function<void()> wake);
  ~PictureThread();

  void submit(WorkerRequest request);
  std::shared_ptr<const Results> results() const;
  Activity activity() const;
  bool wait_idle(std::chrono::steady_clock::time_point until);

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr double least_patience_ms = 50;
  enum class Unit { none, clear, slices, hold, objects, diameters, statistics, volume, rays, picture, settle };

  /// What belongs to one set of voxels, and is worth nothing once they change.
  struct Product {
    std::optional<Recipe> cut;         ///< in place of the state's, with the window cut out (SessionState::crop)
    std::shared_ptr<const Plan> plan;  ///< null until planned, and for the original
    bool exact = false;
    std::optional<SlabVolume> slabs;    ///< what is being built: a held prefix, a statistic's input, the volume
    std::optional<SceneVolume> volume;  ///< between building and ray casting
    std::shared_ptr<const RayVolume> rays;
    ObjectLook look;                       ///< what the rays show of objects
    std::optional<RaycastSettings> drawn;  ///< what the posted picture shows of `rays`
    std::size_t statistics_done = 0;       ///< bound steps whose input needs nothing more
    bool hold_tried = false;
  };

  void run(const std::stop_token& stop);
  void adopt();
  bool stale(Unit unit, const WorkerRequest& newer) const;
  bool same_request(const WorkerRequest& a, const WorkerRequest& b) const;
  Unit next_unit() const;
  Unit next_at_rest() const;
  void perform(Unit unit, const Job& job);
  void fail(const Error& error);
  void post(const std::function<void(Results&)>& change);

  SessionState shown_state() const;
  bool wants_objects_now() const;
  ObjectLook wanted_look() const;
  void post_slices(std::shared_ptr<const SceneSlices> slices, std::shared_ptr<const Probe> probe);
  void make_slices(const Job& job);
  void find_objects(const Job& job);
  void make_objects(const Job& job);
  void make_diameters(const Job& job);
  void hold_prefix(const Job& job);
  void make_exact(const Job& job);
  bool build_statistics(const Job& job);
  bool build(Plan plan, int channel, const Job& job);
  Plan exact_head(std::size_t n, int channel, const Job& job) const;
  std::vector<int> channels_to_know(std::size_t n) const;
  void make_volume(const Job& job);
  void make_rays(const Job& job);
  void make_picture(const Job& job);
  std::size_t steps_to_hold() const;
  RaycastSettings wanted_picture() const;

  const Device device_;
  FactsCache& facts_;
  const std::function<void()> wake_user_;

  // of the thread alone
  Product product_;
  std::optional<SlabVolume> held_;              ///< the prefix that is being built while a slider moves
  std::string unholdable_;                      ///< key of a prefix that the budget has no room for
  std::shared_ptr<const SceneSlices> slices_;   ///< the last ones, without what objects add
  std::shared_ptr<const ObjectScene> objects_;  ///< of the present recipe; null: not known
  bool slices_due_ = false, objects_due_ = false, failed_ = false;
  bool immeasurable_ = false;  ///< the present objects: their diameters could not be had

  mutable std::mutex mutex_;  ///< guards all below
  std::condition_variable_any wake_, quiet_;
  WorkerRequest now_;  ///< written by the thread alone, which therefore may read it without the mutex
  std::optional<WorkerRequest> next_;
  std::shared_ptr<const Results> results_ = std::make_shared<Results>();
  bool settled_ = true, idle_ = false;
  Unit running_ = Unit::none;
  std::stop_source unit_stop_;
  Clock::time_point unit_start_;
  double patience_ms_ = least_patience_ms;
  double share_ = 0;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace auglens
