#include "render/grey.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace auglens {
namespace {

// Floats in the order of their values as integers, so that a bisection can walk over all of them.
std::int64_t rank_of(float value) {
  const auto bits = std::bit_cast<std::int32_t>(value);
  return bits >= 0 ? std::int64_t{bits} : -std::int64_t{bits & 0x7FFFFFFF};
}
float float_of(std::int64_t rank) {
  return rank >= 0 ? std::bit_cast<float>(static_cast<std::int32_t>(rank))
                   : -std::bit_cast<float>(static_cast<std::int32_t>(-rank));
}

}  // namespace

int grey_level(float value, const Window& window) {
  if (std::isnan(value)) return 0;
  if (!(window.width > 0)) return static_cast<double>(value) >= window.level ? 255 : 0;
  const double t = (static_cast<double>(value) - (window.level - window.width / 2)) / window.width;
  return static_cast<int>(std::floor(255 * std::clamp(t, 0.0, 1.0) + 0.5));
}

std::array<float, 257> grey_limits(const Window& window) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  std::array<float, 257> limits;
  limits.front() = -infinity;
  limits.back() = std::numeric_limits<float>::quiet_NaN();
  for (int k = 1; k < 256; ++k) {
    std::int64_t below = rank_of(-infinity), reached = rank_of(infinity);  // the level never falls as the value grows
    while (reached - below > 1) {
      const std::int64_t middle = below + (reached - below) / 2;
      (grey_level(float_of(middle), window) >= k ? reached : below) = middle;
    }
    limits[static_cast<std::size_t>(k)] = float_of(reached);
  }
  return limits;
}

}  // namespace auglens
