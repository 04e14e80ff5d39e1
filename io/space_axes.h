#pragma once
// Steps from voxel to voxel as the axes of a grid, checked. It refuses to know which header they come from.

#include <string>
#include <vector>

#include "ops/grid.h"

namespace auglens {

/// Sets spacing and direction of `grid` from two or three steps in LPS mm, one for each index axis. Two steps get the
/// normal as the third axis, with spacing 1 and a notice. Throws Error(bad_input) for steps that are zero, not finite
/// or span no volume.
void set_axes(const std::string& file, const std::vector<Vec3>& steps, Grid& grid, std::vector<std::string>& notices);

Vec3 cross(const Vec3& a, const Vec3& b);
double dot(const Vec3& a, const Vec3& b);
double length(const Vec3& v);

}  // namespace auglens
