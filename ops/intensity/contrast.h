#pragma once
// Stretches values about a centre: the image's mean, or a given value. It refuses to work on labels.

#include "ops/plan.h"
#include "ops/value_pass.h"

namespace auglens {

/// About the mean as batchgeneratorsv2: (v - centre) factor + centre; about a value as DALI: v factor + offset.
struct ContrastFunctor {
  float factor, centre, offset, low, high;
  bool about_mean, clamp;
  AUGLENS_HD float operator()(float v, std::int64_t, std::int64_t, std::int64_t) const {
    const float out = about_mean ? (v - centre) * factor + centre : v * factor + offset;
    if (!clamp) return out;
    return out < low ? low : (out > high ? high : out);  // NaN passes through
  }
};

struct Contrast {
  static constexpr std::string_view name = "contrast";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help = "out = (in - centre) factor + centre";
  static constexpr std::string_view reference =
      "batchgeneratorsv2 ContrastTransform, MONAI ScaleIntensityFixedMean, DALI fn.contrast";

  enum class Centre { mean, value };
  static constexpr std::string_view centre_names[] = {"mean", "value"};
  static constexpr Parameter parameters[] = {
      {.name = "factor",
       .shape = ParameterShape::channels,
       .minimum = -1e6,
       .maximum = 1e6,
       .slider_low = 0.2,
       .slider_high = 3,
       .standard = 1.0,
       .help = "above 1 stretches, below 1 flattens",
       .peer = "contrast (DALI), contrast_range (batchgeneratorsv2); MONAI's factor is this minus 1"},
      {.name = "centre",
       .type = ParameterType::option,
       .standard = "mean",
       .options = centre_names,
       .laws = choice_only,
       .help = "what stays as it is: the mean of the image, or the parameter value",
       .peer = "fixed_mean (MONAI)"},
      {.name = "value",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -1000,
       .slider_high = 1000,
       .standard = 0.0,
       .help = "the centre, with centre value",
       .peer = "contrast_center"},
      {.name = "clamp_to_range",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "keep the result inside the input's own minimum and maximum",
       .peer = "preserve_range"},
      {.name = "per_channel",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "mean and range of each channel alone, or of all together",
       .peer = "channel_wise (MONAI); batchgeneratorsv2: always"},
  };

  static Needs needs(const DrawnValues& v) {
    return v.option<Centre>("centre") == Centre::mean || v.flag("clamp_to_range") ? Needs::statistics : Needs::nothing;
  }

  static void bind(const BindContext& c, BoundStep& step) {
    const DrawnValues& v = c.values;
    const bool about_mean = v.option<Centre>("centre") == Centre::mean;
    const Statistics s = c.statistics != nullptr ? *c.statistics : Statistics{};
    const auto factor = static_cast<float>(v.number("factor", c.channel));
    const auto centre = static_cast<float>(about_mean ? s.mean : v.number("value", c.channel));
    step.image[static_cast<std::size_t>(c.channel)] = {std::make_shared<ValuePass<ContrastFunctor>>(
        ContrastFunctor{factor, centre, centre - centre * factor, static_cast<float>(s.minimum),
                        static_cast<float>(s.maximum), about_mean, v.flag("clamp_to_range")})};
  }

  using Bodies = std::tuple<ValueBody<ContrastFunctor>>;
};

}  // namespace auglens
