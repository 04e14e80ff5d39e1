#include <algorithm>
#include <numeric>

#include "ops/statistics.h"
#include "viewer/crop_figure.h"
#include "viewer/object_marks.h"
#include "viewer/worker_pictures.h"

// The units of work of the picture thread: each is short, or stops when it is stale, and leaves what it made in the
// product or in the mailbox.

namespace auglens {
namespace {

// Short enough that a picture comes between two slabs in time, long enough that the seams of slabs cost little.
constexpr double slab_ms = 20, held_slab_ms = 8;

}  // namespace

/// The newest state with the recipe that its voxels are made by.
SessionState PictureThread::shown_state() const {
  SessionState state = now_.state;
  if (product_.cut) state.recipe = *product_.cut;
  return state;
}

void PictureThread::post_slices(std::shared_ptr<const SceneSlices> slices, std::shared_ptr<const Probe> probe) {
  slices_ = std::move(slices);
  const bool marked = objects_ && wants_objects(now_.state);
  const auto shown =
      marked ? std::make_shared<const SceneSlices>(with_objects(*slices_, *objects_, now_.state.view)) : slices_;
  post([&](Results& r) {
    r.slices = shown;
    if (probe) r.probe = probe;
    r.objects = objects_;
    r.objects_revision = now_.state.revision;
    r.revision = now_.state.revision;
    r.error.reset();
    r.settled = false;
  });
}

void PictureThread::make_slices(const Job& job) {
  if (now_.state.crop && !product_.cut) product_.cut = as_cut(now_.state, facts_, job).recipe;
  const SessionState state = shown_state();
  const bool augmented = !state.original || state.view.layout == Layout::compare;
  if (augmented && !product_.plan)
    product_.plan = std::make_shared<const Plan>(plan_of(state, FactsMode::subsample, facts_, job));
  const bool figure = state.view.layout == Layout::crops;
  auto slices =
      std::make_shared<const SceneSlices>(evaluate_panes(figure ? now_.state : state, product_.plan, facts_, job));
  const Vec3 at = slices->at.value_or(state.view.at);
  auto probed = std::make_shared<const Probe>(probe(state, product_.plan.get(), at, facts_, job));
  product_.exact = product_.plan == nullptr || !product_.plan->approximate;
  slices_due_ = false;
  const std::chrono::duration<double, std::milli> took = Clock::now() - unit_start_;
  post_slices(std::move(slices), std::move(probed));
  const std::scoped_lock lock(mutex_);
  patience_ms_ = std::max(least_patience_ms, 2 * took.count());
}

/// What stands in the way of objects is told with them: the picture itself is fine.
void PictureThread::find_objects(const Job& job) {
  auto objects = std::make_shared<ObjectScene>();
  try {
    *objects = now_.state.crop && now_.state.recipe.preset->crop
                   ? object_scene_of_patch(now_.state, shown_state(), facts_, job)
                   : object_scene(now_.state, facts_, job);
  } catch (const Error& e) {
    objects->refused = e.parts().what;
  }
  objects_ = std::move(objects);
  objects_due_ = immeasurable_ = false;
}

void PictureThread::make_objects(const Job& job) {
  find_objects(job);
  post_slices(slices_, nullptr);
}

/// Only the table shows them, and they take as long as finding the objects: it stands without them until then.
void PictureThread::make_diameters(const Job& job) {
  auto objects = std::make_shared<ObjectScene>(*objects_);
  try {
    *objects = with_diameters(std::move(*objects), facts_, job);
  } catch (const Error&) {  // memory is short: dashes in a table are no reason to stop
    immeasurable_ = true;
  }
  if (!immeasurable_) objects_ = std::move(objects);
  post_slices(slices_, nullptr);
}

/// How many bound steps run before the edited one; their output is what a drag holds.
std::size_t PictureThread::steps_to_hold() const {
  if (!product_.plan) return 0;
  const SessionState state = shown_state();
  const auto& chain = state.recipe.preset->steps;
  const auto edited =
      std::find_if(chain.begin(), chain.end(), [&](const Step& s) { return s.id == now_.state.edited_step; });
  const auto before = static_cast<std::size_t>(edited - chain.begin());
  const auto& steps = product_.plan->steps;
  return static_cast<std::size_t>(
      std::count_if(steps.begin(), steps.end(), [&](const BoundStep& s) { return s.step < before; }));
}

void PictureThread::hold_prefix(const Job& job) {
  const int channel = now_.state.view.channel;
  const std::size_t n = steps_to_hold();
  const std::string key = product_.plan->prefix_key(n, channel);
  if (!held_ || held_->key() != key) {
    if (key == unholdable_ || facts_.volume(key)) {
      product_.hold_tried = true;
      return;
    }
    held_.emplace(head_of(*product_.plan, n), channel);
  }
  if (!held_->advance(held_slab_ms, now_.state.shown()->data, facts_, job)) return;
  facts_.keep(key, held_->image());
  if (!facts_.volume(key)) unholdable_ = key;
  held_.reset();
  product_.hold_tried = true;
}

/// One step toward exact statistics; when none is left, the exact slices.
void PictureThread::make_exact(const Job& job) {
  if (!build_statistics(job)) return;
  const SessionState state = shown_state();
  const auto plan = std::make_shared<const Plan>(plan_of(state, FactsMode::exact, facts_, job));
  const bool figure = state.view.layout == Layout::crops;
  auto slices = std::make_shared<const SceneSlices>(evaluate_panes(figure ? now_.state : state, plan, facts_, job));
  const Vec3 at = slices->at.value_or(state.view.at);
  auto probed = std::make_shared<const Probe>(probe(state, plan.get(), at, facts_, job));
  product_.plan = plan;
  product_.exact = true;
  product_.slabs.reset();
  post_slices(std::move(slices), std::move(probed));
}

/// The exact plan of one channel for the steps before the n-th bound one. Cheap once the statistics of all earlier
/// steps are known.
Plan PictureThread::exact_head(std::size_t n, int channel, const Job& job) const {
  SessionState state = shown_state();
  Preset preset = *state.recipe.preset;
  preset.steps.resize(product_.plan->steps[n].step);
  state.recipe.preset = std::make_shared<const Preset>(std::move(preset));
  state.view.channel = channel;
  return plan_of(state, FactsMode::exact, facts_, job);
}

/// The channels whose input the n-th bound step wants to know: none, the shown one, or all together.
std::vector<int> PictureThread::channels_to_know(std::size_t n) const {
  const int shown = now_.state.view.channel, all = now_.state.shown()->data.image.channels;
  const BoundStep& bound = product_.plan->steps[n];
  if (n == 0 || !bound.statistics[static_cast<std::size_t>(shown)]) return {};
  const Operator& op = *shown_state().recipe.preset->steps[bound.step].op;
  const DrawnValues values(op, product_.plan->draw.steps[bound.step].of_channel(shown));
  if (op.find("per_channel") < 0 || values.flag("per_channel")) return {shown};
  std::vector<int> channels(static_cast<std::size_t>(all));
  std::iota(channels.begin(), channels.end(), 0);
  return channels;
}

/// Works on the input of the first step whose statistics are not known exactly, slab by slab. True when nothing is left
/// that can be done in slabs; the exact plan then finds its numbers in the cache.
bool PictureThread::build_statistics(const Job& job) {
  for (; product_.statistics_done < product_.plan->steps.size(); ++product_.statistics_done) {
    for (const int channel : channels_to_know(product_.statistics_done)) {
      Plan head = exact_head(product_.statistics_done, channel, job);
      const std::string key = head.prefix_key(head.steps.size(), channel);
      if (head.steps.empty() || facts_.statistics(key)) continue;
      if (!build(std::move(head), channel, job)) return false;
      facts_.keep(key, statistics_of(product_.slabs->image()->view<float>(), job));
      facts_.keep(key, product_.slabs->image());
      product_.slabs.reset();
    }
  }
  return true;
}

/// Some milliseconds of a whole output; true when product_.slabs holds all of it.
bool PictureThread::build(Plan plan, int channel, const Job& job) {
  const std::string key = plan.prefix_key(plan.steps.size(), channel);
  if (!product_.slabs || product_.slabs->key() != key) product_.slabs.emplace(std::move(plan), channel);
  const bool done = product_.slabs->advance(slab_ms, now_.state.shown()->data, facts_, job);
  const std::scoped_lock lock(mutex_);
  share_ = product_.slabs->share();
  return done;
}

void PictureThread::make_volume(const Job& job) {
  const SessionState state = shown_state();
  const Plan* plan = product_.plan.get();
  if (plan != nullptr && !plan->steps.empty()) {
    const std::string key = plan->prefix_key(plan->steps.size(), state.view.channel);
    if (!facts_.volume(key) && !build(*plan, state.view.channel, job)) return;
  }
  SceneVolume volume = scene_volume(state, plan, product_.slabs ? product_.slabs->image() : nullptr, facts_, job);
  if (product_.slabs) facts_.keep(product_.slabs->key(), product_.slabs->image());
  product_.slabs.reset();
  product_.volume = std::move(volume);
}

void PictureThread::make_rays(const Job& job) {
  product_.look = wanted_look();
  if (!product_.look.plain() && product_.volume->labels)
    product_.volume->labels = std::make_shared<const LabelMap>(with_look(*product_.volume->labels, product_.look, job));
  product_.drawn.reset();
  product_.rays = std::make_shared<const RayVolume>(ray_volume(now_.state, *product_.volume, job));
  product_.volume.reset();
}

RaycastSettings PictureThread::wanted_picture() const {
  const RaycastSettings settings = ray_settings(now_.state, now_.volume_width, now_.volume_height);
  return now_.state.dragging ? interactive(settings) : settings;
}

void PictureThread::make_picture(const Job& job) {
  const RaycastSettings settings = wanted_picture();
  VolumePicture picture{raycast(*product_.rays, settings, job).rgb(), now_.state.revision, now_.state.dragging};
  product_.drawn = settings;
  post([&](Results& r) {
    r.volume = std::make_shared<const VolumePicture>(std::move(picture));
    r.settled = false;
  });
}

}  // namespace auglens
