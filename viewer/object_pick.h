#pragma once
// Which object lies under a pixel of the 3-D view. It refuses to know mice and how the picture was made.

#include <optional>

#include "render/view.h"
#include "viewer/object_scene.h"

namespace auglens {

/// The middle of the first voxel that belongs to an object along the ray through column, row of a pane of this size,
/// LPS mm; empty where the ray meets none.
std::optional<Vec3> object_along_ray(const ObjectScene& objects, const Camera& camera, double column, double row,
                                     int width, int height);

}  // namespace auglens
