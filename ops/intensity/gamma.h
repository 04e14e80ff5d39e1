#pragma once
// Gamma about the image's own range, as MONAI's AdjustContrast, or on raw values, as TorchIO's. It refuses to clamp.

#include <algorithm>
#include <cmath>

#include "ops/plan.h"
#include "ops/value_pass.h"

namespace auglens {

/// ((x - low) / unit)^gamma range + low in float32, with the sign turned before and after when inverted.
struct GammaFunctor {
  float gamma, low, range, unit, sign;
  bool rescale;
  AUGLENS_HD float operator()(float v, std::int64_t, std::int64_t, std::int64_t) const {
    if (!rescale) return v < 0 ? -std::pow(-v, gamma) : std::pow(v, gamma);
    return sign * (std::pow((sign * v - low) / unit, gamma) * range + low);
  }
};

/// Restores mean and deviation: ((x - mean_now) / unit) std + mean, about the turned sign.
struct RestoreFunctor {
  float mean_now, unit, mean, deviation, sign;
  AUGLENS_HD float operator()(float v, std::int64_t, std::int64_t, std::int64_t) const {
    return sign * ((sign * v - mean_now) / unit * deviation + mean);
  }
};

struct Gamma {
  static constexpr std::string_view name = "gamma";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help =
      "out = ((in - min) / (max - min))^gamma (max - min) + min, over the whole image's range";
  static constexpr std::string_view reference = "MONAI AdjustContrast, batchgeneratorsv2 GammaTransform, TorchIO Gamma";
  static constexpr Tolerance tolerance{1e-6, "powf of CUDA and of libm differ in the last two bits"};

  static constexpr Parameter parameters[] = {
      {.name = "gamma",
       .shape = ParameterShape::channels,
       .minimum = 0,
       .maximum = 100,
       .open_minimum = true,
       .slider_low = 0.2,
       .slider_high = 5,
       .standard = 1.0,
       .help = "exponent; below 1 brightens the dark",
       .peer = "gamma"},
      {.name = "invert",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "work on the negated image, and negate back",
       .peer = "invert_image"},
      {.name = "retain_stats",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "bring mean and standard deviation back to what they were",
       .peer = "retain_stats"},
      {.name = "rescale",
       .type = ParameterType::boolean,
       .standard = true,
       .laws = choice_only,
       .help = "false: sign(x) |x|^gamma on raw values, as TorchIO"},
      {.name = "per_channel",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "range and statistics of each channel alone (nnU-Net) or of all together (MONAI)",
       .peer = "per_channel of batchgeneratorsv2; MONAI: all together"},
  };

  static Needs needs(const DrawnValues& v) {
    if (v.flag("retain_stats")) return Needs::outcome;
    return v.flag("rescale") ? Needs::statistics : Needs::nothing;
  }

  static void bind(const BindContext& c, BoundStep& step) {
    const DrawnValues& v = c.values;
    const float sign = v.flag("invert") ? -1.0F : 1.0F;
    const Statistics s = c.statistics != nullptr ? *c.statistics : Statistics{};
    const auto low = static_cast<float>(sign < 0 ? -s.maximum : s.minimum);
    const auto high = static_cast<float>(sign < 0 ? -s.minimum : s.maximum);
    // what keeps a constant image from 0 / 0: MONAI adds to the divisor, batchgeneratorsv2 has a least one
    const bool alone = v.flag("per_channel");
    const float range = high - low, unit = alone ? std::max(range, 1e-7F) : range + 1e-7F;
    auto& passes = step.image[static_cast<std::size_t>(c.channel)];
    passes = {std::make_shared<ValuePass<GammaFunctor>>(
        GammaFunctor{static_cast<float>(v.number("gamma", c.channel)), low, range, unit, sign, v.flag("rescale")})};
    if (c.outcome == nullptr) return;
    const auto now = static_cast<float>(c.outcome->deviation(1));
    passes.push_back(std::make_shared<ValuePass<RestoreFunctor>>(
        RestoreFunctor{sign * static_cast<float>(c.outcome->mean), alone ? std::max(now, 1e-7F) : now + 1e-8F,
                       sign * static_cast<float>(s.mean), static_cast<float>(s.deviation(1)), sign}));
  }

  using Bodies = std::tuple<ValueBody<GammaFunctor>, ValueBody<RestoreFunctor>>;
};

}  // namespace auglens
