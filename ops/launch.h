#pragma once
// One kernel body of one index, run over a region on either side. It refuses to know what the body does.

#include "ops/device.h"
#include "ops/hd.h"
#include "ops/region.h"

namespace auglens {

/// Defined in launch.cuh and instantiated by the .cu of the operator or pass that owns the body.
template <class Body>
void launch_cuda(void* stream, const Region& region, const Body& body);

/// Calls body(x, y, z) for every voxel of the region: serially here, or as one launch on the device's stream. The
/// caller splits the region over the CPU's threads (evaluate.cpp), so that passes in a row share a block while it is in
/// cache. A body may have a run_row(row) of its own, a quicker spelling of the same voxels for the CPU.
template <class Body>
void launch(const Device& device, const Region& region, const Body& body) {
#ifdef AUGLENS_HAS_CUDA
  if (device.kind() == DeviceKind::cuda) return launch_cuda(device.stream(), region, body);
#else
  (void)device;
#endif
  const Body local = body;
  for (std::int64_t z = region.start[2]; z < region.end(2); ++z)
    for (std::int64_t y = region.start[1]; y < region.end(1); ++y)
      if constexpr (requires { local.run_row(region); })
        local.run_row({{region.start[0], y, z}, {region.size[0], 1, 1}});
      else
        for (std::int64_t x = region.start[0]; x < region.end(0); ++x) local(x, y, z);
}

}  // namespace auglens
