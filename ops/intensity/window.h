#pragma once
// Maps a window of values onto an output range, as MONAI's ScaleIntensityRange. It refuses to look at the image.

#include "ops/plan.h"
#include "ops/value_pass.h"

namespace auglens {

/// (v - a_min) / (a_max - a_min) (b_max - b_min) + b_min in float32, then the clip.
struct WindowFunctor {
  float in_low, in_width, out_low, out_width;
  bool clip;
  float clip_low, clip_high;
  AUGLENS_HD float operator()(float v, std::int64_t, std::int64_t, std::int64_t) const {
    const float out = (v - in_low) / in_width * out_width + out_low;
    if (!clip) return out;
    return out < clip_low ? clip_low : (out > clip_high ? clip_high : out);  // NaN passes through
  }
};

struct IntensityWindow {
  static constexpr std::string_view name = "window";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help =
      "out = (in - (level - width/2)) / width (out_max - out_min) + out_min, clipped to the output range with clip";
  static constexpr std::string_view reference = "MONAI ScaleIntensityRange";

  static constexpr Parameter parameters[] = {
      {.name = "level",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -1000,
       .slider_high = 1000,
       .standard = 0.5,
       .help = "middle of the window",
       .peer = "(a_min + a_max) / 2"},
      {.name = "width",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = 0,
       .maximum = 1e9,
       .open_minimum = true,
       .slider_low = 1,
       .slider_high = 4000,
       .standard = 1.0,
       .help = "width of the window",
       .peer = "a_max - a_min"},
      {.name = "out_min",
       .shape = ParameterShape::channels,
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -1,
       .standard = 0.0,
       .help = "output at the lower end",
       .peer = "b_min"},
      {.name = "out_max",
       .shape = ParameterShape::channels,
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = 0,
       .slider_high = 255,
       .standard = 1.0,
       .help = "output at the upper end",
       .peer = "b_max"},
      {.name = "clip",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "clip to the output range",
       .peer = "clip"},
  };

  static Broken check(const DrawnValues& v) {
    const auto entries = [](const Value& value) {
      const auto* list = std::get_if<std::vector<double>>(&value);
      return list != nullptr ? static_cast<int>(list->size()) : 1;
    };
    const int channels = std::max(entries(v.value("out_min")), entries(v.value("out_max")));
    for (int c = 0; v.flag("clip") && c < channels; ++c)
      if (v.number("out_max", c) < v.number("out_min", c))
        return {"out_max", "it is below out_min, and a clip leaves nothing between them: use out_max >= out_min"};
    return {};
  }
  static void bind(const BindContext& c, BoundStep& step) {
    const auto of = [&](const char* name) { return c.values.number(name, c.channel); };
    const auto a = static_cast<float>(of("out_min")), b = static_cast<float>(of("out_max"));
    const WindowFunctor f{static_cast<float>(of("level") - of("width") / 2),
                          static_cast<float>(of("width")),
                          a,
                          static_cast<float>(of("out_max") - of("out_min")),
                          c.values.flag("clip"),
                          std::min(a, b),
                          std::max(a, b)};
    step.image[static_cast<std::size_t>(c.channel)] = {std::make_shared<ValuePass<WindowFunctor>>(f)};
  }

  using Bodies = std::tuple<ValueBody<WindowFunctor>>;
};

}  // namespace auglens
