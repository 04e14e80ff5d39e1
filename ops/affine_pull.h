#pragma once
// The affine pull of DALI's warps: output voxel centre -> input coordinate, float32 in DALI's order. It refuses to know
// whether a rotation, a matrix or something else made the numbers.

#include "ops/grid.h"
#include "ops/warp_pass.h"

namespace auglens {

/// Rows of a 3x4 matrix in x, y, z: p = ((t + m0 x) + m1 y) + m2 z at x + 0.5 and so on (DALI,
/// dali/kernels/imgproc/warp).
struct AffinePull {
  float m[12];

  AUGLENS_HD Point operator()(std::int64_t ix, std::int64_t iy, std::int64_t iz) const {
    const float x = static_cast<float>(ix) + 0.5F, y = static_cast<float>(iy) + 0.5F, z = static_cast<float>(iz) + 0.5F;
    return {((m[3] + m[0] * x) + m[1] * y) + m[2] * z, ((m[7] + m[4] * x) + m[5] * y) + m[6] * z,
            ((m[11] + m[8] * x) + m[9] * y) + m[10] * z};
  }

  /// The indices that the eight corners of the region span, with slack on each side for rounding.
  Region reach(const Region& region) const;
};

/// A warp ready to be added to a step: where each output voxel reads, and how many there are.
struct SizedPull {
  AffinePull pull;
  Index3 size;
};

/// The rule of presets: each coordinate is evaluated directly, as DALI's GPU does. Tests have others, such as the walk
/// along x of DALI's CPU; a rule makes a map of the numbers.
struct DirectPull {
  static AffinePull map(const AffinePull& pull) { return pull; }
};

// The CPU's quick way along a row (affine_row.cpp): eight voxels at once with linear sampling, equal to the functor by
// memcmp.

/// The part of a row whose samples lie inside the whole grid with all their neighbours, or an empty span where the
/// machine has no AVX2 or the view is too large for 32-bit offsets.
RowSpan quick_span(const AffinePull& map, const Index3& size, std::int64_t plane, const Region& row);

/// Samples the voxels of `row` (one row, inside quick_span) into `out`, which is row.start's voxel.
void quick_row(const AffinePull& map, const VoxelView<float>& in, const Region& row, float* out);
void quick_row(const AffinePull& map, const VoxelView<std::int16_t>& in, const Region& row, float* out);
void quick_row(const AffinePull& map, const VoxelView<std::uint16_t>& in, const Region& row, float* out);

/// Rotation by `degrees` about (x, y, z) as DALI computes it in float32; the identity for exactly 0 degrees. Row-major.
void dali_rotation(const Vec3& axis, float degrees, float out[9]);

/// a * b for 3x4 matrices with an implied last row (0 0 0 1), float32, sums in ascending order.
void multiply34(const float a[12], const float b[12], float out[12]);

/// Inverse of a 3x4 matrix in float32 by Gauss elimination with partial pivoting and fused multiply-adds,
/// as DALI does; false when singular.
bool invert34(const float a[12], float out[12]);

}  // namespace auglens
