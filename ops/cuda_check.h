#pragma once
// CUDA's error codes as the house's exceptions. It refuses to guess a cure beyond the CPU.

#include <cuda_runtime_api.h>

#include "ops/error.h"

namespace auglens {

/// Throws Error(resource) with CUDA's own words; the sticky error is cleared first.
inline void cuda_check(cudaError_t code, const char* doing) {
  if (code == cudaSuccess) return;
  cudaGetLastError();
  throw Error(ErrorKind::resource, {"", std::string("CUDA: ") + cudaGetErrorString(code), doing, "try --device cpu"});
}

}  // namespace auglens
