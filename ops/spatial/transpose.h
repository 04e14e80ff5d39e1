#pragma once
// Another order of the index axes; an exact copy. It refuses to mirror them.

#include "ops/spatial/index_rows.h"

namespace auglens {

struct Transpose {
  static constexpr std::string_view name = "transpose";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "permutes the axes: output axis i runs along input axis order[i]; size and spacing permute";
  static constexpr std::string_view reference = "MONAI Transpose, batchgeneratorsv2 TransposeAxesTransform";

  static constexpr Parameter parameters[] = {
      {.name = "order",
       .type = ParameterType::integer,
       .shape = ParameterShape::vector,
       .components = 3,
       .unit = "axes (0 x, 1 y, 2 z)",
       .minimum = 0,
       .maximum = 2,
       .slider_high = 2,
       .standard = {{0, 1, 2}},
       .laws = choice_only,
       .help = "the input axis of each output axis; 0, 1 and 2 once each",
       .peer = "indices (with the channel in front: 0, 1 + order)"},
  };

  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step);
};

}  // namespace auglens
