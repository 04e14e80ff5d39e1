#pragma once
// What `apply --json` prints about one sample. It refuses to evaluate anything.

#include <string>
#include <vector>

#include "ops/plan.h"
#include "ops/preset.h"

namespace auglens {

/// One JSON object, keys and order as design §9 says. The drawn numbers, given back as constants of a preset with the
/// same ids, seed and sample, reproduce the output.
std::string apply_report(const Preset& preset, const Plan& plan, const std::vector<std::string>& files);

}  // namespace auglens
