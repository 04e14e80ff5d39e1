#pragma once
// Numbers per voxel that a step takes from a file beside the preset. It refuses to know what the step does with them.

#include <string>

#include "ops/preset.h"

namespace auglens {

/// A NIfTI with three components for each voxel, as its fifth dimension (or its fourth, with one frame for each).
/// Throws Error(bad_input) that names the file; Error(resource).
std::shared_ptr<const Field> read_field(const std::string& path);

/// Reads the file that the step's parameter `field` names, relative to `folder` (empty: the working directory), into
/// Step::field; without a name the step has none. `pointer` is the step's place in the preset ("/steps/0"), `file` the
/// preset's, for messages. Throws Error(bad_input) at "/steps/0/parameters/field".
void read_step_field(Step& step, const std::string& folder, const std::string& pointer, const std::string& file);

/// The same for all steps of a preset.
void read_fields(Preset& preset, const std::string& folder, const std::string& file);

}  // namespace auglens
