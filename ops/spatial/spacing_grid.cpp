#include "ops/spatial/spacing_grid.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace auglens {

namespace {

constexpr double tolerance = 1e-3;         ///< mm or voxels; MONAI's AFFINE_TOL
constexpr double corner_tolerance = 1e-8;  ///< voxels; what numpy.allclose adds to a relative part of zero

/// Along the input's axes.
SpacingGrid along_axes(SpacingConvention convention, const Grid& in, const Vec3& mm) {
  SpacingGrid g{in};
  for (std::size_t k = 0; k < 3; ++k) {
    const SpacingAxis axis = spacing_axis(convention, in.size[k], in.spacing[k], mm[k]);
    g.out.size[k] = axis.size;
    g.out.spacing[k] = in.spacing[k] * axis.scale;
    g.linear[4 * k] = axis.scale;
    g.shift[k] = axis.shift;
  }
  if (g.shift != Vec3{0, 0, 0}) g.out.origin = in.to_world(g.shift);
  return g;
}

/// The axes in mm, one in each column.
Mat3 columns(const Grid& grid) {
  Mat3 a;
  for (std::size_t i = 0; i < 9; ++i) a[i] = grid.direction[i] * grid.spacing[i % 3];
  return a;
}

/// The upper triangle with u' u = a' a and a positive diagonal: zoom and shear of `a`, without its turn.
Mat3 zoom_and_shear(const Mat3& a) {
  const Mat3 g = multiply(transpose(a), a);
  Mat3 u{};
  u[0] = std::sqrt(g[0]);
  u[1] = g[1] / u[0];
  u[2] = g[2] / u[0];
  u[4] = std::sqrt(g[4] - u[1] * u[1]);
  u[5] = (g[5] - u[1] * u[2]) / u[4];
  u[8] = std::sqrt(g[8] - u[2] * u[2] - u[5] * u[5]);
  if (!(u[0] > 0 && u[4] > 0 && u[8] > 0)) throw std::domain_error("axes in one plane");
  return u;
}

/// numpy.allclose with MONAI's absolute tolerance.
bool close(double a, double b) {
  return std::abs(a - b) <= tolerance + 1e-5 * std::abs(b);
}

/// Whether MONAI returns the input: sizes are equal, and so are the affines, or what one is in the other.
bool nearly_same(const Grid& in, const SpacingGrid& g) {
  if (g.out.size != in.size) return false;
  const Mat3 a = columns(in), b = columns(g.out);
  bool affine = true, pull = true;
  for (std::size_t i = 0; i < 9; ++i) {
    affine = affine && close(a[i], b[i]);
    pull = pull && close(g.linear[i], identity3[i]);
  }
  for (std::size_t k = 0; k < 3; ++k) {
    affine = affine && close(in.origin[k], g.out.origin[k]);
    pull = pull && close(g.shift[k], 0);
  }
  return affine || pull;
}

}  // namespace

SpacingAxis spacing_axis(SpacingConvention convention, std::int64_t n, double old_mm, double new_mm) {
  const auto count = static_cast<double>(n);
  if (old_mm == new_mm) return {n, 1, 0};
  if (convention == SpacingConvention::monai)
    return {static_cast<std::int64_t>(std::nearbyint((count - 1) * old_mm / new_mm + 1)), new_mm / old_mm, 0};
  SpacingAxis axis{n == 1 ? 1 : static_cast<std::int64_t>(std::floor(count * old_mm / new_mm)), new_mm / old_mm, 0};
  axis.size = std::max<std::int64_t>(1, axis.size);
  axis.shift = (count - 1) / 2 - static_cast<double>(axis.size - 1) / 2 * axis.scale;
  return axis;
}

SpacingGrid torchio_spacing(const Grid& in, const Vec3& mm) {
  return along_axes(SpacingConvention::torchio, in, mm);
}

SpacingGrid monai_spacing(const Grid& in, const Vec3& mm) {
  Vec3 goal = mm;
  for (std::size_t k = 0; k < 3; ++k)
    if (goal[k] - tolerance <= in.spacing[k] && in.spacing[k] <= goal[k] + tolerance) goal[k] = in.spacing[k];
  const Mat3 axes = columns(in), u = zoom_and_shear(axes), unit = inverse(u);

  SpacingGrid g{in};
  Vec3 last{};  // index of the far corner
  for (std::size_t k = 0; k < 3; ++k) last[k] = static_cast<double>(in.size[k] - 1);
  bool first_is_lowest = true;
  double shear = 0;  // voxels of the new grid, over the whole input
  for (std::size_t r = 0; r < 3; ++r) {
    double low = 0, extent = 0;  // of row r of the affine between the grids, u / goal, over the corners
    for (std::size_t k = r; k < 3; ++k) {
      const double reach = u[3 * r + k] * last[k] / goal[r];
      low += std::min(0.0, reach);
      extent += std::abs(reach);
      if (k != r) shear = std::max(shear, std::abs(reach));
    }
    first_is_lowest = first_is_lowest && low >= -corner_tolerance;
    g.out.size[r] = static_cast<std::int64_t>(std::nearbyint(extent + 1));
  }

  if (shear <= corner_tolerance) {
    g = along_axes(SpacingConvention::monai, in, goal);
  } else {
    g.sheared = true;
    g.out.spacing = goal;
    g.out.direction = multiply(axes, unit);
    for (std::size_t i = 0; i < 9; ++i) g.linear[i] = unit[i] * goal[i % 3];
    if (!first_is_lowest)
      for (std::size_t r = 0; r < 3; ++r) {
        g.shift[r] = static_cast<double>(in.size[r]) / 2;
        for (std::size_t k = 0; k < 3; ++k) g.shift[r] -= g.linear[3 * r + k] * static_cast<double>(g.out.size[k]) / 2;
      }
    g.out.origin = in.to_world(g.shift);
  }
  if (nearly_same(in, g)) return {in};
  return g;
}

}  // namespace auglens
