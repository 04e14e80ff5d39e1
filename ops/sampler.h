#pragma once
// Reading a volume between its voxels: interpolation x border, in float32 in DALI's order of operations. It refuses to
// know who asks. Source: DALI's sampler semantics (pixel i covers [i, i+1), its centre is i + 0.5).

#include <cmath>
#include <cstdint>

#include "ops/image.h"

namespace auglens {

enum class Sampler { nearest, linear };
enum class Border { clamp, constant };

AUGLENS_HD inline std::int64_t clamp_index(std::int64_t i, std::int64_t n) {
  return i < 0 ? 0 : (i >= n ? n - 1 : i);
}

/// One voxel by index, with the border rule for what lies outside the whole grid.
template <Border border, class T, class Out>
AUGLENS_HD inline Out fetch(const VoxelView<T>& in, std::int64_t x, std::int64_t y, std::int64_t z, Out fill) {
  if constexpr (border == Border::constant) {
    if (x < 0 || y < 0 || z < 0 || x >= in.nx || y >= in.ny || z >= in.nz) return fill;
    return static_cast<Out>(in.at(x, y, z));
  } else {
    return static_cast<Out>(in.at(clamp_index(x, in.nx), clamp_index(y, in.ny), clamp_index(z, in.nz)));
  }
}

/// Floor of a coordinate as an index. By conversion, which is quicker than std::floor where the machine has no
/// instruction for it; coordinates beyond 1e9 are all outside, and the bound keeps the conversion defined.
AUGLENS_HD inline std::int64_t floor_index(float p) {
  const float bounded = p < -1e9F ? -1e9F : (p > 1e9F ? 1e9F : p);
  const auto i = static_cast<std::int64_t>(bounded);
  return static_cast<float>(i) > bounded ? i - 1 : i;
}

/// p - floor(p), exactly: floats of 2^23 and more are integers.
AUGLENS_HD inline float fraction_of(float p, std::int64_t floor) {
  return p < 8388608.0F && p > -8388608.0F ? p - static_cast<float>(floor) : 0.0F;
}

/// The voxel whose cell holds the point.
template <Border border, class T, class Out>
AUGLENS_HD inline Out sample_nearest(const VoxelView<T>& in, float px, float py, float pz, Out fill) {
  return fetch<border, T, Out>(in, floor_index(px), floor_index(py), floor_index(pz), fill);
}

/// Trilinear: x first, then y (s0 (1 - f) + s1 f), then z (a + (b - a) f), as DALI does.
template <Border border, class T>
AUGLENS_HD inline float sample_linear(const VoxelView<T>& in, float px, float py, float pz, float fill) {
  const float qx = px - 0.5F, qy = py - 0.5F, qz = pz - 0.5F;
  const std::int64_t x = floor_index(qx), y = floor_index(qy), z = floor_index(qz);
  const float fx = fraction_of(qx, x), fy = fraction_of(qy, y), fz = fraction_of(qz, z);
  float s[8];
  if (x >= 0 && y >= 0 && z >= 0 && x + 1 < in.nx && y + 1 < in.ny && z + 1 < in.nz) {
    const T* p = &in.data[(z - in.z0) * in.plane + (y - in.y0) * in.row + (x - in.x0)];
    const T* q = p + in.plane;
    s[0] = static_cast<float>(p[0]), s[1] = static_cast<float>(p[1]);
    s[2] = static_cast<float>(p[in.row]), s[3] = static_cast<float>(p[in.row + 1]);
    s[4] = static_cast<float>(q[0]), s[5] = static_cast<float>(q[1]);
    s[6] = static_cast<float>(q[in.row]), s[7] = static_cast<float>(q[in.row + 1]);
  } else if constexpr (border == Border::clamp) {
    const std::int64_t xs[2] = {clamp_index(x, in.nx), clamp_index(x + 1, in.nx)};
    const std::int64_t ys[2] = {clamp_index(y, in.ny), clamp_index(y + 1, in.ny)};
    const std::int64_t zs[2] = {clamp_index(z, in.nz), clamp_index(z + 1, in.nz)};
    for (int k = 0; k < 8; ++k) s[k] = static_cast<float>(in.at(xs[k & 1], ys[k >> 1 & 1], zs[k >> 2]));
  } else {
    for (int k = 0; k < 8; ++k) s[k] = fetch<border, T, float>(in, x + (k & 1), y + (k >> 1 & 1), z + (k >> 2), fill);
  }
  const float a0 = s[0] * (1 - fx) + s[1] * fx, a1 = s[2] * (1 - fx) + s[3] * fx;
  const float b0 = s[4] * (1 - fx) + s[5] * fx, b1 = s[6] * (1 - fx) + s[7] * fx;
  const float a = a0 * (1 - fy) + a1 * fy, b = b0 * (1 - fy) + b1 * fy;
  return a + (b - a) * fz;
}

}  // namespace auglens
