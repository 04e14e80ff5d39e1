#include "viewer/worker_studies.h"

#include <sys/resource.h>

#include <algorithm>
#include <new>

namespace auglens {
namespace {

/// On Linux the number 0 names the calling thread alone. Where it is refused, studies are as urgent as pictures.
void give_way() {
  constexpr int least_urgent_but_not_idle = 15;
  setpriority(PRIO_PROCESS, 0, least_urgent_but_not_idle);
}

}  // namespace

StudyThread::StudyThread(FactsCache& facts, std::function<void()> wake) : facts_(facts), wake_user_(std::move(wake)) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

StudyThread::~StudyThread() {
  thread_.request_stop();
  const std::scoped_lock lock(mutex_);
  unit_stop_.request_stop();
}

StudyThread::Wanted StudyThread::wanted_of(const StudyRequest& request) {
  const SessionState& state = request.state;
  const bool odds = request.odds && why_no_odds(state).empty(), safety = request.safety && why_no_safety(state).empty();
  Wanted wanted;
  if (!odds && !safety) return wanted;
  wanted.shown = state.shown_case();
  wanted.moving = state.dragging;
  if (odds) wanted.odds = odds_subject(state, request.at_least);
  if (!safety) return wanted;
  wanted.safety = safety_subject(state);
  wanted.draws = static_cast<std::size_t>(std::max(0, request.draws));
  wanted.sample = state.recipe.sample;
  return wanted;
}

void StudyThread::submit(const StudyRequest& request) {
  Wanted wanted = wanted_of(request);
  {
    const std::scoped_lock lock(mutex_);
    if ((next_ ? *next_ : now_) == wanted) return;
    if (running_ != Unit::none && stale(running_, wanted)) unit_stop_.request_stop();
    next_ = std::move(wanted);
    idle_ = false;
  }
  wake_.notify_all();
}

std::shared_ptr<const Studies> StudyThread::studies() const {
  const std::scoped_lock lock(mutex_);
  return studies_;
}

Activity StudyThread::activity() const {
  const std::scoped_lock lock(mutex_);
  switch (running_) {
    case Unit::odds:
      return {"Working out how often windows hit", progress_->share()};
    case Unit::blobs:
    case Unit::shown:
    case Unit::draw:
      return {"Checking labels " + std::to_string(std::min(judged_draws_, now_.draws)) + " of " +
                  std::to_string(now_.draws),
              static_cast<double>(judged_draws_) / static_cast<double>(std::max<std::size_t>(1, now_.draws))};
    default:
      return {};
  }
}

bool StudyThread::wait_idle(Clock::time_point until) {
  std::unique_lock lock(mutex_);
  return quiet_.wait_until(lock, until, [&] { return idle_; });
}

/// Whether running work is worth nothing to a newer request. Under the mutex.
bool StudyThread::stale(Unit unit, const Wanted& newer) const {
  if (newer.shown != now_.shown) return true;
  if (unit == Unit::odds) return newer.odds != now_.odds;
  return newer.safety != now_.safety || (unit == Unit::shown && newer.sample != now_.sample);
}

void StudyThread::run(const std::stop_token& stop) {
  give_way();
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (next_) {
      now_ = std::move(*next_);
      next_.reset();
      lock.unlock();
      adopt();
      lock.lock();
      continue;
    }
    const Unit unit = next_unit();
    if (unit == Unit::none) {
      idle_ = true;
      quiet_.notify_all();
      wake_.wait(lock, stop, [&] { return next_.has_value(); });
      continue;
    }
    running_ = unit;
    unit_stop_ = std::stop_source();
    progress_ = std::make_shared<Progress>();
    judged_draws_ = draws_.size();
    const Job job{device_, unit_stop_.get_token(), progress_.get()};
    lock.unlock();
    perform(unit, job);
    lock.lock();
    running_ = Unit::none;
  }
}

