#pragma once
// The row kernels of the instruction sets that a CPU may lack. It refuses to choose among them.

#include "ops/objects/row_bits.h"

namespace auglens {

const RowKernel& row_kernel_avx2();
const RowKernel& row_kernel_avx512();

}  // namespace auglens
