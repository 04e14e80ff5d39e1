#pragma once
// What both phantoms share: the grid of a given size, the loop over voxels, and the labels of a blob table. It refuses
// to know which patient is drawn.

#include <functional>
#include <span>

#include "io/phantom.h"
#include "io/phantom_shapes.h"

namespace auglens::phantom {

/// An empty case of this size that fills the box `extent_mm` around world 0.
Case empty_case(const Index3& size, const Vec3& extent_mm, int channels, const Job& job);

/// Calls row(y, z) for each row of the grid, from several threads; checks for cancel and reports.
void for_each_row(const Grid& grid, const Job& job, const std::function<void(std::int64_t y, std::int64_t z)>& row);

/// Where the centre of voxel (x, y, z) lies.
inline Point voxel_centre(const Grid& grid, std::int64_t x, std::int64_t y, std::int64_t z) {
  const auto at = [&](std::size_t k, std::int64_t i) {
    return static_cast<float>(grid.origin[k] + grid.spacing[k] * static_cast<double>(i));
  };
  return {at(0, x), at(1, y), at(2, z)};
}

/// The last blob of the table that holds the point, or -1. `p` is already rippled.
inline int blob_at(std::span<const PhantomBlob> blobs, Point p) {
  int found = -1;
  for (std::size_t k = 0; k < blobs.size(); ++k) {
    const Point d = p - point(blobs[k].centre_mm), r = point(blobs[k].radii_mm);
    if (square(d.x / r.x) + square(d.y / r.y) + square(d.z / r.z) <= 1) found = static_cast<int>(k);
  }
  return found;
}

/// Signed distance to the blob's surface, mm.
inline float distance_to(const PhantomBlob& blob, Point rippled_point) {
  return ellipsoid(rippled_point, point(blob.centre_mm), point(blob.radii_mm));
}

}  // namespace auglens::phantom
