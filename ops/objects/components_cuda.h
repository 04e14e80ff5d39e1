#pragma once
// Components on a CUDA device: the numbers and the sums of each blob. It refuses to know tables and the CPU's way.

#include <vector>

#include "ops/objects/components.h"
#include "ops/objects/row_bits.h"

namespace auglens {

struct CudaRequest {
  JoinRule rule;
  Connectivity connectivity = Connectivity::faces;
  bool with_sums = false;
};

struct CudaComponents {
  LabelMap ids;  ///< in host memory
  std::int64_t count = 0;
  std::vector<BlobSums> sums;         ///< where asked for, of at most `most_blobs`
  std::vector<std::int32_t> classes;  ///< of each blob's first voxel, likewise
};

/// At most 2^31 voxels, padding included: positions are 32-bit numbers there.
bool fits_cuda(const LabelMap& labels);
/// Numbers and sums equal to the CPU's. Throws Error(resource) when the device has no room for three times the map;
/// Cancelled.
CudaComponents components_on_cuda(const LabelMap& labels, const CudaRequest& request, const Job& job);

}  // namespace auglens
