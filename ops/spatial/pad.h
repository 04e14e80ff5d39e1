#pragma once
// Adds voxels around the volume, as many as are named or as a size asks for; what they hold follows the border. It
// refuses to cut.

#include "ops/spatial/index_rows.h"

namespace auglens {

struct SpatialPad {
  static constexpr std::string_view name = "pad";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "adds voxels around the volume: out(i) = in(i - before); for a size, before = (size - size of the input) / 2, "
      "rounded down";
  static constexpr std::string_view reference = "MONAI SpatialPad and BorderPad, DALI fn.slice beyond the volume";

  static constexpr Parameter parameters[] = {
      spatial::voxels_of("size", 1, "size that each axis has at least, added evenly; axes that are larger stay",
                         "spatial_size"),
      spatial::voxels_of("before", 0, "voxels added at the low end of each axis", "spatial_border, padding (low ends)",
                         0.0),
      spatial::voxels_of("after", 0, "voxels added at the high end of each axis", "spatial_border, padding (high ends)",
                         0.0),
      spatial::window_border,
      spatial::fill,
      spatial::label_fill,
  };

  static Needs needs(const DrawnValues& v) { return spatial::needs_of_fill(v); }
  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step);
};

}  // namespace auglens