/// Keeps of the former request's work what is of use to the present one.
void StudyThread::adopt() {
  if (case_ != now_.shown || !now_.safety) {
    labels_.reset();
    case_.reset();
    own_facts_.clear();
  }
  if (now_.safety && judged_ != now_.safety) {
    judged_ = now_.safety;
    draws_.clear();
    ahead_.clear();
    safety_failed_ = false;
  }
  const bool odds_known = !now_.odds || odds_tried_ == now_.odds;
  if ((!odds_known && studies_->odds_error) || (!safety_failed_ && studies_->safety_error))
    post([&](Studies& s) {
      if (!odds_known) s.odds_error.reset();
      if (!safety_failed_) s.safety_error.reset();
    });
  if (now_.safety && !draws_.empty()) post_safety();
}

StudyThread::Unit StudyThread::next_unit() const {
  if (now_.moving) return Unit::none;
  if (now_.odds && odds_tried_ != now_.odds) return Unit::odds;
  if (!now_.safety || safety_failed_) return Unit::none;
  const bool shown = now_.sample < draws_.size() || ahead_.contains(now_.sample);
  if (shown && draws_.size() >= now_.draws) return Unit::none;
  if (!labels_) return Unit::blobs;
  return shown || (draws_.empty() && now_.draws > 0) ? Unit::draw : Unit::shown;
}

void StudyThread::perform(Unit unit, const Job& job) {
  try {
    attempt(unit, job);
  } catch (const Cancelled&) {  // whoever stopped it knows
  } catch (const Error& e) {
    fail(unit, e);
  } catch (const std::bad_alloc&) {
    fail(unit, {ErrorKind::resource, {"", "memory is out", "", "close other programs, or take a smaller case"}});
  } catch (const std::exception& e) {
    fail(unit, {ErrorKind::failed, {"", e.what(), "studying the labels", "undo the last change"}});
  }
}

void StudyThread::attempt(Unit unit, const Job& job) {
  switch (unit) {
    case Unit::odds:
      return make_odds(job);
    case Unit::blobs:
      case_ = now_.shown;
      labels_ = std::make_unique<const LabelSafety>(case_->data, job);
      return;
    case Unit::shown:
      ahead_.emplace(now_.sample, judge_sample(*now_.safety, *labels_, case_->data, now_.sample, own_facts_, job));
      return post_safety();
    case Unit::draw:
      return judge_next(job);
    case Unit::none:
      return;
  }
}

void StudyThread::make_odds(const Job& job) {
  auto study = std::make_shared<const OddsStudy>(study_odds(*now_.odds, now_.shown->data, facts_, job));
  odds_tried_ = now_.odds;
  post([&](Studies& s) {
    s.odds = std::move(study);
    s.odds_error.reset();
  });
}

void StudyThread::judge_next(const Job& job) {
  const std::uint64_t k = draws_.size();
  const auto known = ahead_.find(k);
  draws_.push_back(known != ahead_.end() ? known->second
                                         : judge_sample(*now_.safety, *labels_, case_->data, k, own_facts_, job));
  if (draws_.size() >= now_.draws || Clock::now() - posted_ >= post_interval) post_safety();
}

void StudyThread::post_safety() {
  auto study = std::make_shared<SafetyStudy>();
  study->subject = *judged_;
  study->wanted = now_.draws;
  const auto n = static_cast<std::ptrdiff_t>(std::min(draws_.size(), now_.draws));
  study->draws.assign(draws_.begin(), draws_.begin() + n);
  study->worst = worst_draws(study->draws);
  if (now_.sample < draws_.size())
    study->shown = draws_[now_.sample];
  else if (const auto known = ahead_.find(now_.sample); known != ahead_.end())
    study->shown = known->second;
  posted_ = Clock::now();
  post([&](Studies& s) { s.safety = std::move(study); });
}

/// What is known stays; nothing more is tried until something changes.
void StudyThread::fail(Unit unit, const Error& error) {
  if (unit == Unit::odds)
    odds_tried_ = now_.odds;
  else
    safety_failed_ = true;
  if (unit == Unit::draw && !draws_.empty()) post_safety();
  post([&](Studies& s) { (unit == Unit::odds ? s.odds_error : s.safety_error) = error; });
}

void StudyThread::post(const std::function<void(Studies&)>& change) {
  auto next = std::make_shared<Studies>(*studies_);  // only this thread replaces studies_
  change(*next);
  {
    const std::scoped_lock lock(mutex_);
    studies_ = std::move(next);
  }
  if (wake_user_) wake_user_();
}

}  // namespace auglens
