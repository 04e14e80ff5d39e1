#include "viewer/caption.h"

#include "io/preset_json.h"

namespace auglens {

std::string caption_of(const SessionState& state) {
  const LoadedCase* shown = state.shown();
  std::string caption = shown == nullptr ? "" : shown->name;
  const Preset& preset = *state.recipe.preset;
  caption += " | " + preset.name + (preset.name.empty() ? "" : " ") + preset_hash_text(preset);
  return caption + " | seed " + std::to_string(state.recipe.seed) + " | sample " + std::to_string(state.recipe.sample);
}

std::vector<std::pair<std::string, std::string>> picture_text(const SessionState& state) {
  std::vector<std::pair<std::string, std::string>> text{{"Software", "auglens"}};
  text.emplace_back("Preset", preset_hash_text(*state.recipe.preset));
  text.emplace_back("Seed", std::to_string(state.recipe.seed));
  text.emplace_back("Sample", std::to_string(state.recipe.sample));
  return text;
}

}  // namespace auglens
