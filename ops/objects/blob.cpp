#include "ops/objects/blob.h"

namespace auglens {

void BlobSums::add(const BlobSums& other) {
  voxels += other.voxels;
  for (std::size_t k = 0; k < 3; ++k) {
    sum[k] += other.sum[k];
    low[k] = std::min(low[k], other.low[k]);
    high[k] = std::max(high[k], other.high[k]);
  }
}

Blob blob_of(const BlobSums& sums, std::int32_t label, const Grid& grid) {
  Blob blob;
  blob.label = label;
  blob.voxels = sums.voxels;
  blob.mm3 = static_cast<double>(sums.voxels) * grid.voxel_mm3();
  for (std::size_t k = 0; k < 3; ++k) {
    blob.box.start[k] = sums.low[k];
    blob.box.size[k] = sums.high[k] - sums.low[k] + 1;
    blob.centroid[k] = static_cast<double>(sums.sum[k]) / static_cast<double>(sums.voxels);
    if (grid.size[k] > 1 && (sums.low[k] == 0 || sums.high[k] == grid.size[k] - 1)) blob.touches_border = true;
  }
  blob.centroid_mm = grid.to_world(blob.centroid);
  return blob;
}

bool reaches(const Blob& blob, const Index3& least, const Index3& volume) {
  for (std::size_t k = 0; k < 3; ++k)
    if (volume[k] > 1 && blob.box.size[k] < least[k]) return false;
  return true;
}

}  // namespace auglens
