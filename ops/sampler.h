#pragma once
// Reading a volume between its voxels: interpolation x border, in float32 in DALI's order of operations. It refuses to
// know who asks. Source: DALI's sampler semantics (pixel i covers [i, i+1), its centre is i + 0.5).

#include <cmath>
#include <cstdint>

#include "ops/border.h"
#include "ops/image.h"

namespace auglens {

enum class Sampler { nearest, linear };

/// One voxel by index, with the border rule for what lies outside the whole grid.
template <class T, class Out>
AUGLENS_HD inline Out fetch(const VoxelView<T>& in, std::int64_t x, std::int64_t y, std::int64_t z, Border border,
                            Out fill) {
  if (x < 0 || y < 0 || z < 0 || x >= in.nx || y >= in.ny || z >= in.nz) {
    x = border_index(x, in.nx, border), y = border_index(y, in.ny, border), z = border_index(z, in.nz, border);
    if (x < 0 || y < 0 || z < 0) return fill;
  }
  return static_cast<Out>(in.at(x, y, z));
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
template <class T, class Out>
AUGLENS_HD inline Out sample_nearest(const VoxelView<T>& in, float px, float py, float pz, Border border, Out fill) {
  return fetch<T, Out>(in, floor_index(px), floor_index(py), floor_index(pz), border, fill);
}

/// Trilinear: x first, then y (s0 (1 - f) + s1 f), then z (a + (b - a) f), as DALI does.
template <class T>
AUGLENS_HD inline float sample_linear(const VoxelView<T>& in, float px, float py, float pz, Border border, float fill) {
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
  } else {
    if (border == Border::cells) {
      const bool inside = px >= 0 && py >= 0 && pz >= 0 && px < static_cast<float>(in.nx) &&
                          py < static_cast<float>(in.ny) && pz < static_cast<float>(in.nz);
      if (!inside) return fill;
      border = Border::clamp;
    }
    for (int k = 0; k < 8; ++k) s[k] = fetch<T, float>(in, x + (k & 1), y + (k >> 1 & 1), z + (k >> 2), border, fill);
  }
  const float a0 = s[0] * (1 - fx) + s[1] * fx, a1 = s[2] * (1 - fx) + s[3] * fx;
  const float b0 = s[4] * (1 - fx) + s[5] * fx, b1 = s[6] * (1 - fx) + s[7] * fx;
  const float a = a0 * (1 - fy) + a1 * fy, b = b0 * (1 - fy) + b1 * fy;
  return a + (b - a) * fz;
}

}  // namespace auglens
