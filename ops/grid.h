#pragma once
// Where voxels lie in the patient: size, spacing, origin and axes in LPS millimetres. It refuses to know voxel values.

#include <array>
#include <cstdint>
#include <string>

namespace auglens {

using Index3 = std::array<std::int64_t, 3>;  ///< voxel index or extent, in the order x, y, z
using Vec3 = std::array<double, 3>;          ///< x, y, z
using Mat3 = std::array<double, 9>;          ///< row-major 3x3

Mat3 multiply(const Mat3& a, const Mat3& b);
Vec3 multiply(const Mat3& a, const Vec3& v);
Mat3 transpose(const Mat3& a);
double determinant(const Mat3& a);
/// Throws std::domain_error when the matrix is singular.
Mat3 inverse(const Mat3& a);
inline constexpr Mat3 identity3 = {1, 0, 0, 0, 1, 0, 0, 0, 1};

/// A lattice of voxel centres: world = origin + direction * (spacing .* index), LPS millimetres as in ITK. The columns
/// of `direction` are unit vectors, one for each index axis; they need not be orthogonal (gantry tilt, shear).
struct Grid {
  Index3 size{1, 1, 1};
  Vec3 spacing{1, 1, 1};
  Vec3 origin{0, 0, 0};
  Mat3 direction = identity3;

  std::int64_t voxels() const { return size[0] * size[1] * size[2]; }
  Vec3 to_world(const Vec3& index) const;
  Vec3 to_index(const Vec3& world) const;
  /// Index of the middle of the box that the voxels fill: (size - 1) / 2.
  Vec3 centre_index() const;
  double voxel_mm3() const;  ///< volume of one voxel, with the shear of the axes
  bool orthogonal() const;   ///< axes at right angles within 1e-4

  friend bool operator==(const Grid&, const Grid&) = default;
};

/// Three letters; letter k is the direction (L R P A S I) toward which index axis k mostly runs. Each of the three
/// patient axes is named once, the best total match being taken, also for oblique axes.
std::string orientation_letters(const Grid& grid);

/// For each patient axis (0 L-R, 1 P-A, 2 S-I) the index axis that is nearest to it, by the same matching.
std::array<int, 3> nearest_axes(const Grid& grid);

/// Largest distance in mm between the eight corners of two grids of equal size; infinity when the sizes differ.
double grid_distance_mm(const Grid& a, const Grid& b);

}  // namespace auglens
