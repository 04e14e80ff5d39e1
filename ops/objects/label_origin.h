#pragma once
// Which voxel of the input each voxel of a plan's output took its label from, and which part of the input the output
// covers. It refuses to know classes and blobs.

#include <vector>

#include "ops/evaluate.h"

namespace auglens {

/// Found by sending a map in which every voxel has its own number through the plan's own label passes, so that it is
/// exact for every operator and any number of steps.
class OriginMap {
 public:
  /// The case must have labels. Throws Error(resource) beyond 2^31 - 1 voxels, Cancelled.
  static OriginMap of(const Plan& plan, const Case& c, FactsCache& facts, const Job& job);

  /// Raster index of the input voxel, or -1 where the output's voxel was filled.
  std::int64_t at(const Index3& out) const {
    const std::int64_t code = std::int64_t{map_.view().at(out[0], out[1], out[2])} - first_code;
    return code >= 0 && code < in_.voxels() ? code : -1;
  }
  Index3 index_of(std::int64_t raster) const {
    return {raster % in_.size[0], raster / in_.size[0] % in_.size[1], raster / (in_.size[0] * in_.size[1])};
  }
  const Grid& in() const { return in_; }
  const Grid& out() const { return map_.grid; }

 private:
  /// Codes begin where no label fill of a preset is likely to be.
  static constexpr std::int64_t first_code = -2147483648LL;
  LabelMap map_;
  Grid in_;
};

/// One byte per input voxel in raster order, not 0: it lies within what the output's voxels read, holes between their
/// samples closed. Only what was moved or cut out of the canvas is not covered.
std::vector<std::uint8_t> covered_by(const OriginMap& origins, const Job& job);

}  // namespace auglens
