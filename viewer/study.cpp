#include "viewer/study.h"

#include <algorithm>

#include "ops/objects/crop_cut.h"
#include "ops/operator.h"
#include "ops/replay/replay.h"
#include "viewer/training_windows.h"

namespace auglens {
namespace {

bool moves_labels(const Step& step) {
  return step.enabled && step.op->family == Family::spatial;
}

bool moves_labels(const Chain& steps) {
  return std::any_of(steps.begin(), steps.end(), [](const Step& s) { return moves_labels(s); });
}

/// What labels can tell of a chain. In a peer's stream each step's numbers follow those of the steps before it.
Preset for_labels(const Preset& preset, Chain steps) {
  Preset kept;
  kept.stream = preset.stream;
  const bool whole = preset.stream != Stream::auglens || std::any_of(steps.begin(), steps.end(), [](const Step& s) {
                       return moves_labels(s) && s.op->reads_image;
                     });
  if (!whole) std::erase_if(steps, [](const Step& s) { return !moves_labels(s); });
  kept.steps = std::move(steps);
  return kept;
}

std::string why_no_labels(const SessionState& state) {
  if (state.shown() == nullptr) return "Open a scan and its labels first.";
  return state.shown()->data.labels ? "" : "Open the scan's labels first.";
}

}  // namespace

std::string why_no_odds(const SessionState& state) {
  if (!state.recipe.preset->crop) return "Add a training window to the preset first.";
  return why_no_labels(state);
}

std::string why_no_safety(const SessionState& state) {
  if (std::string why = why_no_labels(state); !why.empty()) return why;
  if (moves_labels(state.recipe.preset->steps)) return "";
  return "No step of this preset moves voxels: labels stay as they are.";
}

OddsSubject odds_subject(const SessionState& state, std::int64_t at_least) {
  const Recipe& recipe = state.recipe;
  const Crop& crop = *recipe.preset->crop;
  OddsSubject subject{
      state.shown()->data.id, recipe.seed, 0,
      state.view.frame,       at_least,    for_labels(*recipe.preset, steps_before_cut(recipe.preset->steps, crop))};
  subject.preset.crop = crop;
  subject.preset.crop->before.reset();
  if (moves_labels(subject.preset.steps)) subject.draw = recipe.sample / windows_per_draw(rule_of(crop));
  return subject;
}

SafetySubject safety_subject(const SessionState& state) {
  const Recipe& recipe = state.recipe;
  return {state.shown()->data.id, recipe.seed, for_labels(*recipe.preset, recipe.preset->steps)};
}

OddsStudy study_odds(const OddsSubject& subject, const Case& c, FactsCache& facts, const Job& job) {
  // The labels do not depend on the sampler: with one that refuses nothing, the comparison says what others refuse.
  Preset anywhere = subject.preset;
  anywhere.crop = Crop{subject.preset.crop->size, SamplerKind::random, {}, 0, {}};
  TrainingWindows windows(anywhere, subject.seed, c, subject.frame, facts, job);
  const TrainingWindow window = windows.of_sample(subject.draw);
  const Crop& crop = *subject.preset.crop;
  const LabelMap& labels = window.ground->labels();
  const auto blobs = components_of(labels, window.key, blob_options(rule_of(crop)), facts, job);
  return {subject, compare_samplers(crop, labels, *blobs, subject.at_least, job)};
}

DrawSafety judge_sample(const SafetySubject& subject, const LabelSafety& labels, const Case& c, std::uint64_t sample,
                        FactsCache& facts, const Job& job) {
  const Draw draw = make_draw(subject.preset, subject.seed, sample, c, facts, job);
  return labels.judge(subject.preset.steps, draw, facts, job);
}

}  // namespace auglens
