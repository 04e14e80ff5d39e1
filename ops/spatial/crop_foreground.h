#pragma once
// Cuts to the box of what is brighter than a threshold, with a margin. It refuses an image that has no such voxel.

#include "ops/spatial/index_rows.h"

namespace auglens {

struct CropForeground {
  static constexpr std::string_view name = "crop_foreground";
  static constexpr Family family = Family::spatial;
  static constexpr bool reads_image = true;
  static constexpr std::string_view help =
      "cuts to the box of voxels above the threshold in any of the channels, margin added";
  static constexpr std::string_view reference = "MONAI CropForeground";

  static constexpr int most_channels = 1024;
  static constexpr Parameter parameters[] = {
      {.name = "threshold",
       .unit = "image units",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -1000,
       .slider_high = 1000,
       .standard = 0.0,
       .help = "foreground is what is greater",
       .peer = "select_fn (x > threshold)"},
      spatial::voxels_of("margin", 0, "voxels added to the box at both ends of each axis", "margin", 0.0),
      {.name = "channels",
       .type = ParameterType::integer,
       .shape = ParameterShape::list,
       .components = most_channels,
       .unit = "index",
       .minimum = 0,
       .maximum = most_channels - 1,
       .slider_high = 3,
       .laws = no_law,
       .help = "channels that decide, the first is 0; absent: all of them",
       .peer = "channel_indices"},
      spatial::voxels_of("k_divisible", 1, "each size grows evenly to a multiple of this", "k_divisible", 1.0),
      {.name = "allow_smaller",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "the margin ends where the volume ends; else it goes on outside",
       .peer = "allow_smaller"},
      spatial::border_of(5, "constant", "mode"),
      spatial::fill,
      spatial::label_fill,
  };

  static Needs needs(const DrawnValues& v) { return spatial::needs_of_fill(v); }
  static void bind(const BindContext& c, BoundStep& step);
};

/// The smallest box of the voxels above `threshold`; empty where there is none.
Region box_above(const VoxelView<float>& voxels, float threshold, const Job& job);

}  // namespace auglens
