#pragma once
// A factor and a shift, the same for every voxel. It refuses to clamp.

#include "ops/plan.h"
#include "ops/value_pass.h"

namespace auglens {

struct BrightnessFunctor {
  float factor, shift;
  AUGLENS_HD float operator()(float v, std::int64_t, std::int64_t, std::int64_t) const { return v * factor + shift; }
};

struct Brightness {
  static constexpr std::string_view name = "brightness";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help = "out = in factor + shift";
  static constexpr std::string_view reference = "DALI fn.brightness, batchgeneratorsv2, MONAI ScaleIntensity";

  static constexpr Parameter parameters[] = {
      {.name = "factor",
       .shape = ParameterShape::channels,
       .minimum = -1e6,
       .maximum = 1e6,
       .slider_low = 0.2,
       .slider_high = 3,
       .standard = 1.0,
       .help = "multiplies every voxel",
       .peer = "brightness (DALI), multiplier_range (batchgeneratorsv2); MONAI's factor is this minus 1"},
      {.name = "shift",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -500,
       .slider_high = 500,
       .standard = 0.0,
       .help = "is added to every voxel",
       .peer = "brightness_shift with an output range of 1 (DALI), offset (MONAI)"},
  };

  static void bind(const BindContext& c, BoundStep& step) {
    step.image[static_cast<std::size_t>(c.channel)] = {std::make_shared<ValuePass<BrightnessFunctor>>(
        BrightnessFunctor{static_cast<float>(c.values.number("factor", c.channel)),
                          static_cast<float>(c.values.number("shift", c.channel))})};
  }

  using Bodies = std::tuple<ValueBody<BrightnessFunctor>>;
};

}  // namespace auglens
