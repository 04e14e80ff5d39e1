#pragma once
// The state whose chain has the sample's training window cut out: what the network receives. It refuses to know
// pictures.

#include "viewer/session_state.h"
#include "viewer/training_windows.h"

namespace auglens {

/// Throws Error(usage) when nothing is open or the preset has no crop.
const Preset& preset_with_crop(const SessionState& state);

SessionState with_recipe(SessionState state, Preset preset, std::uint64_t sample);

/// The window is one more step then, and the preset has no crop left. Throws as preset_with_crop, and what
/// TrainingWindows throws.
SessionState cut_state(const SessionState& state, FactsCache& facts, const Job& job);

/// What is shown and saved: cut where SessionState::crop asks for it and it is not done yet.
SessionState as_cut(SessionState state, FactsCache& facts, const Job& job);

}  // namespace auglens
