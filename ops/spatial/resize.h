#pragma once
// Resampling to another size, as DALI's fn.resize: separable, antialiased, three passes in DALI's order. The anatomy
// stays, the grid changes; it refuses to rotate.

#include "ops/plan.h"

namespace auglens {

struct Resize {
  static constexpr std::string_view name = "resize";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "resamples to another size: out(i) = sum of weights(lo + (i + 0.5) scale - 0.5) along each axis";
  static constexpr std::string_view reference = "DALI fn.resize";
  static constexpr Tolerance tolerance{1e-7, "weights are made on the host; sums run in the same order"};

  enum class Mode { standard, stretch, not_larger, not_smaller };
  enum class Filter { nearest, linear, cubic, lanczos3, triangular, gaussian };
  static constexpr std::string_view mode_names[] = {"default", "stretch", "not_larger", "not_smaller"};
  static constexpr std::string_view filter_names[] = {"nearest",  "linear",     "cubic",
                                                      "lanczos3", "triangular", "gaussian"};

  static constexpr Parameter parameters[] = {
      {.name = "size",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "voxels",
       .minimum = -65535,
       .maximum = 65535,
       .slider_high = 512,
       .standard = 0.0,
       .help = "requested size; 0: free; a negative one also flips; fractions move the region (see subpixel_scale)",
       .peer = "size (z, y, x)"},
      {.name = "mode",
       .type = ParameterType::option,
       .standard = "default",
       .options = mode_names,
       .laws = choice_only,
       .help = "what becomes of the axes whose size is free, and of the aspect",
       .peer = "mode"},
      {.name = "max_size",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "voxels",
       .minimum = 1,
       .maximum = 65535,
       .slider_low = 1,
       .slider_high = 512,
       .laws = no_law,
       .help = "upper limit of the size",
       .peer = "max_size (z, y, x)"},
      {.name = "roi_start",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "voxels, or shares of the size (see roi_relative)",
       .minimum = -65535,
       .maximum = 65535,
       .slider_high = 512,
       .help = "start of the region that is resized; absent: the whole volume",
       .peer = "roi_start (z, y, x)"},
      {.name = "roi_end",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "voxels, or shares of the size (see roi_relative)",
       .minimum = -65535,
       .maximum = 65535,
       .slider_high = 512,
       .help = "end of that region; below the start: flipped",
       .peer = "roi_end (z, y, x)"},
      {.name = "roi_relative",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "the region is given as shares of the size",
       .peer = "roi_relative"},
      {.name = "filter",
       .type = ParameterType::option,
       .standard = "linear",
       .options = filter_names,
       .laws = choice_only,
       .help = "filter where min_filter or mag_filter is absent; labels are always nearest",
       .peer = "interp_type"},
      {.name = "min_filter",
       .type = ParameterType::option,
       .options = filter_names,
       .laws = choice_only,
       .help = "filter along axes that shrink",
       .peer = "min_filter"},
      {.name = "mag_filter",
       .type = ParameterType::option,
       .options = filter_names,
       .laws = choice_only,
       .help = "filter along axes that grow or stay",
       .peer = "mag_filter"},
      {.name = "antialias",
       .type = ParameterType::boolean,
       .standard = true,
       .laws = choice_only,
       .help = "widen the filter where an axis shrinks",
       .peer = "antialias"},
      {.name = "subpixel_scale",
       .type = ParameterType::boolean,
       .standard = true,
       .laws = choice_only,
       .help = "a fractional size scales exactly as asked and moves the region by less than a voxel",
       .peer = "subpixel_scale"},
  };

  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step);
};

}  // namespace auglens
