#pragma once
// The arithmetic of one ray at a time, for any CPU and for CUDA; its siblings do the same for 8 and 16 rays abreast. It
// refuses to know what the numbers mean.

#include <cmath>
#include <cstdint>

#include "ops/hd.h"

namespace auglens {
namespace {  // a type per translation unit: code made for one instruction set must never be linked into another

struct ScalarLanes {
  using F = float;
  using I = std::int32_t;
  using M = bool;
  static constexpr int width = 1, columns = 1;

  static AUGLENS_HD F f(float v) { return v; }
  static AUGLENS_HD I i(std::int32_t v) { return v; }
  static AUGLENS_HD I column() { return 0; }
  static AUGLENS_HD I line() { return 0; }
  static AUGLENS_HD F to_float(I v) { return static_cast<float>(v); }
  static AUGLENS_HD I to_int(F v) { return static_cast<std::int32_t>(v); }
  static AUGLENS_HD M less(F a, F b) { return a < b; }
  static AUGLENS_HD M less(I a, I b) { return a < b; }
  static AUGLENS_HD M both(M a, M b) { return a && b; }
  static AUGLENS_HD M either(M a, M b) { return a || b; }
  static AUGLENS_HD bool any(M m) { return m; }
  static AUGLENS_HD F select(M m, F yes, F no) { return m ? yes : no; }
  static AUGLENS_HD I select(M m, I yes, I no) { return m ? yes : no; }
  static AUGLENS_HD F min(F a, F b) { return a < b ? a : b; }
  static AUGLENS_HD F max(F a, F b) { return a > b ? a : b; }
  static AUGLENS_HD I max(I a, I b) { return a > b ? a : b; }
  static AUGLENS_HD F sqrt(F v) { return sqrtf(v); }

  /// Voxels k (low half) and k + 1 (high half) of a 16-bit volume.
  static AUGLENS_HD I gather_pair(const std::uint16_t* p, I k) {
    return static_cast<std::int32_t>(p[k] | static_cast<std::uint32_t>(p[k + 1]) << 16);
  }
  static AUGLENS_HD I gather_byte(const std::uint8_t* p, I k) { return p[k]; }
  static AUGLENS_HD F gather(const float* p, I k) { return p[k]; }
  static AUGLENS_HD I low_half(I v) { return v & 0xffff; }
  static AUGLENS_HD I high_half(I v) { return static_cast<std::int32_t>(static_cast<std::uint32_t>(v) >> 16); }
  static AUGLENS_HD void store(I v, std::int32_t* out) { *out = v; }
};

}  // namespace
}  // namespace auglens
