#pragma once
// The drawing tools of the phantoms: distances to shapes in mm, soft coverage, folds and noise. It refuses to know
// anatomy. Only + - * / and square roots are used, so that every machine draws the same bytes.

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "ops/grid.h"

namespace auglens::phantom {

/// A point or a direction, mm in LPS.
struct Point {
  float x = 0, y = 0, z = 0;
};
inline Point operator+(Point a, Point b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Point operator-(Point a, Point b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Point operator*(float s, Point a) {
  return {s * a.x, s * a.y, s * a.z};
}
inline float dot(Point a, Point b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline float length(Point a) {
  return std::sqrt(dot(a, a));
}
inline float length(float a, float b) {
  return std::sqrt(a * a + b * b);
}
inline float square(float a) {
  return a * a;
}
inline Point point(const Vec3& v) {
  return {static_cast<float>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2])};
}

inline float floor_of(float v) {
  const auto i = static_cast<float>(static_cast<std::int32_t>(v));
  return i > v ? i - 1 : i;
}

/// Like sin(2 pi t), made of parabolas; period 1, range -1..1.
inline float wave(float t) {
  const float u = 2 * (t - floor_of(t)) - 1;  // -1..1, zero at both ends and in the middle
  const float v = 4 * u * (1 - std::abs(u));
  return -v * (0.775F + 0.225F * std::abs(v));
}

/// 1 at 0, 0 from |t| = 1, smooth.
inline float bump(float t) {
  const float u = std::max(0.0F, 1 - t * t);
  return u * u;
}

/// 0 below a, 1 above b, smooth.
inline float ramp(float a, float b, float v) {
  const float t = std::clamp((v - a) / (b - a), 0.0F, 1.0F);
  return t * t * (3 - 2 * t);
}

// Signed distances in mm, below 0 inside; exact enough near the surface.

inline float ellipsoid(Point p, Point centre, Point radii) {
  const Point d = p - centre;
  const Point a = {d.x / radii.x, d.y / radii.y, d.z / radii.z};
  const Point b = {a.x / radii.x, a.y / radii.y, a.z / radii.z};
  const float k = length(a);
  return k * (k - 1) / std::max(length(b), 1e-6F);
}
inline float ellipse(float x, float y, float rx, float ry) {
  const float ax = x / rx, ay = y / ry, k = length(ax, ay);
  return k * (k - 1) / std::max(length(ax / rx, ay / ry), 1e-6F);
}
/// A rod from a to b whose radius goes from ra to rb.
inline float rod(Point p, Point a, Point b, float ra, float rb) {
  const Point ab = b - a, ap = p - a;
  const float t = std::clamp(dot(ap, ab) / dot(ab, ab), 0.0F, 1.0F);
  return length(ap - t * ab) - (ra + t * (rb - ra));
}

/// Union whose seam is rounded over about `k` mm.
inline float blend(float a, float b, float k) {
  const float h = std::max(0.0F, k - std::abs(a - b)) / k;
  return std::min(a, b) - h * h * k * 0.25F;
}

/// Share of a voxel that a surface at this distance covers, softened over `width` mm.
inline float cover(float distance, float width = 1.2F) {
  return std::clamp(0.5F - distance / width, 0.0F, 1.0F);
}

inline std::uint32_t mix(std::uint32_t h) {
  h ^= h >> 16, h *= 0x7feb352dU, h ^= h >> 15, h *= 0x846ca68bU, h ^= h >> 16;
  return h;
}

/// -1..1 at a lattice point.
inline float lattice(std::int32_t x, std::int32_t y, std::int32_t z, std::uint32_t seed) {
  const std::uint32_t h =
      mix(static_cast<std::uint32_t>(x) * 0x9e3779b1U ^ static_cast<std::uint32_t>(y) * 0x85ebca77U ^
          static_cast<std::uint32_t>(z) * 0xc2b2ae3dU ^ seed);
  return static_cast<float>(h >> 8) * (2.0F / 16777216) - 1;
}

/// Smooth noise of period about 2 in its argument, -1..1.
inline float noise(Point p, std::uint32_t seed) {
  const float fx = floor_of(p.x), fy = floor_of(p.y), fz = floor_of(p.z);
  const auto x = static_cast<std::int32_t>(fx), y = static_cast<std::int32_t>(fy), z = static_cast<std::int32_t>(fz);
  const auto ease = [](float t) { return t * t * (3 - 2 * t); };
  const float u = ease(p.x - fx), v = ease(p.y - fy), w = ease(p.z - fz);
  float planes[2];
  for (int k = 0; k < 2; ++k) {
    const float a = lattice(x, y, z + k, seed), b = lattice(x + 1, y, z + k, seed);
    const float c = lattice(x, y + 1, z + k, seed), d = lattice(x + 1, y + 1, z + k, seed);
    const float ab = a + u * (b - a), cd = c + u * (d - c);
    planes[k] = ab + v * (cd - ab);
  }
  return planes[0] + w * (planes[1] - planes[0]);
}

/// Nearly normal, mean 0, deviation 1: the sum of four uniform numbers that a voxel's index and a seed decide.
inline float grain(std::int64_t voxel, std::uint32_t seed) {
  auto h = static_cast<std::uint64_t>(voxel) * 0x9e3779b97f4a7c15ULL + seed * 0xd1b54a32d192ed03ULL;
  h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9ULL;
  h = (h ^ h >> 27) * 0x94d049bb133111ebULL;
  h ^= h >> 31;
  const std::uint64_t sum = (h & 65535) + (h >> 16 & 65535) + (h >> 32 & 65535) + (h >> 48);
  return (static_cast<float>(sum) - 131070) * (1.7320508F / 65536);
}

/// A point moved by three shears, each of which keeps volumes: labels get living outlines and keep their known size.
inline Point rippled(Point p, float ripple) {
  p.x += ripple * 0.5F * (wave(p.y / 23) + wave(p.z / 19 + 0.3F));
  p.y += ripple * 0.5F * (wave(p.z / 21 + 0.1F) + wave(p.x / 26));
  p.z += ripple * 0.5F * (wave(p.x / 22 + 0.6F) + wave(p.y / 17));
  return p;
}

}  // namespace auglens::phantom
