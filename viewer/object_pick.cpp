#include "viewer/object_pick.h"

#include <algorithm>

#include "render/camera.h"
#include "render/slice_geometry.h"

namespace auglens {

std::optional<Vec3> object_along_ray(const ObjectScene& objects, const Camera& camera, double column, double row,
                                     int width, int height) {
  if (!objects.found) return std::nullopt;
  const Grid& grid = objects.found->ids.grid;
  const ViewFrame frame = frame_of({camera.azimuth, camera.elevation, camera.zoom, 0, 0}, grid, width, height);
  // half of the smallest spacing: a ray passes no voxel but by a corner
  const double step = *std::min_element(grid.spacing.begin(), grid.spacing.end()) / 2;
  for (double depth = -frame.reach; depth <= frame.reach; depth += step) {
    const Vec3 point = unproject(frame, {column, row, depth});
    if (objects.at(point)) {
      const Index3 voxel = voxel_at(grid, point);
      return grid.to_world(
          {static_cast<double>(voxel[0]), static_cast<double>(voxel[1]), static_cast<double>(voxel[2])});
    }
  }
  return std::nullopt;
}

}  // namespace auglens
