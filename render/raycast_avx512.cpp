// Sixteen rays abreast, for CPUs with AVX-512; only called where the CPU says it has it.
#ifdef __x86_64__
#include <immintrin.h>

#include <cmath>
#include <cstdint>

#include "render/raycast_scene.h"

// After the standard headers: nothing of theirs may be compiled for this instruction set and win at link time.
#pragma GCC target("avx512f,avx512dq")
// GCC 12's own intrinsics leave masked-off lanes undefined on purpose and then warn of it.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"

#include "render/raycast_march.h"

namespace auglens {
namespace {

struct Avx512Lanes {
  typedef float F __attribute__((vector_size(64)));
  typedef std::int32_t I __attribute__((vector_size(64)));
  using M = __mmask16;
  static constexpr int width = 16, columns = 4;

  static AUGLENS_RAY F f(float v) { return (F)_mm512_set1_ps(v); }
  static AUGLENS_RAY I i(std::int32_t v) { return (I)_mm512_set1_epi32(v); }
  static AUGLENS_RAY I column() { return I{0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}; }
  static AUGLENS_RAY I line() { return I{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3}; }
  static AUGLENS_RAY F to_float(I v) { return (F)_mm512_cvtepi32_ps((__m512i)v); }
  static AUGLENS_RAY I to_int(F v) { return (I)_mm512_cvttps_epi32((__m512)v); }
  static AUGLENS_RAY M less(F a, F b) { return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_LT_OQ); }
  static AUGLENS_RAY M less(I a, I b) { return _mm512_cmplt_epi32_mask((__m512i)a, (__m512i)b); }
  static AUGLENS_RAY M both(M a, M b) { return static_cast<M>(a & b); }
  static AUGLENS_RAY M either(M a, M b) { return static_cast<M>(a | b); }
  static AUGLENS_RAY bool any(M m) { return m != 0; }
  static AUGLENS_RAY F select(M m, F yes, F no) { return (F)_mm512_mask_blend_ps(m, (__m512)no, (__m512)yes); }
  static AUGLENS_RAY I select(M m, I yes, I no) { return (I)_mm512_mask_blend_epi32(m, (__m512i)no, (__m512i)yes); }
  static AUGLENS_RAY F min(F a, F b) { return (F)_mm512_min_ps((__m512)a, (__m512)b); }
  static AUGLENS_RAY F max(F a, F b) { return (F)_mm512_max_ps((__m512)a, (__m512)b); }
  static AUGLENS_RAY I max(I a, I b) { return (I)_mm512_max_epi32((__m512i)a, (__m512i)b); }
  static AUGLENS_RAY F sqrt(F v) { return (F)_mm512_sqrt_ps((__m512)v); }
  static AUGLENS_RAY I gather_pair(const std::uint16_t* p, I k) { return (I)_mm512_i32gather_epi32((__m512i)k, p, 2); }
  static AUGLENS_RAY I gather_byte(const std::uint8_t* p, I k) {
    return (I)_mm512_i32gather_epi32((__m512i)k, p, 1) & i(255);
  }
  static AUGLENS_RAY F gather(const float* p, I k) { return (F)_mm512_i32gather_ps((__m512i)k, p, 4); }
  static AUGLENS_RAY I low_half(I v) { return v & i(0xffff); }
  static AUGLENS_RAY I high_half(I v) { return (I)_mm512_srli_epi32((__m512i)v, 16); }
  static AUGLENS_RAY void store(I v, std::int32_t* out) { _mm512_store_si512(out, (__m512i)v); }
};

}  // namespace

void march_tile_avx512(const RayScene& scene, const TileBox& tile, std::uint8_t* rgba) {
  march_tile<Avx512Lanes>(scene, tile, rgba);
}

}  // namespace auglens
#endif
