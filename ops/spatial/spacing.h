#pragma once
// Resampling to another spacing, as MONAI's Spacing or TorchIO's Resample. The anatomy stays, the grid changes; it
// refuses to turn axes, and to blur first.

#include "ops/spatial/spacing_grid.h"
#include "ops/spatial/spatial_common.h"

namespace auglens {

struct Spacing {
  static constexpr std::string_view name = "spacing";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "resamples to another spacing without antialiasing: monai: round((n - 1) old / new + 1) voxels from the first "
      "voxel on, or about the image's centre where axes are not at right angles within float64 (an oblique float32 "
      "header's are not), whose shear is removed; the input where its affine is within 1e-3 of the goal; "
      "torchio: floor(n old / new) voxels about the image's centre";
  static constexpr std::string_view reference = "MONAI Spacing (monai), TorchIO Resample (torchio)";
  static constexpr Tolerance tolerance{1e-6, "weights and maps are made on the host; sums run in the same order"};

  using Convention = SpacingConvention;
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
       .help = "whose size and place of the new grid; monai leaves the spacing of an axis that is within 0.001 mm "
               "of the goal"},
      spatial::sampler,
      spatial::border_of(3, "clamp", "padding_mode"),
  };

  static void bind(const BindContext& c, BoundStep& step) { bind_moved(c, {0, 0, 0}, step); }
  /// With `offset` voxels added to where every voxel reads; for tests.
  static void bind_moved(const BindContext& c, const Vec3& offset, BoundStep& step);
};

}  // namespace auglens
