#pragma once
// Coordinates a little beside the rule of presets: what nearest sampling gives there tells a voxel that lies on a jump
// of the rule from one that is wrong. It refuses to know peers.

#include "ops/affine_pull.h"
#include "ops/spatial/resize_bind.h"

namespace auglens::test {

/// Half the width of a jump, in voxels: the judges' own.
inline constexpr float nudge = 1e-4F;

/// Bit k of `corner` says which way axis k is nudged.
template <int corner>
struct NudgedPull {
  static AffinePull map(AffinePull pull) {
    for (int r = 0; r < 3; ++r) pull.m[4 * r + 3] += (corner >> r & 1) != 0 ? nudge : -nudge;
    return pull;
  }
};
template <int corner>
struct NudgedRows {
  static std::vector<std::int32_t> nearest(int axis, ResizeAxis a, std::int64_t in, std::int64_t crop) {
    const float by = (corner >> axis & 1) != 0 ? nudge : -nudge;
    a.lo += by;
    a.hi += by;
    return nearest_rows(a, in, crop);
  }
};

/// The operator nudged toward one of eight corners; null where it has no coordinates.
const Operator* nudged(const Operator& op, int corner);

}  // namespace auglens::test
