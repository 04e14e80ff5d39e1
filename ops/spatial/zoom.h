#pragma once
// Enlarges or shrinks the anatomy by a factor, as MONAI's Zoom: to a whole number of voxels, then cropped or padded
// back to the input's size, or on a grid of its own. It refuses to move the anatomy otherwise.

#include "ops/interpolate.h"
#include "ops/spatial/index_rows.h"

namespace auglens {

struct Zoom {
  static constexpr std::string_view name = "zoom";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "resamples to m = floor(factor n) voxels, out(i) = in((i + 0.5) n / m - 0.5), then crops or pads about the "
      "centre";
  static constexpr std::string_view reference = "MONAI Zoom";
  static constexpr Tolerance tolerance{1e-7, "weights are made on the host; sums run in the same order"};

  static constexpr std::string_view sampler_names[] = {"nearest", "linear", "area", "cubic", "nearest_exact"};
  static constexpr Parameter parameters[] = {
      {.name = "factor",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "times",
       .minimum = 0,
       .maximum = 100,
       .open_minimum = true,
       .slider_low = 0.3,
       .slider_high = 3,
       .standard = 1.0,
       .help = "above 1 enlarges the anatomy, below 1 shrinks it; one law draws a number for each axis",
       .peer = "zoom (min_zoom, max_zoom of RandZoom)"},
      {.name = "isotropic",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = no_law,
       .help = "one draw for all axes",
       .peer = "min_zoom and max_zoom as single numbers"},
      {.name = "keep_size",
       .type = ParameterType::boolean,
       .standard = true,
       .laws = choice_only,
       .help = "crop or pad back to the input's size; else the anatomy stays in the patient and the grid changes",
       .peer = "keep_size"},
      {.name = "sampler",
       .type = ParameterType::option,
       .standard = "linear",
       .options = sampler_names,
       .laws = choice_only,
       .help = "how the image is read; labels are always nearest. Nothing is antialiased but area",
       .peer = "mode (trilinear; MONAI's default is area; cubic exists in two dimensions only)"},
      spatial::border_of(5, "clamp", "padding_mode (edge, constant, symmetric, reflect, wrap)"),
      spatial::fill,
      spatial::label_fill,
  };

  static Needs needs(const DrawnValues& v) { return spatial::needs_of_fill(v); }
  static void bind(const BindContext& c, BoundStep& step);
};

}  // namespace auglens
