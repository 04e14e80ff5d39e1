#include "viewer/worker_pictures.h"

#include <algorithm>
#include <new>

#include "ops/operator.h"
#include "viewer/object_marks.h"

namespace auglens {
namespace {

/// What the crop and the limits of a preset say changes no voxel.
bool same_chain(const Recipe& a, const Recipe& b) {
  const Preset &p = *a.preset, &q = *b.preset;
  return a.seed == b.seed && a.sample == b.sample &&
         (&p == &q || (p.stream == q.stream && p.fuse == q.fuse && p.steps == q.steps));
}

bool same_voxels(const SessionState& a, const SessionState& b) {
  const bool cut = a.crop || b.crop || a.view.layout == Layout::crops || b.view.layout == Layout::crops;
  return a.shown_case() == b.shown_case() && (cut ? a.recipe == b.recipe : same_chain(a.recipe, b.recipe)) &&
         a.view.channel == b.view.channel && a.view.frame == b.view.frame && a.original == b.original &&
         a.crop == b.crop && (a.view.layout == Layout::compare) == (b.view.layout == Layout::compare);
}

bool same_objects(const SessionState& a, const SessionState& b) {
  const bool figures = (a.view.layout == Layout::crops) == (b.view.layout == Layout::crops);
  return a.shown_case() == b.shown_case() && a.recipe == b.recipe && a.view.channel == b.view.channel &&
         a.view.frame == b.view.frame && a.crop == b.crop && figures;
}

/// A slider is held: the picture matters more than its last digit.
bool slides(const SessionState& state) {
  return state.dragging && !state.edited_step.empty();
}

bool same_slices(const SessionState& a, const SessionState& b) {
  return a.view.layout == b.view.layout && a.view.plane == b.view.plane && a.view.at == b.view.at &&
         a.view.object == b.view.object && a.view.windows == b.view.windows;
}

/// Labels do not depend on the step whose slider is held.
bool slides_intensity(const SessionState& state) {
  const auto& steps = state.recipe.preset->steps;
  return slides(state) && std::any_of(steps.begin(), steps.end(), [&](const Step& s) {
           return s.id == state.edited_step && s.op->family == Family::intensity;
         });
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

PictureThread::PictureThread(Device device, FactsCache& facts, std::function<void()> wake)
    : device_(std::move(device)), facts_(facts), wake_user_(std::move(wake)) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

PictureThread::~PictureThread() {
  thread_.request_stop();
  const std::scoped_lock lock(mutex_);
  unit_stop_.request_stop();
}

void PictureThread::submit(WorkerRequest request) {
  {
    const std::scoped_lock lock(mutex_);
    if (same_request(next_ ? *next_ : now_, request)) return;
    if (running_ != Unit::none && stale(running_, request)) unit_stop_.request_stop();
    next_ = std::move(request);
    idle_ = false;
  }
  wake_.notify_all();
}

std::shared_ptr<const Results> PictureThread::results() const {
  const std::scoped_lock lock(mutex_);
  return results_;
}

Activity PictureThread::activity() const {
  const std::scoped_lock lock(mutex_);
  switch (running_) {
    case Unit::objects:
      return {"Finding objects", share_};
    case Unit::diameters:
      return {"Measuring objects", share_};
    case Unit::statistics:
      return {"Computing exact statistics", share_};
    case Unit::volume:
      return {"Evaluating the volume", share_};
    case Unit::rays:
    case Unit::picture:
      return {"Drawing the volume", share_};
    default:
      return {};
  }
}

bool PictureThread::wait_idle(Clock::time_point until) {
  std::unique_lock lock(mutex_);
  return quiet_.wait_until(lock, until, [&] { return idle_; });
}

/// A window may submit on every frame: what asks for nothing new is not work.
bool PictureThread::same_request(const WorkerRequest& a, const WorkerRequest& b) const {
  return same_voxels(a.state, b.state) && a.state.recipe == b.state.recipe && a.state.view == b.state.view &&
         a.objects == b.objects && a.state.dragging == b.state.dragging && a.state.edited_step == b.state.edited_step &&
         a.volume_width == b.volume_width && a.volume_height == b.volume_height;
}

/// Whether running work is worth nothing once a newer request is there. Under the mutex.
bool PictureThread::stale(Unit unit, const WorkerRequest& newer) const {
  switch (unit) {
    case Unit::slices:
      return milliseconds_since(unit_start_) > patience_ms_;
    case Unit::objects:
    case Unit::diameters:
      return !same_objects(now_.state, newer.state);
    case Unit::hold:
      return false;  // short, and good for all pictures of this drag
    case Unit::picture:
      if (same_voxels(now_.state, newer.state) && now_.state.dragging) return false;  // coarse ones always finish
      return !same_voxels(now_.state, newer.state) ||
             !(ray_settings(now_.state, now_.volume_width, now_.volume_height) ==
               ray_settings(newer.state, newer.volume_width, newer.volume_height));
    default:
      return !same_voxels(now_.state, newer.state);
  }
}

void PictureThread::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (next_) adopt();
    const Unit unit = next_unit();
    if (unit == Unit::none) {
      idle_ = true;
      quiet_.notify_all();
      wake_.wait(lock, stop, [&] { return next_.has_value(); });
      continue;
    }
    running_ = unit;
    unit_stop_ = std::stop_source();
    unit_start_ = Clock::now();
    const Job job{device_, unit_stop_.get_token()};
    lock.unlock();
    perform(unit, job);
    lock.lock();
    running_ = Unit::none;
  }
}

/// Takes the newest request; what belongs to other voxels goes. Under the mutex.
void PictureThread::adopt() {
  const bool fresh = !same_voxels(now_.state, next_->state);
  slices_due_ = slices_due_ || fresh || failed_ || !results_->slices || !same_slices(now_.state, next_->state);
  if (fresh) product_ = {};
  if (!same_objects(now_.state, next_->state)) {
    objects_due_ = true;
    if (!slides_intensity(next_->state)) objects_.reset();
  }
  if (!slides(next_->state)) product_.hold_tried = false;
  now_ = std::move(*next_);
  next_.reset();
  failed_ = settled_ = false;
  share_ = 0;
}

PictureThread::Unit PictureThread::next_unit() const {
  if (settled_ || failed_) return Unit::none;
  if (now_.state.shown() == nullptr) return Unit::clear;
  if (slices_due_) return Unit::slices;
  if (slides(now_.state)) return steps_to_hold() > 0 && !product_.hold_tried ? Unit::hold : Unit::none;
  return next_at_rest();
}

bool PictureThread::wants_objects_now() const {
  const bool any = now_.state.shown()->data.labels || now_.state.recipe.preset->crop;
  return (now_.objects && any) || wants_objects(now_.state);
}

ObjectLook PictureThread::wanted_look() const {
  const bool seen = objects_ && wants_objects(now_.state) && !now_.state.original;
  return seen ? look_of(*objects_, now_.state.view) : ObjectLook{};
}

PictureThread::Unit PictureThread::next_at_rest() const {
  if ((objects_due_ || !objects_) && wants_objects_now()) return Unit::objects;
  if (now_.objects && objects_ && !objects_->measured() && !immeasurable_) return Unit::diameters;
  if (!product_.exact) return Unit::statistics;
  if (now_.volume_width <= 0 || now_.volume_height <= 0) return Unit::settle;
  const bool other_look = product_.rays && !now_.state.dragging && !(product_.look == wanted_look());
  if (!product_.rays || other_look) return product_.volume ? Unit::rays : Unit::volume;
  return product_.drawn == wanted_picture() ? Unit::settle : Unit::picture;
}

void PictureThread::perform(Unit unit, const Job& job) {
  try {
    switch (unit) {
      case Unit::clear:
        return post([](Results& r) {
          r = {};
          r.settled = true;
        });
      case Unit::slices:
        return make_slices(job);
      case Unit::hold:
        return hold_prefix(job);
      case Unit::objects:
        return make_objects(job);
      case Unit::diameters:
        return make_diameters(job);
      case Unit::statistics:
        return make_exact(job);
      case Unit::volume:
        return make_volume(job);
      case Unit::rays:
        return make_rays(job);
      case Unit::picture:
        return make_picture(job);
      case Unit::settle:
        return post([&](Results& r) {
          r.revision = now_.state.revision;
          r.settled = true;
        });
      case Unit::none:
        return;
    }
  } catch (const Cancelled&) {
    const std::scoped_lock lock(mutex_);
    if (unit == Unit::slices) patience_ms_ *= 2;
  } catch (const Error& e) {
    fail(e);
  } catch (const std::bad_alloc&) {
    fail({ErrorKind::resource, {"", "memory is out", "", "close other programs, or take a smaller case"}});
  } catch (const std::exception& e) {
    fail({ErrorKind::failed, {"", e.what(), "evaluating the preset", "undo the last change"}});
  }
}

/// The screen stays as it was; nothing more is tried until something changes.
void PictureThread::fail(const Error& error) {
  failed_ = true;
  try {
    if (now_.state.shown() != nullptr && wants_objects_now()) find_objects({device_});  // why there is no window
  } catch (const std::exception&) {                                                     // the error itself is told
    objects_.reset();
  }
  post([&](Results& r) {
    r.error = error;
    r.error_revision = now_.state.revision;
    r.objects = objects_;
    r.objects_revision = now_.state.revision;
    r.settled = false;
  });
}

void PictureThread::post(const std::function<void(Results&)>& change) {
  auto next = std::make_shared<Results>(*results_);  // only this thread replaces results_
  change(*next);
  {
    const std::scoped_lock lock(mutex_);
    settled_ = next->settled;
    results_ = std::move(next);
  }
  if (wake_user_) wake_user_();
}

}  // namespace auglens
