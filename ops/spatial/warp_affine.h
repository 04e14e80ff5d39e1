#pragma once
// Any affine matrix, as DALI's fn.warp_affine. It refuses to know what the matrix is made of.

#include "ops/affine_pull.h"
#include "ops/spatial/spatial_common.h"

namespace auglens {

struct WarpAffine {
  static constexpr std::string_view name = "warp_affine";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "reads the input at in = M (out + 0.5, 1), voxel i covering [i, i+1); with inverse_map false M maps input to "
      "output";
  static constexpr std::string_view reference = "DALI fn.warp_affine";
  static constexpr Tolerance tolerance{1e-6, "the matrix is made on the host; the sampler is the same functor"};

  static constexpr Parameter parameters[] = {
      {.name = "matrix",
       .shape = ParameterShape::vector,
       .components = 12,
       .minimum = -1e6,
       .maximum = 1e6,
       .slider_low = -2,
       .slider_high = 2,
       .standard = {{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0}},
       .help = "3x4, row-major, x, y, z; voxel centres at + 0.5; the last column is in voxels",
       .peer = "matrix"},
      {.name = "inverse_map",
       .type = ParameterType::boolean,
       .standard = true,
       .laws = choice_only,
       .help = "true: the matrix maps output to input and is used as it is; false: it is inverted first",
       .peer = "inverse_map"},
      spatial::size,
      spatial::sampler,
      spatial::border,
      spatial::fill,
      spatial::label_fill,
  };

  static Needs needs(const DrawnValues& v) { return spatial::needs_of_fill(v); }
  static Broken check(const DrawnValues& v) {
    const auto& m = v.numbers("matrix");
    const double d = determinant({m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10]});
    double columns = 1;
    for (std::size_t k = 0; k < 3; ++k) columns *= std::hypot(m[k], m[4 + k], m[8 + k]);
    if (std::abs(d) < 1e-12 * columns || columns == 0)
      return {"matrix", "the matrix is singular (its determinant is " + std::to_string(d) +
                            "): use one whose first three columns are independent"};
    return spatial::too_large_size(v);
  }
  static SizedPull pull_of(const BindContext& c) {
    const auto& numbers = c.values.numbers("matrix");
    AffinePull given{}, pull{};
    for (std::size_t i = 0; i < 12; ++i) given.m[i] = static_cast<float>(numbers[i]);
    pull = given;
    if (!c.values.flag("inverse_map") && !invert34(given.m, pull.m))
      throw Error(ErrorKind::bad_input,
                  {"", "matrix is singular in float32", "warp_affine", "use an invertible matrix"});
    return {pull, c.values.given("size") ? spatial::rounded_size(c.values.axes("size")) : c.in.size};
  }
  template <class Rule>
  static void bind_as(const BindContext& c, BoundStep& step) {
    const SizedPull p = pull_of(c);
    spatial::add_warp(c, Rule::map(p.pull), p.size, step);
  }
  static void bind(const BindContext& c, BoundStep& step) { bind_as<DirectPull>(c, step); }
};

}  // namespace auglens
