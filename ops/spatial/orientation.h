#pragma once
// Index axes that run toward named sides of the patient: an exact permutation and reversal. World positions stay; it
// refuses to resample oblique axes.

#include "ops/spatial/spatial_common.h"

namespace auglens {

struct Orientation {
  static constexpr std::string_view name = "orientation";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "permutes and reverses index axes so that axis k runs toward axcodes[k]; the anatomy stays where it is";
  static constexpr std::string_view reference = "MONAI Orientation, TorchIO ToOrientation (nibabel's io_orientation)";

  static constexpr Parameter parameters[] = {
      {.name = "axcodes",
       .type = ParameterType::text,
       .laws = no_law,
       .help =
           "three letters, one of L R, one of P A and one of S I, in any order, such as \"RAS\"; absent: the input's",
       .peer = "axcodes (MONAI), orientation (TorchIO)"},
  };

  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step);
};

/// For each index axis the patient axis (0 L-R, 1 P-A, 2 S-I) that it runs along, and whether toward its lower end (R,
/// A, I). Oblique and sheared axes go to the nearest one that is left, the strongest first. Source: nibabel's
/// io_orientation.
struct AxisCode {
  int patient = 0;
  bool reversed = false;
};
std::array<AxisCode, 3> axis_codes(const Mat3& direction);

}  // namespace auglens
