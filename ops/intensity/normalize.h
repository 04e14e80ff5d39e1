#pragma once
// Brings an image to zero mean and unit deviation, or its percentiles to a given range. It refuses to work on labels.

#include "ops/plan.h"
#include "ops/value_pass.h"

namespace auglens {

/// (v - centre) / unit scale + shift in float32, then the clip; zeros stay where only nonzero voxels are normalised.
struct NormalizeFunctor {
  float centre, unit, scale, shift, low, high;
  bool keep_zeros, clip;
  AUGLENS_HD float operator()(float v, std::int64_t, std::int64_t, std::int64_t) const {
    if (keep_zeros && v == 0) return v;
    const float out = (v - centre) / unit * scale + shift;
    if (!clip) return out;
    return out < low ? low : (out > high ? high : out);  // NaN passes through
  }
};

struct Normalize {
  static constexpr std::string_view name = "normalize";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help =
      "out = (in - mean) / sqrt(std^2 + epsilon) scale + shift; by percentiles: [p_lower, p_upper] -> [out_min, "
      "out_max]";
  static constexpr std::string_view reference =
      "MONAI NormalizeIntensity and ScaleIntensityRangePercentiles, TorchIO ZNormalization and RescaleIntensity, DALI "
      "fn.normalize";
  static constexpr Tolerance tolerance{1e-6, "float32 sums of the volumes before it may differ in the last bit"};

  enum class By { all, nonzero, mask, percentiles };
  static constexpr std::string_view by_names[] = {"all", "nonzero", "mask", "percentiles"};
  static constexpr int largest_mask = 256;

  static constexpr Parameter parameters[] = {
      {.name = "by",
       .type = ParameterType::option,
       .standard = "all",
       .options = by_names,
       .laws = choice_only,
       .help = "what is measured: every voxel, those that are not 0 (zeros stay), those of labels, or percentiles",
       .peer = "nonzero (MONAI), masking_method (TorchIO)"},
      {.name = "mean",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -1000,
       .slider_high = 1000,
       .help =
           "taken in place of the measured mean; null: measured. The deviation stays that about the image's own mean, "
           "as MONAI's; DALI measures it about the given one",
       .peer = "subtrahend (MONAI), mean (DALI)"},
      {.name = "std",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = 0,
       .maximum = 1e9,
       .open_minimum = true,
       .slider_low = 0.01,
       .slider_high = 1000,
       .help = "taken in place of the measured deviation; null: measured (a deviation of 0 counts as 1)",
       .peer = "divisor (MONAI), stddev (DALI)"},
      {.name = "mask_labels",
       .type = ParameterType::integer,
       .shape = ParameterShape::list,
       .components = largest_mask,
       .minimum = -2147483648.0,
       .maximum = 2147483647.0,
       .slider_high = 10,
       .laws = no_law,
       .help =
           "labels whose voxels are measured, by mask or by percentiles; null: every label but 0 by mask, no mask by "
           "percentiles",
       .peer = "masking_method"},
      {.name = "lower",
       .unit = "%",
       .minimum = 0,
       .maximum = 100,
       .slider_high = 50,
       .standard = 0.0,
       .help = "percentile that becomes out_min",
       .peer = "lower (MONAI), percentiles[0] (TorchIO)"},
      {.name = "upper",
       .unit = "%",
       .minimum = 0,
       .maximum = 100,
       .slider_low = 50,
       .slider_high = 100,
       .standard = 100.0,
       .help = "percentile that becomes out_max",
       .peer = "upper (MONAI), percentiles[1] (TorchIO)"},
      {.name = "out_min",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -1,
       .standard = 0.0,
       .help = "output at the lower percentile",
       .peer = "b_min (MONAI), out_min_max[0] (TorchIO)"},
      {.name = "out_max",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_high = 255,
       .standard = 1.0,
       .help = "output at the upper percentile",
       .peer = "b_max (MONAI), out_min_max[1] (TorchIO)"},
      {.name = "clip",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "by percentiles: clip to [out_min, out_max] (TorchIO always does)",
       .peer = "clip"},
      {.name = "shift",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -10,
       .slider_high = 10,
       .standard = 0.0,
       .help = "added at the end",
       .peer = "shift (DALI)"},
      {.name = "scale",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_high = 100,
       .standard = 1.0,
       .help = "deviation of the output",
       .peer = "scale (DALI)"},
      {.name = "epsilon",
       .minimum = 0,
       .maximum = 1e9,
       .standard = 0.0,
       .help = "added to the variance",
       .peer = "epsilon (DALI)"},
      {.name = "ddof",
       .type = ParameterType::integer,
       .minimum = 0,
       .maximum = 1,
       .standard = 0.0,
       .laws = choice_only,
       .help = "0: the variance is a mean (MONAI, DALI); 1: divided by n - 1 (TorchIO)",
       .peer = "ddof (DALI)"},
      {.name = "per_channel",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "each channel alone, or all together",
       .peer = "channel_wise (MONAI)"},
  };

  static Needs needs(const DrawnValues& v);
  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step);

  using Bodies = std::tuple<ValueBody<NormalizeFunctor>>;
};

}  // namespace auglens
