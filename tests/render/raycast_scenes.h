#pragma once
// Small volumes with known answers for the tests of the 3-D view. It refuses to know what is tested.

#include <cmath>
#include <cstdint>

#include "ops/device.h"
#include "render/raycast.h"

namespace auglens::scenes {

/// A grid whose centre is the LPS origin, with index axes along `axes` (unit columns) and a spacing.
inline Grid centred_grid(const Index3& size, const Vec3& spacing = {1, 1, 1}, const Mat3& axes = identity3) {
  Grid g;
  g.size = size;
  g.spacing = spacing;
  g.direction = axes;
  const Vec3 middle = g.to_world(g.centre_index());
  for (std::size_t k = 0; k < 3; ++k) g.origin[k] = -middle[k];
  return g;
}

/// f(LPS mm) at every voxel centre.
template <class F>
Image painted(const Grid& grid, F&& f) {
  Image image = Image::allocate(grid, VoxelType::float32);
  const auto v = image.mutable_view<float>();
  for (std::int64_t z = 0; z < grid.size[2]; ++z)
    for (std::int64_t y = 0; y < grid.size[1]; ++y)
      for (std::int64_t x = 0; x < grid.size[0]; ++x)
        v.at(x, y, z) = static_cast<float>(
            f(grid.to_world({static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)})));
  return image;
}
template <class F>
LabelMap labelled(const Grid& grid, F&& f) {
  LabelMap map = LabelMap::allocate(grid);
  const auto v = map.mutable_view();
  for (std::int64_t z = 0; z < grid.size[2]; ++z)
    for (std::int64_t y = 0; y < grid.size[1]; ++y)
      for (std::int64_t x = 0; x < grid.size[0]; ++x)
        v.at(x, y, z) = f(grid.to_world({static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)}));
  return map;
}

/// 1 inside a ball, 0 outside, a straight ramp 2 mm wide between.
inline double ball(const Vec3& p, const Vec3& centre, double radius) {
  const double d = std::hypot(p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]) - radius;
  return std::min(1.0, std::max(0.0, 0.5 - d / 2));
}

/// Eight-bit noise that is a function of the position alone.
inline double speckle(const Vec3& p) {
  auto h = static_cast<std::uint32_t>(std::lround(p[0] * 8) * 73856093 ^ std::lround(p[1] * 8) * 19349663 ^
                                      std::lround(p[2] * 8) * 83492791);
  h = (h ^ h >> 15) * 0x2c1b3c6dU;
  return ((h ^ h >> 12) & 255) / 255.0;
}

inline RaycastPicture cast(const Image& image, const RaycastSettings& settings, const LabelMap* labels = nullptr) {
  const Device device = Device::cpu(2);
  const Job job{device};
  return raycast(make_ray_volume(ray_input(image, 0, 0, labels), job), settings, job);
}

struct Pixel {
  int r, g, b, a;
};
inline Pixel pixel(const RaycastPicture& p, int x, int y) {
  const std::uint8_t* c = p.rgba.data() + 4 * (y * p.width + x);
  return {c[0], c[1], c[2], c[3]};
}

/// Centre of mass of red above `threshold`, as column and row, with the number of such pixels.
struct Mass {
  double x = 0, y = 0;
  int pixels = 0;
};
inline Mass mass(const RaycastPicture& p, int threshold) {
  Mass m;
  for (int y = 0; y < p.height; ++y)
    for (int x = 0; x < p.width; ++x)
      if (pixel(p, x, y).r > threshold) m.x += x, m.y += y, ++m.pixels;
  if (m.pixels > 0) m.x /= m.pixels, m.y /= m.pixels;
  return m;
}

}  // namespace auglens::scenes
