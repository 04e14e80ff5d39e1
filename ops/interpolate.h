#pragma once
// Resampling to another size as torch's F.interpolate does it (align_corners false, the scale recomputed from the
// sizes): rows and taps along each axis. It refuses to know which operator asks. Source of the arithmetic: torch 2.15,
// aten/native/cpu/UpSampleKernel.cpp and AdaptiveAveragePooling, restated and compared with the wheel.

#include <memory>

#include "ops/index_pull.h"
#include "ops/taps_pass.h"

namespace auglens {

enum class Interpolation {
  nearest,  ///< floor(o in / out)
  linear,
  area,          ///< the mean over the input voxels that an output voxel touches
  cubic,         ///< Keys' kernel with a = -0.75, not widened; torch has it in two dimensions only
  nearest_exact  ///< floor((o + 0.5) in / out)
};

constexpr bool copies_voxels(Interpolation mode) {
  return mode == Interpolation::nearest || mode == Interpolation::nearest_exact;
}

/// The input index of each of `out` output indices, for the two nearest modes.
std::vector<std::int32_t> nearest_indices(Interpolation mode, std::int64_t in, std::int64_t out);

/// The weights of the other modes along one axis.
AxisTaps interpolation_taps(Interpolation mode, int axis, std::int64_t in, std::int64_t out);

/// Passes from one size to another, float32 between the axes; z, then y, then x, as torch takes arrays of x, y, z. An
/// axis of equal size is left as it is.
std::vector<std::shared_ptr<const ImagePass>> interpolation_passes(Interpolation mode, const Index3& in,
                                                                   const Index3& out);

}  // namespace auglens
