#pragma once
// The CUDA side of launch.h: one thread per voxel, x along the warp. It refuses to know what the body does.

#include <cuda_runtime.h>

#include <tuple>

#include "ops/cuda_check.h"
#include "ops/launch.h"

namespace auglens {

template <class Body>
__global__ void body_kernel(Region region, Body body) {
  const std::int64_t x = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  const std::int64_t y = std::int64_t{blockIdx.y} * blockDim.y + threadIdx.y;
  if (x >= region.size[0] || y >= region.size[1]) return;
  for (std::int64_t z = blockIdx.z; z < region.size[2]; z += gridDim.z)
    body(region.start[0] + x, region.start[1] + y, region.start[2] + z);
}

template <class Body>
void launch_cuda(void* stream, const Region& region, const Body& body) {
  if (region.empty()) return;
  const dim3 block(32, 8, 1);
  const dim3 grid(static_cast<unsigned>((region.size[0] + 31) / 32), static_cast<unsigned>((region.size[1] + 7) / 8),
                  static_cast<unsigned>(region.size[2] < 32768 ? region.size[2] : 32768));
  body_kernel<<<grid, block, 0, static_cast<cudaStream_t>(stream)>>>(region, body);
  cuda_check(cudaGetLastError(), "kernel launch");
}

/// Forces the launches of a list of bodies into this object file, by taking their addresses.
template <class... Bodies>
void instantiate_launches(std::tuple<Bodies...>*) {
  using Function = void (*)();
  [[maybe_unused]] static const Function launches[]
      __attribute__((used)) = {reinterpret_cast<Function>(&launch_cuda<Bodies>)...};
}

}  // namespace auglens

/// One line in a .cu: the launches of every body that an operator or pass family lists.
#define AUGLENS_CUDA_BODIES(unique, list)              \
  namespace auglens {                                  \
  void cuda_bodies_of_##unique() {                     \
    instantiate_launches(static_cast<list*>(nullptr)); \
  }                                                    \
  }
