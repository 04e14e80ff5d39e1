#pragma once
// From a pixel of the 3-D view to the object under it, and from an object to a point in it. It refuses to know mice and
// how pictures are made.

#include <optional>

#include "render/view.h"
#include "viewer/object_scene.h"

namespace auglens {

/// The middle of the first voxel that belongs to an object along the ray through column, row of a pane of this size,
/// LPS mm; empty where the ray meets none.
std::optional<Vec3> object_along_ray(const ObjectScene& objects, const Camera& camera, double column, double row,
                                     int width, int height);

/// The middle of the blob's voxel that is nearest to its centroid (axes taken as square; of equally near ones the first
/// in raster order), LPS mm: it lies in the object, whatever its shape. Reads the blob's box at most.
Vec3 point_in(const Components& found, std::size_t blob);

}  // namespace auglens
