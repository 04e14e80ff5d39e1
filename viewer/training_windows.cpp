#include "viewer/training_windows.h"

#include "ops/evaluate.h"
#include "ops/objects/crop_cut.h"
#include "ops/objects/label_draw.h"
#include "ops/replay/replay.h"

namespace auglens {
namespace {

std::size_t bytes_of(const Components& found) {
  return found.ids.buffer.bytes() + found.blobs.size() * sizeof(Blob);
}

}  // namespace

std::string label_key(const Plan& plan, const Case& c) {
  return plan.prefix_key(plan.steps.size(), -1) + (c.labels ? "" : "|blank");  // labels may come later
}

TrainingWindows::TrainingWindows(const Preset& preset, std::uint64_t seed, const Case& c, int frame, FactsCache& facts,
                                 const Job& job)
    : preset_(preset), before_(preset), seed_(seed), case_(c), frame_(frame), facts_(facts), job_(job) {
  before_.steps = steps_before_cut(preset.steps, *preset.crop);
  before_.crop.reset();
  if (!c.labels && preset.crop->sampler != SamplerKind::random)
    throw Error(ErrorKind::usage, {c.source.file, "the preset's crop draws its windows from labels, and there are none",
                                   "/crop/sampler", "open a label map (--label), or use the sampler random"});
}

std::shared_ptr<const CropGround> TrainingWindows::ground_of_draw(std::uint64_t number) {
  const Draw draw = draw_for_labels(before_.steps, make_draw(before_, seed_, number, case_, facts_, job_));
  PlanOptions options;
  options.frame = frame_;
  options.channels = {0};
  const Plan plan = make_plan(before_.steps, draw, case_, options, facts_, job_);
  const std::string key = label_key(plan, case_);
  const auto image = image_for_threshold(plan);
  if (ground_ && key == key_ && !image) return ground_;
  ground_.reset();  // the former one goes before the next one needs memory
  const auto map = indexed(plan, key);
  const SamplerRule rule = rule_of(*preset_.crop);
  const auto blobs = draws_objects(rule) ? components_of(map->labels, key, blob_options(rule), facts_, job_) : nullptr;
  ground_ = std::make_shared<const CropGround>(map, blobs, *preset_.crop, image ? &*image : nullptr, 0, job_);
  key_ = key;
  return ground_;
}

LabelMap TrainingWindows::labels_of(const Plan& plan) const {
  if (case_.labels) return plan.steps.empty() ? *case_.labels : evaluate_label_volume(plan, case_, facts_, job_);
  LabelMap labels = LabelMap::allocate(plan.out);
  std::fill_n(labels.voxels(), labels.pitch.volume, 0);
  return labels;
}

std::shared_ptr<const IndexedLabels> TrainingWindows::indexed(const Plan& plan, const std::string& key) const {
  if (auto known = facts_.object<IndexedLabels>(key)) return known;
  const auto made = std::make_shared<const IndexedLabels>(labels_of(plan), job_);
  const bool shared = case_.labels && plan.steps.empty();
  facts_.keep(key, made, made->index.bytes() + (shared ? 0 : made->labels.buffer.bytes()));
  return made;
}

/// The image where windows are drawn, for a sampler that looks at it: the whole chain up to the cut, every channel.
std::optional<Image> TrainingWindows::image_for_threshold(const Plan& plan) const {
  const SamplerRule rule = rule_of(*preset_.crop);
  const auto* by_label = std::get_if<ByLabelRule>(&rule);
  if (by_label == nullptr || !by_label->image_threshold) return std::nullopt;
  if (case_.image.buffer.bytes() == 0) return std::nullopt;  // a label alone: the sampler says what it misses
  const Draw draw = make_draw(before_, seed_, plan.draw.sample, case_, facts_, job_);
  PlanOptions options;
  options.frame = frame_;
  const Plan whole_plan = make_plan(before_.steps, draw, case_, options, facts_, job_);
  return evaluate_volume(whole_plan, case_, whole_plan.channels, facts_, job_);
}

TrainingWindow TrainingWindows::of_sample(std::uint64_t sample) {
  TrainingWindow window;
  window.sample = sample;
  window.draw = sample / windows_per_draw(rule_of(*preset_.crop));
  window.ground = ground_of_draw(window.draw);
  window.key = key_;
  window.drawn = draw_window(window.ground->sampler(), preset_.stream, seed_, sample);
  window.labels = count_labels(window.ground->labels(), window.drawn.window);
  const std::int32_t background = background_of(window.ground->rule());
  std::erase_if(window.labels, [&](const ClassCount& c) { return c.value == background; });
  return window;
}

std::string blobs_key(const std::string& key, const ComponentOptions& options) {
  return key + "|blobs " + std::to_string(static_cast<int>(options.connectivity)) +
         (options.any_foreground ? " any" : "") + " not " + std::to_string(options.background) +
         (options.only_class ? " only " + std::to_string(*options.only_class) : "");
}

std::shared_ptr<const Components> components_of(const LabelMap& labels, const std::string& key,
                                                const ComponentOptions& options, FactsCache& facts, const Job& job) {
  const std::string full = blobs_key(key, options);
  if (auto known = facts.object<Components>(full)) return known;
  const auto made = std::make_shared<const Components>(components_of(labels, options, job));
  facts.keep(full, made, bytes_of(*made));
  return made;
}

std::shared_ptr<const Components> measured(const Components& found, const std::string& blobs_key, FactsCache& facts,
                                           const Job& job) {
  const auto made = std::make_shared<Components>(found);  // the voxels are shared
  measure_diameters(*made, job);
  facts.keep<Components>(blobs_key, made, bytes_of(*made));
  return made;
}

Preset cut_preset(const Preset& preset, const Region& window) {
  Preset cut = preset;
  cut.steps = with_cut(preset.steps, *preset.crop, window);
  return cut;
}

}  // namespace auglens
