#pragma once
// Rotation about an axis through the centre, as DALI's fn.rotate. It refuses to scale or shear.

#include "ops/affine_pull.h"
#include "ops/spatial/spatial_common.h"

namespace auglens {

struct Rotate {
  static constexpr std::string_view name = "rotate";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "turns the anatomy about an axis through the centre: in = c_in + R(axis, -angle) (out - c_out)";
  static constexpr std::string_view reference = "DALI fn.rotate";
  static constexpr Tolerance tolerance{1e-6, "libm and CUDA give the same float32 matrix: it is made on the host"};

  enum class Frame { voxel, world };
  static constexpr std::string_view frame_names[] = {"voxel", "world"};
  static constexpr Parameter parameters[] = {
      {.name = "axis",
       .shape = ParameterShape::vector,
       .components = 3,
       .slider_low = -1,
       .standard = {{0, 0, 1}},
       .help = "axis of rotation in x, y, z (frame voxel) or L, P, S (frame world); any length above 0",
       .peer = "axis (x, y, z)"},
      {.name = "angle",
       .unit = "degrees",
       .minimum = -36000,
       .maximum = 36000,
       .slider_low = -180,
       .slider_high = 180,
       .standard = 0.0,
       .help = "a positive angle about z turns x toward y",
       .peer = "angle"},
      {.name = "keep_size",
       .type = ParameterType::boolean,
       .standard = true,
       .laws = choice_only,
       .help = "keep the input's size; else the canvas that holds the turned volume, with DALI's parity rule",
       .peer = "keep_size"},
      spatial::size,
      {.name = "frame",
       .type = ParameterType::option,
       .standard = "voxel",
       .options = frame_names,
       .laws = choice_only,
       .help = "voxel: turns in index space as DALI does, which shears anisotropic anatomy; world: turns in mm"},
      spatial::sampler,
      spatial::border,
      spatial::fill,
      spatial::label_fill,
  };

  static Needs needs(const DrawnValues& v) { return spatial::needs_of_fill(v); }
  static Broken check(const DrawnValues& v) {
    const Vec3 a = v.axes("axis");
    if (a[0] == 0 && a[1] == 0 && a[2] == 0) return {"axis", "the axis is 0, 0, 0: use a vector of any length above 0"};
    return spatial::too_large_size(v);
  }
  static SizedPull pull_of(const BindContext& c);
  template <class Rule>
  static void bind_as(const BindContext& c, BoundStep& step) {
    const SizedPull p = pull_of(c);
    spatial::add_warp(c, Rule::map(p.pull), p.size, step);
  }
  static void bind(const BindContext& c, BoundStep& step);
};

/// The 3x4 pull matrix of a rotation R (float32, row-major) about the centres of the two canvases:
/// M = T(in/2) R T(-out/2), as DALI multiplies it.
AffinePull pull_about_centres(const float rotation[9], const Index3& in, const Index3& out);

/// DALI's 3-D canvas for a rotation given as content matrix: ceil(|R| in - 0.01), parity corrected.
Index3 rotated_canvas(const float rotation[9], const Index3& in);

}  // namespace auglens
