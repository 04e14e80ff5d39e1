#pragma once
// A connected component of a label map, in voxels and in mm. It refuses to know how components are found.

#include <cstdint>
#include <limits>

#include "ops/region.h"

namespace auglens {

struct Blob {
  std::int32_t label = 0;  ///< the class; of its first voxel where any foreground is one object
  std::int64_t voxels = 0;
  double mm3 = 0;
  Region box;                   ///< the smallest that holds it
  Vec3 centroid{0, 0, 0};       ///< mean index
  Vec3 centroid_mm{0, 0, 0};    ///< the same point, LPS
  bool touches_border = false;  ///< has a voxel on a face of the volume; an axis of one voxel has no faces
  double diameter_mm = std::numeric_limits<double>::quiet_NaN();  ///< unknown until measure_diameters

  friend bool operator==(const Blob&, const Blob&) = default;
};

/// Sums over the voxels of a blob; integers, so that the order of adding cannot matter.
struct BlobSums {
  std::int64_t voxels = 0;
  Index3 sum{0, 0, 0};  ///< of indices
  Index3 low{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max(),
             std::numeric_limits<std::int64_t>::max()};
  Index3 high{-1, -1, -1};  ///< inclusive

  /// Adds the voxels x0 <= x < x1 of one row.
  void add_run(std::int64_t x0, std::int64_t x1, std::int64_t y, std::int64_t z) {
    const std::int64_t n = x1 - x0;
    voxels += n;
    sum[0] += (x0 + x1 - 1) * n / 2;
    sum[1] += y * n;
    sum[2] += z * n;
    low = {std::min(low[0], x0), std::min(low[1], y), std::min(low[2], z)};
    high = {std::max(high[0], x1 - 1), std::max(high[1], y), std::max(high[2], z)};
  }
  void add(const BlobSums& other);
};

/// The blob that the sums describe, on its grid; the diameter stays unknown.
Blob blob_of(const BlobSums& sums, std::int32_t label, const Grid& grid);

/// Whether no extent of its box is below `least`, in voxels. An axis on which the volume has one voxel has no extent to
/// compare: a plane is judged in 2-D.
bool reaches(const Blob& blob, const Index3& least, const Index3& volume);

}  // namespace auglens
