#pragma once
// Resampling to another spacing, as MONAI's Spacing or TorchIO's Resample. The anatomy stays, the grid changes; it
// refuses to turn axes, and to blur first.

#include "ops/spatial/spatial_common.h"

namespace auglens {

struct Spacing {
  static constexpr std::string_view name = "spacing";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "resamples to another spacing without antialiasing: monai: in = out new / old, round((n - 1) old / new + 1) "
      "voxels from the first voxel on; torchio: floor(n old / new) voxels about the image's centre";
  static constexpr std::string_view reference = "MONAI Spacing (monai), TorchIO Resample (torchio)";
  static constexpr Tolerance tolerance{1e-7, "weights are made on the host; sums run in the same order"};

  enum class Convention { monai, torchio };
  static constexpr std::string_view convention_names[] = {"monai", "torchio"};
  static constexpr Parameter parameters[] = {
      {.name = "spacing_mm",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "mm",
       .minimum = 0,
       .maximum = 1e4,
       .open_minimum = true,
       .slider_low = 0.2,
       .slider_high = 5,
       .help = "distance of voxels along each axis; absent: the input's",
       .peer = "pixdim (MONAI), target (TorchIO)"},
      {.name = "convention",
       .type = ParameterType::option,
       .standard = "monai",
       .options = convention_names,
       .laws = choice_only,
       .help = "whose size and place of the new grid; monai leaves an axis that is within 0.001 mm of the goal"},
      spatial::sampler,
      spatial::border_of(3, "clamp", "padding_mode"),
  };

  static void bind(const BindContext& c, BoundStep& step) { bind_moved(c, {0, 0, 0}, step); }
  /// With `offset` voxels added to where every voxel reads; for tests.
  static void bind_moved(const BindContext& c, const Vec3& offset, BoundStep& step);
};

/// One axis of the new grid: voxel o lies at index o * scale + shift of the input.
struct SpacingAxis {
  std::int64_t size = 1;
  double scale = 1, shift = 0;
};
SpacingAxis spacing_axis(Spacing::Convention convention, std::int64_t n, double old_mm, double new_mm);

}  // namespace auglens
