#pragma once
// The affine pull of MONAI's, nnU-Net's and TorchIO's warps: output index -> input coordinate, in double from the start
// of each row. It refuses to know what the matrix is made of.

#include <optional>

#include "ops/grid.h"
#include "ops/warp_pass.h"

namespace auglens {

/// Rows of a 3x4 matrix in x, y, z: p = ((t + m1 y) + m2 z) + m0 x of indices, voxel i of the input covering [i, i +
/// 1).
struct AffineMap {
  double m[12];

  AUGLENS_HD Point operator()(std::int64_t ix, std::int64_t iy, std::int64_t iz) const {
    const auto x = static_cast<double>(ix), y = static_cast<double>(iy), z = static_cast<double>(iz);
    return {static_cast<float>(((m[3] + m[1] * y) + m[2] * z) + m[0] * x),
            static_cast<float>(((m[7] + m[5] * y) + m[6] * z) + m[4] * x),
            static_cast<float>(((m[11] + m[9] * y) + m[10] * z) + m[8] * x)};
  }

  /// The indices that the eight corners of the region span, with slack on each side for rounding.
  Region reach(const Region& region) const;
};

/// A pull between indices about two centres: p - centre_in = linear (o - centre_out) - shift.
struct CentredPull {
  Mat3 linear = identity3;
  Vec3 shift{0, 0, 0}, centre_in{0, 0, 0}, centre_out{0, 0, 0};
};
AffineMap affine_map(const CentredPull& pull);

/// What a map onto a grid of this size adds to each index where it only moves whole voxels; nothing for all others.
std::optional<Index3> whole_shift(const AffineMap& map, const Index3& out_size);

// The CPU's quick way along a row (affine_row.cpp), as for AffinePull.

RowSpan quick_span(const AffineMap& map, const Index3& size, std::int64_t plane, const Region& row);
void quick_row(const AffineMap& map, const VoxelView<float>& in, const Region& row, float* out);
void quick_row(const AffineMap& map, const VoxelView<std::int16_t>& in, const Region& row, float* out);
void quick_row(const AffineMap& map, const VoxelView<std::uint16_t>& in, const Region& row, float* out);

}  // namespace auglens
