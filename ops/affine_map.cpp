#include "ops/affine_map.h"

#include <algorithm>
#include <cmath>

namespace auglens {

Region AffineMap::reach(const Region& region) const {
  Region box;
  for (std::size_t r = 0; r < 3; ++r) {
    double low = m[4 * r + 3], high = low;
    for (std::size_t k = 0; k < 3; ++k) {
      const double a = m[4 * r + k] * static_cast<double>(region.start[k]);
      const double b = m[4 * r + k] * static_cast<double>(region.end(k) - 1);
      low += std::min(a, b);
      high += std::max(a, b);
    }
    const double slack = 2 + 1e-6 * (std::abs(low) + std::abs(high));  // half a voxel of the sampler, one of rounding
    constexpr double far = 1e9;                                        // as far as floor_index goes
    const auto first_index = static_cast<std::int64_t>(std::clamp(std::floor(low - slack), -far, far));
    const auto last_index = static_cast<std::int64_t>(std::clamp(std::ceil(high + slack), -far, far));
    box.start[r] = first_index;
    box.size[r] = last_index - first_index + 1;
  }
  return box;
}

AffineMap affine_map(const CentredPull& pull) {
  const Vec3 turned = multiply(pull.linear, pull.centre_out);
  AffineMap map{};
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t k = 0; k < 3; ++k) map.m[4 * r + k] = pull.linear[3 * r + k];
    map.m[4 * r + 3] = ((pull.centre_in[r] - turned[r]) - pull.shift[r]) + 0.5;
  }
  return map;
}

std::optional<Index3> whole_shift(const AffineMap& map, const Index3& out_size) {
  Index3 shift;
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t k = 0; k < 3; ++k)
      if (out_size[k] > 1 && map.m[4 * r + k] != (r == k ? 1.0 : 0.0)) return {};
    const double s = map.m[4 * r + 3] - 0.5;
    if (s != std::floor(s) || std::abs(s) > 1e6) return {};
    shift[r] = static_cast<std::int64_t>(s);
  }
  return shift;
}

}  // namespace auglens
