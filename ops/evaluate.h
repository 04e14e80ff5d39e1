#pragma once
// The only road from input to output: any regions of any chain. It refuses to know why somebody wants them.

#include <span>
#include <vector>

#include "ops/plan.h"

namespace auglens {

/// A region of the plan's output grid and where its voxels go (host memory).
struct ImageRequest {
  Region region;
  MutableView<float> out;
};
struct LabelRequest {
  Region region;
  MutableView<std::int32_t> out;
};

/// Evaluates one channel over several regions at once; boxes that they need from a pass are merged where they overlap,
/// so that each pass runs at most once. A voxel never depends on the regions asked for. Throws Error(resource),
/// Cancelled.
void evaluate(const Plan& plan, const Case& c, int channel, std::span<const ImageRequest> requests, FactsCache& facts,
              const Job& job);
/// The same for the label map, which must be present.
void evaluate_labels(const Plan& plan, const Case& c, std::span<const LabelRequest> requests, FactsCache& facts,
                     const Job& job);

/// The whole output of the channels, float32, on plan.out.
Image evaluate_volume(const Plan& plan, const Case& c, std::span<const int> channels, FactsCache& facts,
                      const Job& job);
LabelMap evaluate_label_volume(const Plan& plan, const Case& c, FactsCache& facts, const Job& job);

}  // namespace auglens
