#include "ops/affine_pull.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace auglens {

Region AffinePull::reach(const Region& region) const {
  Region box;
  for (std::size_t r = 0; r < 3; ++r) {
    double low = m[4 * r + 3], high = low;
    for (std::size_t k = 0; k < 3; ++k) {
      const double a = m[4 * r + k] * (static_cast<double>(region.start[k]) + 0.5);
      const double b = m[4 * r + k] * (static_cast<double>(region.end(k)) - 0.5);
      low += std::min(a, b);
      high += std::max(a, b);
    }
    const double slack = 2 + 1e-5 * (std::abs(low) + std::abs(high));  // half a voxel of the sampler, one of rounding
    constexpr double far = 1e9;                                        // as far as floor_index goes
    const auto first_index = static_cast<std::int64_t>(std::clamp(std::floor(low - slack), -far, far));
    const auto last_index = static_cast<std::int64_t>(std::clamp(std::ceil(high + slack), -far, far));
    box.start[r] = first_index;
    box.size[r] = last_index - first_index + 1;
  }
  return box;
}

void dali_rotation(const Vec3& axis, float degrees, float out[9]) {
  const float angle = degrees * static_cast<float>(3.14159265358979323846 / 180);
  if (angle == 0) {
    for (int i = 0; i < 9; ++i) out[i] = i % 4 == 0 ? 1.0F : 0.0F;
    return;
  }
  float a[3] = {static_cast<float>(axis[0]), static_cast<float>(axis[1]), static_cast<float>(axis[2])};
  const int nonzero = (a[0] != 0) + (a[1] != 0) + (a[2] != 0);
  if (nonzero == 1) {
    for (float& v : a) v = v > 0 ? 1.0F : (v < 0 ? -1.0F : 0.0F);
  } else {
    const float length = std::sqrt((a[0] * a[0] + a[1] * a[1]) + a[2] * a[2]);
    for (float& v : a) v /= length;
  }
  const float u = a[0], v = a[1], w = a[2], c = std::cos(angle), s = std::sin(angle);
  const float rows[9] = {u * u + (v * v + w * w) * c, u * v * (1 - c) - w * s,     u * w * (1 - c) + v * s,
                         u * v * (1 - c) + w * s,     v * v + (u * u + w * w) * c, v * w * (1 - c) - u * s,
                         u * w * (1 - c) - v * s,     v * w * (1 - c) + u * s,     w * w + (u * u + v * v) * c};
  std::copy(rows, rows + 9, out);
}

void multiply34(const float a[12], const float b[12], float out[12]) {
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 4; ++c) {
      float sum = a[4 * r] * b[c];
      sum += a[4 * r + 1] * b[4 + c];
      sum += a[4 * r + 2] * b[8 + c];
      if (c == 3) sum += a[4 * r + 3];
      out[4 * r + c] = sum;
    }
}

bool invert34(const float a[12], float out[12]) {
  float m[3][6];
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 3; ++c) {
      m[r][c] = a[4 * r + c];
      m[r][3 + c] = r == c ? 1.0F : 0.0F;
    }
  for (int k = 0; k < 3; ++k) {
    int pivot = k;
    for (int r = k + 1; r < 3; ++r)
      if (std::abs(m[r][k]) > std::abs(m[pivot][k])) pivot = r;
    if (!(std::abs(m[pivot][k]) > 0)) return false;
    if (pivot != k) std::swap(m[pivot], m[k]);
    const float inverse_pivot = 1.0F / m[k][k];
    for (float& v : m[k]) v *= inverse_pivot;
    for (int r = 0; r < 3; ++r) {
      if (r == k) continue;
      const float factor = m[r][k];
      for (int c = 0; c < 6; ++c) m[r][c] = std::fma(-factor, m[k][c], m[r][c]);
    }
  }
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 3; ++c) out[4 * r + c] = m[r][3 + c];
    out[4 * r + 3] = -((m[r][3] * a[3] + m[r][4] * a[7]) + m[r][5] * a[11]);
  }
  return true;
}

}  // namespace auglens
