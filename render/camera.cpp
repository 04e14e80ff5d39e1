#include "render/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ops/error.h"

namespace auglens {

namespace {

/// Sine and cosine in degrees, exact at multiples of 90, so that the standard views have no stray shear of 1e-17.
struct Turn {
  double sine, cosine;
};
Turn turn_of(double degrees) {
  const double quarter = degrees / 90;
  if (quarter == std::floor(quarter)) {
    constexpr double sines[] = {0, 1, 0, -1};
    const auto k = static_cast<std::size_t>(std::fmod(std::fmod(quarter, 4) + 4, 4));
    return {sines[k], sines[(k + 1) % 4]};
  }
  const double radians = degrees * std::numbers::pi / 180;
  return {std::sin(radians), std::cos(radians)};
}

double dot(const Vec3& a, const Vec3& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/// Half the diagonal of the box that the voxels fill, outer faces included (with shear the longest of its four), and
/// half the longest edge of the upright LPS box around it.
struct Extent {
  double reach = 0, edge = 0;
};
Extent extent_of(const Grid& grid) {
  const Vec3 centre = grid.to_world(grid.centre_index());
  Extent e;
  for (int corner = 0; corner < 8; ++corner) {
    Vec3 index{};
    for (std::size_t k = 0; k < 3; ++k)
      index[k] = (corner >> k & 1) != 0 ? static_cast<double>(grid.size[k]) - 0.5 : -0.5;
    const Vec3 p = grid.to_world(index);
    const Vec3 d{std::abs(p[0] - centre[0]), std::abs(p[1] - centre[1]), std::abs(p[2] - centre[2])};
    e.reach = std::max(e.reach, std::hypot(d[0], d[1], d[2]));
    e.edge = std::max({e.edge, d[0], d[1], d[2]});
  }
  return e;
}

constexpr double margin = 1.08;  // of the longest edge

}  // namespace

ViewAxes axes_of(const Viewpoint& camera) {
  const Turn a = turn_of(camera.azimuth), e = turn_of(camera.elevation);
  return {{a.cosine, a.sine, 0},
          {-e.sine * a.sine, e.sine * a.cosine, e.cosine},
          {-e.cosine * a.sine, e.cosine * a.cosine, -e.sine}};
}

ViewFrame frame_of(const Viewpoint& camera, const Grid& grid, int width, int height) {
  if (width < 1 || height < 1)
    throw Error(ErrorKind::usage, {"", "the 3-D picture is empty", std::to_string(width) + "x" + std::to_string(height),
                                   "ask for at least 1x1 pixels"});
  if (!(camera.zoom > 0) || !std::isfinite(camera.zoom))
    throw Error(ErrorKind::usage, {"", "zoom must be above 0", std::to_string(camera.zoom), "give a zoom such as 1"});
  ViewFrame f;
  f.axes = axes_of(camera);
  f.width = width;
  f.height = height;
  const Extent extent = extent_of(grid);
  f.reach = extent.reach;
  f.mm_per_pixel = 2 * margin * extent.edge / (std::min(width, height) * camera.zoom);
  f.target = grid.to_world(grid.centre_index());
  for (std::size_t k = 0; k < 3; ++k) f.target[k] -= camera.pan_right * f.axes.right[k] + camera.pan_up * f.axes.up[k];
  return f;
}

Vec3 project(const ViewFrame& f, const Vec3& world) {
  const Vec3 d{world[0] - f.target[0], world[1] - f.target[1], world[2] - f.target[2]};
  return {dot(d, f.axes.right) / f.mm_per_pixel + (f.width - 1) / 2.0,
          -dot(d, f.axes.up) / f.mm_per_pixel + (f.height - 1) / 2.0, dot(d, f.axes.forward)};
}

Vec3 unproject(const ViewFrame& f, const Vec3& p) {
  const double x = (p[0] - (f.width - 1) / 2.0) * f.mm_per_pixel, y = -(p[1] - (f.height - 1) / 2.0) * f.mm_per_pixel;
  Vec3 world{};
  for (std::size_t k = 0; k < 3; ++k)
    world[k] = f.target[k] + x * f.axes.right[k] + y * f.axes.up[k] + p[2] * f.axes.forward[k];
  return world;
}

Viewpoint orbited(Viewpoint camera, double pixels_right, double pixels_down, int height) {
  const double degrees = 180.0 / std::max(1, height);
  camera.azimuth = std::remainder(camera.azimuth - pixels_right * degrees, 360.0);
  camera.elevation = std::clamp(camera.elevation + pixels_down * degrees, -90.0, 90.0);
  return camera;
}

}  // namespace auglens
