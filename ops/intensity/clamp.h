#pragma once
// Keeps values inside given bounds, of which either may be absent. It refuses to rescale.

#include "ops/plan.h"
#include "ops/value_pass.h"

namespace auglens {

struct ClampFunctor {
  float low, high;
  AUGLENS_HD float operator()(float v, std::int64_t, std::int64_t, std::int64_t) const {
    return v < low ? low : (v > high ? high : v);  // NaN passes through
  }
};

struct Clamp {
  static constexpr std::string_view name = "clamp";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help = "out = min(max(in, min), max); a bound that is absent is not applied";
  static constexpr std::string_view reference = "MONAI ThresholdIntensity, TorchIO Clamp";

  static constexpr Parameter parameters[] = {
      {.name = "min",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -1000,
       .slider_high = 1000,
       .help = "smallest value that is left; null: none",
       .peer = "out_min (TorchIO), cval with above=True (MONAI)"},
      {.name = "max",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -1000,
       .slider_high = 1000,
       .help = "largest value that is left; null: none",
       .peer = "out_max (TorchIO), cval with above=False (MONAI)"},
  };

  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step);

  using Bodies = std::tuple<ValueBody<ClampFunctor>>;
};

}  // namespace auglens
