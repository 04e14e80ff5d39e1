#include "io/space_axes.h"

#include <array>
#include <cmath>

#include "ops/error.h"

namespace auglens {

Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
double dot(const Vec3& a, const Vec3& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
double length(const Vec3& v) {
  return std::sqrt(dot(v, v));
}

void set_axes(const std::string& file, const std::vector<Vec3>& steps, Grid& grid, std::vector<std::string>& notices) {
  const auto refuse = [&file](const char* what) {
    throw Error(ErrorKind::bad_input, {file, what, "", "correct its header"});
  };
  if (steps.size() != 2 && steps.size() != 3) refuse("two or three axes of space are needed");
  std::array<Vec3, 3> axes{};
  for (std::size_t k = 0; k < steps.size(); ++k) {
    axes[k] = steps[k];
    const double mm = length(axes[k]);
    if (!std::isfinite(mm)) refuse("the direction of an axis is no number");
    if (!(mm > 0)) refuse("the spacing of an axis is zero");
    grid.spacing[k] = mm;
    for (double& c : axes[k]) c /= mm;
  }
  if (steps.size() == 2) {
    Vec3 normal = cross(axes[0], axes[1]);
    const double sine = length(normal);
    if (sine > 1e-6)
      for (double& c : normal) c /= sine;
    axes[2] = normal;
    grid.spacing[2] = 1;
    notices.emplace_back("the spacing of the slice is unknown and taken as 1 mm");
  }
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t c = 0; c < 3; ++c) grid.direction[3 * c + k] = axes[k][c];
  if (std::abs(determinant(grid.direction)) < 1e-6) refuse("the axes span no volume");
  if (!grid.orthogonal()) notices.emplace_back("the axes are not at right angles: the shear is kept");
}

}  // namespace auglens
