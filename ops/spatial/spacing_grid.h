#pragma once
// The grids that another spacing makes, and where their voxels lie on the input's: MONAI's and TorchIO's rules. It
// refuses to know how voxels are read.

#include "ops/grid.h"

namespace auglens {

enum class SpacingConvention { monai, torchio };

/// One axis of the new grid: voxel o lies at index o * scale + shift of the input.
struct SpacingAxis {
  std::int64_t size = 1;
  double scale = 1, shift = 0;
};
SpacingAxis spacing_axis(SpacingConvention convention, std::int64_t n, double old_mm, double new_mm);

/// The new grid; its voxel o lies at index linear * o + shift of the input. Where `sheared` is false `linear` is
/// diagonal. An unchanged grid is the input's, with nothing to resample.
struct SpacingGrid {
  Grid out;
  Mat3 linear = identity3;
  Vec3 shift{0, 0, 0};
  bool sheared = false;

  bool unchanged() const { return !sheared && linear == identity3 && shift == Vec3{0, 0, 0}; }
};
/// As MONAI 1.6.1's Spacing(pixdim, diagonal=False): an axis within 0.001 mm of its goal keeps its spacing; shear is
/// removed, also that of float32's rounding, by the Cholesky factor of the axes; the new grid starts at the first voxel
/// where that is its lowest corner within 1e-8 voxels, and about the input's centre where not; a grid of equal size
/// whose affine is within 1e-3 is the input's. Throws std::domain_error when the axes lie in one plane.
SpacingGrid monai_spacing(const Grid& in, const Vec3& mm);
/// As TorchIO's Resample: along the input's axes, about its centre.
SpacingGrid torchio_spacing(const Grid& in, const Vec3& mm);

}  // namespace auglens
