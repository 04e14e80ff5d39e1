#pragma once
// What `apply --json` prints about one sample. It refuses to evaluate anything.

#include <string>
#include <vector>

#include "ops/objects/crop_window.h"
#include "ops/plan.h"
#include "ops/preset.h"

namespace auglens {

struct AppliedSample {
  const Preset& preset;   ///< as it was read
  const Preset& applied;  ///< the same, or with a window cut as one more step
  const Plan& plan;
  std::uint64_t sample = 0;
  const CropWindow* cut = nullptr;  ///< null: no window was cut
};

/// One JSON object, keys and order as design §9 says. The drawn numbers, given back as constants of a preset with the
/// same ids, seed and sample, reproduce the output.
std::string apply_report(const AppliedSample& a, const std::vector<std::string>& files);

}  // namespace auglens
