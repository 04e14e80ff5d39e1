// Eight rays abreast, for CPUs with AVX2; only called where the CPU says it has it.
#ifdef __x86_64__
#include <immintrin.h>

#include <cmath>
#include <cstdint>

#include "render/raycast_scene.h"

// After the standard headers: nothing of theirs may be compiled for this instruction set and win at link time.
#pragma GCC target("avx2")

#include "render/raycast_march.h"

namespace auglens {
namespace {

struct Avx2Lanes {
  typedef float F __attribute__((vector_size(32)));
  typedef std::int32_t I __attribute__((vector_size(32)));
  struct M {
    I bits;  ///< all ones where true
  };
  static constexpr int width = 8, columns = 4;

  static AUGLENS_RAY F f(float v) { return (F)_mm256_set1_ps(v); }
  static AUGLENS_RAY I i(std::int32_t v) { return (I)_mm256_set1_epi32(v); }
  static AUGLENS_RAY I column() { return I{0, 1, 2, 3, 0, 1, 2, 3}; }
  static AUGLENS_RAY I line() { return I{0, 0, 0, 0, 1, 1, 1, 1}; }
  static AUGLENS_RAY F to_float(I v) { return (F)_mm256_cvtepi32_ps((__m256i)v); }
  static AUGLENS_RAY I to_int(F v) { return (I)_mm256_cvttps_epi32((__m256)v); }
  static AUGLENS_RAY M less(F a, F b) { return {(I)_mm256_cmp_ps((__m256)a, (__m256)b, _CMP_LT_OQ)}; }
  static AUGLENS_RAY M less(I a, I b) { return {(I)_mm256_cmpgt_epi32((__m256i)b, (__m256i)a)}; }
  static AUGLENS_RAY M both(M a, M b) { return {a.bits & b.bits}; }
  static AUGLENS_RAY M either(M a, M b) { return {a.bits | b.bits}; }
  static AUGLENS_RAY bool any(M m) { return _mm256_movemask_ps((__m256)m.bits) != 0; }
  static AUGLENS_RAY F select(M m, F yes, F no) { return (F)_mm256_blendv_ps((__m256)no, (__m256)yes, (__m256)m.bits); }
  static AUGLENS_RAY I select(M m, I yes, I no) {
    return (I)_mm256_blendv_epi8((__m256i)no, (__m256i)yes, (__m256i)m.bits);
  }
  static AUGLENS_RAY F min(F a, F b) { return (F)_mm256_min_ps((__m256)a, (__m256)b); }
  static AUGLENS_RAY F max(F a, F b) { return (F)_mm256_max_ps((__m256)a, (__m256)b); }
  static AUGLENS_RAY I max(I a, I b) { return (I)_mm256_max_epi32((__m256i)a, (__m256i)b); }
  static AUGLENS_RAY F sqrt(F v) { return (F)_mm256_sqrt_ps((__m256)v); }
  static AUGLENS_RAY I gather_pair(const std::uint16_t* p, I k) {
    return (I)_mm256_i32gather_epi32(reinterpret_cast<const int*>(p), (__m256i)k, 2);
  }
  static AUGLENS_RAY I gather_byte(const std::uint8_t* p, I k) {
    return (I)_mm256_i32gather_epi32(reinterpret_cast<const int*>(p), (__m256i)k, 1) & i(255);
  }
  static AUGLENS_RAY F gather(const float* p, I k) { return (F)_mm256_i32gather_ps(p, (__m256i)k, 4); }
  static AUGLENS_RAY I low_half(I v) { return v & i(0xffff); }
  static AUGLENS_RAY I high_half(I v) { return (I)_mm256_srli_epi32((__m256i)v, 16); }
  static AUGLENS_RAY void store(I v, std::int32_t* out) {
    _mm256_store_si256(reinterpret_cast<__m256i*>(out), (__m256i)v);
  }
};

}  // namespace

void march_tile_avx2(const RayScene& scene, const TileBox& tile, std::uint8_t* rgba) {
  march_tile<Avx2Lanes>(scene, tile, rgba);
}

}  // namespace auglens
#endif
