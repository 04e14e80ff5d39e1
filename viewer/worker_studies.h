#pragma once
// The thread that studies labels beside the pictures: one draw after the other, on one CPU thread that gives way. It
// refuses to know pictures, errands and panels.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

#include "viewer/study.h"
#include "viewer/worker.h"

namespace auglens {

/// The newest request wins. Work that it does not need stops at once, also where it asks for nothing; what it shares
/// with the former one is kept: a limit or another number of draws judges no draw twice. While a slider moves nothing
/// new is started.
class StudyThread {
 public:
  /// `facts` are those of the pictures, for labels that they know, too.
  StudyThread(FactsCache& facts, std::function<void()> wake);
  ~StudyThread();

  /// Cheap, never waits for work.
  void submit(const StudyRequest& request);
  std::shared_ptr<const Studies> studies() const;
  Activity activity() const;  ///< empty when nothing runs
  bool wait_idle(std::chrono::steady_clock::time_point until);

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds post_interval{100};
  static constexpr std::size_t own_facts_bytes = std::size_t{128} << 20;
  enum class Unit { none, odds, blobs, shown, draw };

  /// What a request comes to.
  struct Wanted {
    CasePointer shown;  ///< null where nothing is wanted
    std::optional<OddsSubject> odds;
    std::optional<SafetySubject> safety;
    std::size_t draws = 0;
    std::uint64_t sample = 0;
    bool moving = false;  ///< a slider is held

    friend bool operator==(const Wanted&, const Wanted&) = default;
  };
  static Wanted wanted_of(const StudyRequest& request);

  void run(const std::stop_token& stop);
  void adopt();
  bool stale(Unit unit, const Wanted& newer) const;
  Unit next_unit() const;
  void perform(Unit unit, const Job& job);
  void attempt(Unit unit, const Job& job);
  void fail(Unit unit, const Error& error);
  void make_odds(const Job& job);
  void judge_next(const Job& job);
  void post_safety();
  void post(const std::function<void(Studies&)>& change);

  const Device device_ = Device::cpu(1);
  FactsCache& facts_;
  FactsCache own_facts_{own_facts_bytes};  ///< of the draws: they must not push out what pictures hold
  const std::function<void()> wake_user_;

  // of the thread alone
  std::optional<OddsSubject> odds_tried_;  ///< the last one that came to an end, good or bad
  std::optional<SafetySubject> judged_;    ///< whose draws are below
  std::vector<DrawSafety> draws_;
  std::map<std::uint64_t, DrawSafety> ahead_;  ///< shown samples that are not among `draws_` yet
  bool safety_failed_ = false;
  CasePointer case_;  ///< that `labels_` refer to
  std::unique_ptr<const LabelSafety> labels_;
  Clock::time_point posted_;

  mutable std::mutex mutex_;  ///< guards all below
  std::condition_variable_any wake_, quiet_;
  Wanted now_;  ///< written by the thread alone, which therefore may read it without the mutex
  std::optional<Wanted> next_;
  std::shared_ptr<const Studies> studies_ = std::make_shared<Studies>();
  bool idle_ = true;
  Unit running_ = Unit::none;
  std::size_t judged_draws_ = 0;
  std::stop_source unit_stop_;
  std::shared_ptr<Progress> progress_ = std::make_shared<Progress>();
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace auglens
