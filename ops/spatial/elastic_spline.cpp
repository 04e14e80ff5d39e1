#include "ops/spatial/elastic_spline.h"

#include <cmath>

#include "ops/spatial/elastic_field.h"
#include "ops/spatial/index_rows.h"

namespace auglens {

namespace {

/// The domain reaches beyond the cells of the edge voxels by this part of a voxel (ITK).
constexpr double beyond = 0.125;

std::array<Vec3, 8> domain_corners(const Grid& grid) {
  std::array<Vec3, 8> corners;
  for (std::size_t b = 0; b < 8; ++b) {
    Vec3 index;
    for (std::size_t k = 0; k < 3; ++k)
      index[k] = (b >> k & 1) != 0 ? static_cast<double>(grid.size[k]) - 0.5 + beyond : -0.5 - beyond;
    corners[b] = grid.to_world(index);
  }
  return corners;
}

/// The corner that is nearest to the lowest corner of the box in world axes.
std::size_t lowest_corner(const std::array<Vec3, 8>& corners) {
  Vec3 low = corners[0];
  for (const Vec3& p : corners)
    for (std::size_t k = 0; k < 3; ++k) low[k] = std::min(low[k], p[k]);
  std::size_t best = 0;
  const auto far = [&](const Vec3& p) { return std::hypot(p[0] - low[0], p[1] - low[1], p[2] - low[2]); };
  for (std::size_t b = 1; b < 8; ++b)
    if (far(corners[b]) < far(corners[best])) best = b;
  return best;
}

/// Displacements of the control points in mm (L, P, S), x, y, z of the spline's own lattice, x fastest.
std::vector<Vec3> control_points(const BindContext& c, const Index3& count, const BoundStep& step) {
  std::vector<Vec3> points(static_cast<std::size_t>(count[0] * count[1] * count[2]));
  const Vec3 largest = c.values.axes("displacement_mm");
  const auto locked = static_cast<std::int64_t>(c.values.number("locked_borders"));
  const auto place = [&](std::size_t i, std::size_t axis) {
    const auto n = static_cast<std::int64_t>(i);
    return axis == 0 ? n % count[0] : n / count[0] % count[1];
  };
  if (c.field != nullptr && c.field->voxels->grid.size != count)
    spatial::refuse(step, "field",
                    "the field has " + size_text(c.field->voxels->grid.size) + " control points, not the " +
                        size_text(count) + " of points",
                    "give a field of that size, or its size as points");
  std::vector<float> noise(points.size());
  for (std::size_t k = 0; k < 3; ++k) {
    const auto component = static_cast<int>(k);
    if (c.field == nullptr)
      fill_noise(c.noise, component, false, 0, static_cast<std::int64_t>(points.size()), noise.data());
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto n = static_cast<std::int64_t>(i);
      const bool fixed = place(i, 0) < locked || place(i, 0) >= count[0] - locked || place(i, 1) < locked ||
                         place(i, 1) >= count[1] - locked;
      if (c.field != nullptr)
        points[i][k] = static_cast<double>(
            c.field->voxels->value({n % count[0], n / count[0] % count[1], n / count[0] / count[1]}, component));
      else
        points[i][k] = fixed ? 0 : largest[k] * static_cast<double>(noise[i]);
      if (k == 2 && c.in.size[2] == 1) points[i][k] = 0;  // TorchIO's images of one slice stay in their plane
    }
  }
  return points;
}

/// The same on a lattice along the grid's axes, and in voxels.
Table<double> along_grid(const std::vector<Vec3>& points, const Index3& count, const SplineAxes& axes,
                         const Grid& grid) {
  const Mat3 to_index = inverse(grid.direction);
  Index3 stride{}, turned;  // of the lattice along the grid
  for (std::size_t k = 0; k < 3; ++k) turned[static_cast<std::size_t>(axes.axis[k])] = count[k];
  stride = {1, turned[0], turned[0] * turned[1]};
  std::vector<double> out(3 * points.size());
  std::size_t n = 0;
  for (std::int64_t z = 0; z < count[2]; ++z)
    for (std::int64_t y = 0; y < count[1]; ++y)
      for (std::int64_t x = 0; x < count[0]; ++x, ++n) {
        const Index3 at{x, y, z};
        std::int64_t to = 0;
        for (std::size_t k = 0; k < 3; ++k)
          to += (axes.reversed[k] ? count[k] - 1 - at[k] : at[k]) * stride[static_cast<std::size_t>(axes.axis[k])];
        const Vec3 d = multiply(to_index, points[n]);
        for (std::size_t k = 0; k < 3; ++k) out[static_cast<std::size_t>(3 * to) + k] = d[k] / grid.spacing[k];
      }
  return Table<double>(std::move(out));
}

/// Cubic B-spline on `count` points, of which the second lies at the domain's start and the last but one at its end.
void fill_axis(std::int64_t count, std::int64_t n_in, std::int64_t n_out, SplineMap& map, std::size_t k) {
  const double mesh = static_cast<double>(count - 3), n = static_cast<double>(n_in);
  std::vector<std::int32_t> first(static_cast<std::size_t>(n_out));
  std::vector<SplineWeights> weights(first.size());
  for (std::size_t o = 0; o < first.size(); ++o) {
    const double i = static_cast<double>(o) + (n - static_cast<double>(n_out)) / 2;
    const double u = (i + 0.5 + beyond) / (n + 2 * beyond) * mesh;
    const double cell = std::clamp(std::floor(u), 0.0, mesh - 1), t = u - cell;
    first[o] = static_cast<std::int32_t>(cell);
    if (u < 0 || u > mesh) continue;  // nothing moves outside the domain
    weights[o] = {{(1 - t) * (1 - t) * (1 - t) / 6, (4 - 6 * t * t + 3 * t * t * t) / 6,
                   (1 + 3 * t + 3 * t * t - 3 * t * t * t) / 6, t * t * t / 6}};
  }
  map.first[k] = Table<std::int32_t>(std::move(first));
  map.weights[k] = Table<SplineWeights>(std::move(weights));
}

}  // namespace

SplineAxes spline_axes(const Grid& grid) {
  const auto corners = domain_corners(grid);
  const std::size_t origin = lowest_corner(corners);
  SplineAxes axes;
  std::array<bool, 3> used{};
  for (std::size_t k = 0; k < 3; ++k) {
    double best = -2;
    for (std::size_t a = 0; a < 3; ++a) {
      const bool far = (origin >> a & 1) != 0;
      const double along = grid.direction[3 * k + a] * (far ? -1 : 1);
      if (used[a] || along <= best) continue;
      best = along;
      axes.axis[k] = static_cast<int>(a);
      axes.reversed[k] = far;
    }
    used[static_cast<std::size_t>(axes.axis[k])] = true;
  }
  return axes;
}

SplineMap spline_map(const BindContext& c, const Index3& size, const BoundStep& step) {
  const Vec3 given = c.values.axes("points");
  const Index3 count{std::llround(given[0]), std::llround(given[1]), std::llround(given[2])};
  const SplineAxes axes = spline_axes(c.in);
  SplineMap map;
  for (std::size_t k = 0; k < 3; ++k) {
    const auto a = static_cast<std::size_t>(axes.axis[k]);
    map.count[a] = count[k];
    fill_axis(count[k], c.in.size[a], size[a], map, a);
  }
  map.points = along_grid(control_points(c, count, step), count, axes, c.in);
  return map;
}

}  // namespace auglens
