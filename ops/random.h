#pragma once
// Counter-based random numbers: Philox4x32-10, its bit layout in auglens, and normals that are equal on CPU and GPU. It
// refuses to hold any state.
//
// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

#include <cmath>
#include <cstdint>
#include <string_view>

#include "ops/hd.h"

namespace auglens {

struct PhiloxBlock {
  std::uint32_t lane[4];
};

/// Ten rounds of Philox4x32 on a counter of four words with a key of two.
AUGLENS_HD inline PhiloxBlock philox(std::uint64_t key, std::uint32_t c0, std::uint32_t c1, std::uint32_t c2,
                                     std::uint32_t c3) {
  auto k0 = static_cast<std::uint32_t>(key), k1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53U} * c0, b = std::uint64_t{0xCD9E8D57U} * c2;
    const std::uint32_t n0 = static_cast<std::uint32_t>(b >> 32) ^ c1 ^ k0;
    const std::uint32_t n2 = static_cast<std::uint32_t>(a >> 32) ^ c3 ^ k1;
    c1 = static_cast<std::uint32_t>(b);
    c3 = static_cast<std::uint32_t>(a);
    c0 = n0;
    c2 = n2;
    k0 += 0x9E3779B9U;
    k1 += 0xBB67AE85U;
  }
  return {{c0, c1, c2, c3}};
}

/// A word as a double strictly between 0 and 1.
AUGLENS_HD inline double unit_interval(std::uint32_t word) {
  return (static_cast<double>(word) + 0.5) * 0x1p-32;
}

/// FNV-1a, 32 bit.
constexpr std::uint32_t fnv1a32(std::string_view text, std::uint32_t hash = 2166136261U) {
  for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  return hash;
}

/// FNV-1a, 64 bit.
constexpr std::uint64_t fnv1a64(std::string_view text, std::uint64_t hash = 14695981039346656037U) {
  for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 1099511628211U;
  return hash;
}

/// Natural logarithm of u in (0, 1), by a fixed order of basic operations, so that CPU and CUDA agree to the bit (their
/// libraries' logarithms do not). Error below 1e-15 relative.
AUGLENS_HD inline double portable_log(double u) {
  int exponent = 0;
  double m = u;  // to [sqrt(1/2), sqrt(2)); scaling by powers of two is exact
  while (m < 0x1p-8) m *= 0x1p8, exponent -= 8;
  while (m < 0.70710678118654752) m *= 2, exponent -= 1;
  const double s = (m - 1) / (m + 1), s2 = s * s;
  double p = 1.0 / 21;
  p = p * s2 + 1.0 / 19;
  p = p * s2 + 1.0 / 17;
  p = p * s2 + 1.0 / 15;
  p = p * s2 + 1.0 / 13;
  p = p * s2 + 1.0 / 11;
  p = p * s2 + 1.0 / 9;
  p = p * s2 + 1.0 / 7;
  p = p * s2 + 1.0 / 5;
  p = p * s2 + 1.0 / 3;
  return exponent * 0.693147180559945309 + (2 * s + 2 * s * s2 * p);
}

/// cos and sin of 2 pi u for u in (0, 1), by the same rule; error below 1e-15.
AUGLENS_HD inline void portable_circle(double u, double& cosine, double& sine) {
  const double turns = u * 4;
  const int quadrant = static_cast<int>(turns + 0.5);
  const double x = (turns - quadrant) * 1.57079632679489662, x2 = x * x;  // in [-pi/4, pi/4]
  double c = -1.0 / 87178291200, s = -1.0 / 1307674368000;
  c = c * x2 + 1.0 / 479001600, s = s * x2 + 1.0 / 6227020800;
  c = c * x2 - 1.0 / 3628800, s = s * x2 - 1.0 / 39916800;
  c = c * x2 + 1.0 / 40320, s = s * x2 + 1.0 / 362880;
  c = c * x2 - 1.0 / 720, s = s * x2 - 1.0 / 5040;
  c = c * x2 + 1.0 / 24, s = s * x2 + 1.0 / 120;
  c = c * x2 - 0.5, s = s * x2 - 1.0 / 6;
  c = c * x2 + 1.0, s = s * x2 * x + x;
  switch (quadrant & 3) {
    case 0:
      cosine = c, sine = s;
      break;
    case 1:
      cosine = -s, sine = c;
      break;
    case 2:
      cosine = -c, sine = -s;
      break;
    default:
      cosine = s, sine = -c;
      break;
  }
}

/// Standard normal from two lanes by Box-Muller: the cosine twin, or the sine twin.
AUGLENS_HD inline double normal_pair(std::uint32_t a, std::uint32_t b, bool sine_twin) {
  const double radius = std::sqrt(-2 * portable_log(unit_interval(a)));
  double c = 0, s = 0;
  portable_circle(unit_interval(b), c, s);
  return radius * (sine_twin ? s : c);
}

/// Standard normal number `lane` (0..3) of a block: lanes (0,1), then (2,3); cosine, then sine.
AUGLENS_HD inline double normal_of(const PhiloxBlock& block, int lane) {
  const int pair = lane & 2;
  return normal_pair(block.lane[pair], block.lane[pair + 1], (lane & 1) != 0);
}

/// The block that serves voxel `index` (linear, on the step's grid) of a channel; its lane is index & 3.
AUGLENS_HD inline PhiloxBlock voxel_block(std::uint64_t seed, std::uint32_t sample, std::uint32_t stream,
                                          std::uint64_t index, std::uint32_t channel) {
  const std::uint64_t group = index >> 2;
  return philox(seed, static_cast<std::uint32_t>(group), static_cast<std::uint32_t>(group >> 32) + (channel << 20),
                sample, stream);
}

}  // namespace auglens
