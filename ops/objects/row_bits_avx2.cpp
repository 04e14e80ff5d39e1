// Rows of bits, eight voxels at a time; only called where the CPU says it has AVX2.
#ifdef __x86_64__
#include <immintrin.h>

#include "ops/objects/row_bits_sets.h"

// After the standard headers: nothing of theirs may be compiled for this instruction set and win at link time.
#pragma GCC target("avx2,bmi,bmi2,popcnt")

#include "ops/objects/row_bits_kernel.h"

namespace auglens {
namespace {

struct Avx2 {
  typedef Word Words __attribute__((vector_size(32)));

  static AUGLENS_ROW __m256i load(const std::int32_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static AUGLENS_ROW Word mask(__m256i equal) {
    return static_cast<Word>(static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(equal))));
  }
  static AUGLENS_ROW unsigned nonzero(Words words) {
    const __m256i zero = _mm256_cmpeq_epi64(reinterpret_cast<__m256i>(words), _mm256_setzero_si256());
    return 15U ^ static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(zero)));
  }
  static AUGLENS_ROW Word equal(const std::int32_t* a, const std::int32_t* b) {
    Word bits = 0;
    for (int k = 0; k < 8; ++k) bits |= mask(_mm256_cmpeq_epi32(load(a + 8 * k), load(b + 8 * k))) << (8 * k);
    return bits;
  }
  static AUGLENS_ROW Word equal_to(const std::int32_t* a, std::int32_t value) {
    const __m256i all = _mm256_set1_epi32(value);
    Word bits = 0;
    for (int k = 0; k < 8; ++k) bits |= mask(_mm256_cmpeq_epi32(load(a + 8 * k), all)) << (8 * k);
    return bits;
  }
  static AUGLENS_ROW void put(std::int32_t* out, Word bits, std::int32_t value) {
    const __m256i all = _mm256_set1_epi32(value), lane = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    for (int k = 0; k < 8; ++k) {
      const __m256i eight = _mm256_set1_epi32(static_cast<std::int32_t>(bits >> (8 * k)));
      const __m256i on = _mm256_cmpeq_epi32(_mm256_and_si256(eight, lane), lane);
      _mm256_maskstore_epi32(reinterpret_cast<int*>(out + 8 * k), on, all);
    }
  }
};

}  // namespace

const RowKernel& row_kernel_avx2() {
  return RowWork<Avx2>::kernel;
}

}  // namespace auglens
#endif
