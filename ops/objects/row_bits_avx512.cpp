// Rows of bits, sixteen voxels at a time; only called where the CPU says it has AVX-512.
#ifdef __x86_64__
#include <immintrin.h>

#include "ops/objects/row_bits_sets.h"

// After the standard headers: nothing of theirs may be compiled for this instruction set and win at link time.
#pragma GCC target("avx512f,bmi,bmi2,popcnt")

#include "ops/objects/row_bits_kernel.h"

namespace auglens {
namespace {

struct Avx512 {
  typedef Word Words __attribute__((vector_size(64)));

  static AUGLENS_ROW unsigned nonzero(Words words) {
    return _mm512_test_epi64_mask(reinterpret_cast<__m512i>(words), reinterpret_cast<__m512i>(words));
  }
  static AUGLENS_ROW Word equal(const std::int32_t* a, const std::int32_t* b) {
    Word bits = 0;
    for (int k = 0; k < 4; ++k)
      bits |= Word{_mm512_cmpeq_epi32_mask(_mm512_loadu_si512(a + 16 * k), _mm512_loadu_si512(b + 16 * k))} << (16 * k);
    return bits;
  }
  static AUGLENS_ROW Word equal_to(const std::int32_t* a, std::int32_t value) {
    const __m512i all = _mm512_set1_epi32(value);
    Word bits = 0;
    for (int k = 0; k < 4; ++k) bits |= Word{_mm512_cmpeq_epi32_mask(_mm512_loadu_si512(a + 16 * k), all)} << (16 * k);
    return bits;
  }
  static AUGLENS_ROW void put(std::int32_t* out, Word bits, std::int32_t value) {
    const __m512i all = _mm512_set1_epi32(value);
    for (int k = 0; k < 4; ++k) _mm512_mask_storeu_epi32(out + 16 * k, static_cast<__mmask16>(bits >> (16 * k)), all);
  }
};

}  // namespace

const RowKernel& row_kernel_avx512() {
  return RowWork<Avx512>::kernel;
}

}  // namespace auglens
#endif
