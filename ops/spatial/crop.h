#pragma once
// Cuts a window, at a share of the room there is or at a voxel; what lies outside follows the border. It refuses to
// interpolate, and to draw windows around labels: that is the preset's crop.

#include "ops/spatial/index_rows.h"

namespace auglens {

struct SpatialCrop {
  static constexpr std::string_view name = "crop";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "cuts a window: out(i) = in(start + i), start = round(anchor (size of the input - size))";
  static constexpr std::string_view reference = "DALI fn.crop";

  static constexpr Parameter parameters[] = {
      spatial::voxels_of("size", 1, "size of the window; absent: the input's", "crop (z, y, x); MONAI: roi_size"),
      {.name = "anchor",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "shares of the room that the window leaves",
       .minimum = 0,
       .maximum = 1,
       .standard = 0.5,
       .help = "0: at the low end, 0.5: centred, 1: at the high end; half a voxel of room rounds away from zero",
       .peer = "crop_pos_x, crop_pos_y, crop_pos_z"},
      spatial::voxels_of("start", -65535, "first voxel of the window, in place of an anchor; may lie outside",
                         "start (fn.slice); MONAI: roi_start"),
      spatial::window_border,
      spatial::fill,
      spatial::label_fill,
  };

  static Needs needs(const DrawnValues& v) { return spatial::needs_of_fill(v); }
  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step);
};

/// DALI's first voxel of a window: the anchor as float32 times the room in double, rounded half away from zero.
std::int64_t anchored_start(double anchor, std::int64_t in, std::int64_t size);

}  // namespace auglens
