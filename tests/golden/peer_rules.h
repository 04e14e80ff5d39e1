#pragma once
// The arithmetic of a peer where presets follow another rule: DALI's CPU accumulates coordinates that its GPU, and we,
// evaluate directly. It refuses to be reachable from a preset: only tests name it.

#include "ops/affine_pull.h"
#include "ops/spatial/resize_bind.h"

namespace auglens::test {

/// DALI's CPU walks along x: the coordinate of x = 0 is exact, each voxel adds the matrix' first column, and every 256
/// voxels the walk restarts at 256 columns from its last start.
struct AffineWalk {
  AffinePull direct;

  Point operator()(std::int64_t ix, std::int64_t iy, std::int64_t iz) const {
    constexpr std::int64_t tile = 256;
    const float* m = direct.m;
    const float step[3] = {m[0], m[4], m[8]};
    const Point start = direct(0, iy, iz);
    float p[3] = {start.x, start.y, start.z};
    for (int r = 0; r < 3; ++r) {
      for (std::int64_t t = 0; t < ix / tile; ++t) p[r] += step[r] * static_cast<float>(tile);
      for (std::int64_t i = 0; i < ix % tile; ++i) p[r] += step[r];
    }
    return {p[0], p[1], p[2]};
  }
  Region reach(const Region& region) const { return direct.reach(region); }
};
struct WalkingPull {
  static AffineWalk map(const AffinePull& pull) { return {pull}; }
};

/// DALI's CPU adds the scale voxel after voxel along y and z; along x it evaluates directly, not fused.
struct AccumulatedRows {
  static std::vector<std::int32_t> nearest(int axis, const ResizeAxis& a, std::int64_t in, std::int64_t crop) {
    const float scale = a.scale(), origin = a.lo - static_cast<float>(crop);
    std::vector<std::int32_t> rows(static_cast<std::size_t>(a.out));
    float at = origin + 0.5F * scale;
    for (std::size_t i = 0; i < rows.size(); ++i, at += scale)
      rows[i] = nearest_index(axis == 0 ? origin + (static_cast<float>(i) + 0.5F) * scale : at, crop, in);
    return rows;
  }
};

/// The operator under its peer's own rule; null where that is the rule of presets.
const Operator* under_peer_rule(const Operator& op);

}  // namespace auglens::test
