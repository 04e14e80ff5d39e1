// Rows of bits for every CPU, and the choice among the instruction sets.
#include "ops/objects/row_bits.h"

#include "ops/objects/row_bits_kernel.h"
#include "ops/objects/row_bits_sets.h"

namespace auglens {
namespace {

struct Portable {
  typedef Word Words __attribute__((vector_size(16)));

  static AUGLENS_ROW unsigned nonzero(Words w) { return (w[0] != 0 ? 1U : 0U) | (w[1] != 0 ? 2U : 0U); }
  static AUGLENS_ROW Word equal(const std::int32_t* a, const std::int32_t* b) {
    Word bits = 0;
    for (int k = 0; k < 64; ++k) bits |= static_cast<Word>(a[k] == b[k]) << k;
    return bits;
  }
  static AUGLENS_ROW Word equal_to(const std::int32_t* a, std::int32_t value) {
    Word bits = 0;
    for (int k = 0; k < 64; ++k) bits |= static_cast<Word>(a[k] == value) << k;
    return bits;
  }
  static AUGLENS_ROW void put(std::int32_t* out, Word bits, std::int32_t value) {
    for (; bits != 0; bits &= bits + (bits & -bits)) {  // the last step clears the lowest stretch
      const int first = __builtin_ctzll(bits);
      const Word gap = ~(bits >> first);
      const int length = gap == 0 ? 64 : __builtin_ctzll(gap);
      for (int k = 0; k < length; ++k) out[first + k] = value;
    }
  }
};

}  // namespace

const RowKernel* row_kernel(RowInstructions instructions) {
#ifdef __x86_64__
  static const bool bits =
      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
  static const bool avx2 = bits && __builtin_cpu_supports("avx2");
  static const bool avx512 = bits && __builtin_cpu_supports("avx512f");
  const bool fastest = instructions == RowInstructions::fastest;
  if (avx512 && (fastest || instructions == RowInstructions::avx512)) return &row_kernel_avx512();
  if (avx2 && (fastest || instructions == RowInstructions::avx2)) return &row_kernel_avx2();
#endif
  if (instructions == RowInstructions::avx2 || instructions == RowInstructions::avx512) return nullptr;
  return &RowWork<Portable>::kernel;
}

}  // namespace auglens
