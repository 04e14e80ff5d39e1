#pragma once
// Quarter turns of the anatomy in a plane of index axes; an exact copy. It refuses angles between.

#include "ops/spatial/index_rows.h"

namespace auglens {

struct Rot90 {
  static constexpr std::string_view name = "rot90";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "turns the anatomy by k quarters: for plane xy and k 1, out(x, y) = in(y, size_y - 1 - x); size and spacing "
      "permute";
  static constexpr std::string_view reference = "MONAI Rotate90, batchgeneratorsv2 Rot90Transform";

  static constexpr std::string_view plane_names[] = {"xy", "yz", "xz"};
  static constexpr Parameter parameters[] = {
      {.name = "plane",
       .type = ParameterType::option,
       .standard = "xy",
       .options = plane_names,
       .laws = choice_only,
       .help = "the two axes that turn, the first toward the second",
       .peer = "spatial_axes (batchgeneratorsv2 counts z, y, x: its turns run the other way)"},
      {.name = "k",
       .type = ParameterType::integer,
       .unit = "quarter turns",
       .minimum = -1000,
       .maximum = 1000,
       .slider_low = -3,
       .slider_high = 3,
       .standard = 0.0,
       .help = "number of turns by 90 degrees; negative: from the second axis toward the first",
       .peer = "k"},
  };

  static void bind(const BindContext& c, BoundStep& step);
};

}  // namespace auglens
