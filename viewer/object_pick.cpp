#include "viewer/object_pick.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "render/camera.h"
#include "render/slice_geometry.h"

namespace auglens {
namespace {

/// The whole numbers of [low, high) with their squared distances from `centre`, nearest first, the lower one of two.
struct Ring {
  double centre, mm;
  std::int64_t below, above, low, high;

  Ring(double c, double spacing, std::int64_t first, std::int64_t end)
      : centre(c),
        mm(spacing),
        below(static_cast<std::int64_t>(std::floor(c))),
        above(below + 1),
        low(first),
        high(end) {}

  double away(std::int64_t at) const {
    const double d = (static_cast<double>(at) - centre) * mm;
    return d * d;
  }
  /// False when there are no more.
  bool next(std::int64_t& at, double& distance) {
    const bool down = below >= low, up = above < high;
    if (!down && !up) return false;
    at = down && (!up || away(below) <= away(above)) ? below-- : above++;
    distance = away(at);
    return true;
  }
};

/// The voxel of a blob that is nearest to a place in its box. Planes, rows and voxels are looked at from the place
/// outwards, so that the first hit of a solid shape ends the search.
class NearestVoxel {
 public:
  NearestVoxel(const Components& found, std::size_t blob)
      : grid_(found.ids.grid),
        ids_(found.ids.view()),
        blob_(found.blobs[blob]),
        id_(static_cast<std::int32_t>(blob + 1)) {}

  Index3 find() {
    Ring planes = ring(2);
    double away = 0;
    for (std::int64_t z = 0; planes.next(z, away) && away <= best_;) search_plane(z, away);
    return at_;
  }

 private:
  Ring ring(std::size_t axis) const {
    return {blob_.centroid[axis], grid_.spacing[axis], blob_.box.start[axis],
            blob_.box.start[axis] + blob_.box.size[axis]};
  }

  void search_plane(std::int64_t z, double base) {
    Ring rows = ring(1);
    double away = 0;
    for (std::int64_t y = 0; rows.next(y, away) && base + away <= best_;) search_row(y, z, base + away);
  }

  void search_row(std::int64_t y, std::int64_t z, double base) {
    Ring voxels = ring(0);
    double away = 0;
    for (std::int64_t x = 0; voxels.next(x, away) && base + away <= best_;)
      if (ids_.at(x, y, z) == id_) take({x, y, z}, base + away);
  }

  void take(const Index3& at, double distance) {
    const bool earlier = std::tie(at[2], at[1], at[0]) < std::tie(at_[2], at_[1], at_[0]);
    if (distance < best_ || (distance == best_ && earlier)) at_ = at, best_ = distance;
  }

  const Grid& grid_;
  const VoxelView<std::int32_t> ids_;
  const Blob& blob_;
  const std::int32_t id_;
  Index3 at_{0, 0, 0};
  double best_ = std::numeric_limits<double>::infinity();
};

}  // namespace

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

Vec3 point_in(const Components& found, std::size_t blob) {
  const Index3 at = NearestVoxel(found, blob).find();
  return found.ids.grid.to_world({static_cast<double>(at[0]), static_cast<double>(at[1]), static_cast<double>(at[2])});
}

}  // namespace auglens
