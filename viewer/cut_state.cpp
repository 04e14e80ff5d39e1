#include "viewer/cut_state.h"

namespace auglens {

const Preset& preset_with_crop(const SessionState& state) {
  if (state.shown() == nullptr) throw Error(ErrorKind::usage, {"", "nothing is open", "", "give an INPUT"});
  const Preset& preset = *state.recipe.preset;
  if (!preset.crop)
    throw Error(ErrorKind::usage,
                {"", "the preset has no crop", "/crop",
                 "add \"crop\": {\"size\": [x, y, z], \"sampler\": \"object_box\"}, or leave it out"});
  return preset;
}

SessionState with_recipe(SessionState state, Preset preset, std::uint64_t sample) {
  state.recipe.preset = std::make_shared<const Preset>(std::move(preset));
  state.recipe.sample = sample;
  return state;
}

SessionState cut_state(const SessionState& state, FactsCache& facts, const Job& job) {
  const Preset& preset = preset_with_crop(state);
  TrainingWindows windows(preset, state.recipe.seed, state.shown()->data, state.view.frame, facts, job);
  const TrainingWindow window = windows.of_sample(state.recipe.sample);
  Preset cut = cut_preset(preset, window.drawn.window);
  cut.crop.reset();
  return with_recipe(state, std::move(cut), window.draw);
}

SessionState as_cut(SessionState state, FactsCache& facts, const Job& job) {
  return state.crop && state.recipe.preset->crop ? cut_state(state, facts, job) : state;
}

}  // namespace auglens
