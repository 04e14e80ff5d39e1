#pragma once
// A coarser acquisition, simulated: sampled down to fewer voxels and read back at the old size, the grid kept. It
// refuses to work on labels.

#include "ops/interpolate.h"
#include "ops/plan.h"

namespace auglens {

struct LowResolution {
  static constexpr std::string_view name = "low_resolution";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help =
      "samples down to round(factor n) voxels, at least 1, and back up to n: the detail between is lost";
  static constexpr std::string_view reference =
      "batchgeneratorsv2 SimulateLowResolutionTransform (nearest_exact), MONAI RandSimulateLowResolution (nearest)";
  static constexpr Tolerance tolerance{1e-7, "weights are made on the host; sums run in the same order"};

  enum class Down { nearest, nearest_exact };
  enum class Up { linear, nearest };
  static constexpr std::string_view down_names[] = {"nearest", "nearest_exact"};
  static constexpr std::string_view up_names[] = {"linear", "nearest"};
  static constexpr Parameter parameters[] = {
      {.name = "factor",
       .shape = ParameterShape::axes,
       .components = 3,
       .channel_rows = true,
       .unit = "share of the voxels along each axis",
       .minimum = 0,
       .maximum = 1,
       .open_minimum = true,
       .slider_low = 0.1,
       .standard = 1.0,
       .help = "1 keeps the resolution, 0.5 halves it; a longer list holds three for each channel",
       .peer = "scale (z, y, x); MONAI: zoom_range"},
      {.name = "per_axis",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "each axis has a factor of its own; else one factor, drawn once, is that of all",
       .peer = "not synchronize_axes"},
      {.name = "down",
       .type = ParameterType::option,
       .standard = "nearest",
       .options = down_names,
       .laws = choice_only,
       .help = "nearest: MONAI, floor(o n / m), factor in double; nearest_exact: nnU-Net, floor((o + 0.5) n / m), "
               "factor in float32",
       .peer = "downsample_mode"},
      {.name = "up",
       .type = ParameterType::option,
       .standard = "linear",
       .options = up_names,
       .laws = choice_only,
       .help = "how the coarse voxels are read between their centres",
       .peer = "upsample_mode (trilinear)"},
  };

  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step);
};

}  // namespace auglens
