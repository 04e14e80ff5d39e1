#pragma once
// Edits of a chain: values of steps, and adding, removing, moving them. It refuses to know sessions and history.

#include "ops/preset.h"
#include "viewer/edit.h"

namespace auglens {

/// Each throws Error(usage) that names what is allowed; the preset may then be half changed, so give a copy.
void change_step(Preset& preset, const Assign& edit);  ///< `step.ID.PARAMETER JSON`
void change_steps(Preset& preset, const StepAdd& edit);
void change_steps(Preset& preset, const StepRemove& edit);
void change_steps(Preset& preset, const StepMove& edit);
void change_steps(Preset& preset, const StepReset& edit);

/// Throws Error(usage) for the first broken rule of the whole preset.
void require_sound(const Preset& preset);

/// The id in a path `step.ID.PARAMETER`.
std::string step_id_of(const Assign& edit);

}  // namespace auglens
