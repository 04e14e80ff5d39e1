#include "ops/grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace auglens {

Mat3 multiply(const Mat3& a, const Mat3& b) {
  Mat3 c{};
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t k = 0; k < 3; ++k)
      c[3 * r + k] = a[3 * r] * b[k] + a[3 * r + 1] * b[3 + k] + a[3 * r + 2] * b[6 + k];
  return c;
}

Vec3 multiply(const Mat3& a, const Vec3& v) {
  return {a[0] * v[0] + a[1] * v[1] + a[2] * v[2], a[3] * v[0] + a[4] * v[1] + a[5] * v[2],
          a[6] * v[0] + a[7] * v[1] + a[8] * v[2]};
}

Mat3 transpose(const Mat3& a) {
  return {a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8]};
}

double determinant(const Mat3& a) {
  return a[0] * (a[4] * a[8] - a[5] * a[7]) - a[1] * (a[3] * a[8] - a[5] * a[6]) + a[2] * (a[3] * a[7] - a[4] * a[6]);
}

Mat3 inverse(const Mat3& a) {
  const double d = determinant(a);
  if (!(std::abs(d) > 0) || !std::isfinite(d)) throw std::domain_error("singular matrix");
  return {(a[4] * a[8] - a[5] * a[7]) / d, (a[2] * a[7] - a[1] * a[8]) / d, (a[1] * a[5] - a[2] * a[4]) / d,
          (a[5] * a[6] - a[3] * a[8]) / d, (a[0] * a[8] - a[2] * a[6]) / d, (a[2] * a[3] - a[0] * a[5]) / d,
          (a[3] * a[7] - a[4] * a[6]) / d, (a[1] * a[6] - a[0] * a[7]) / d, (a[0] * a[4] - a[1] * a[3]) / d};
}

Vec3 Grid::to_world(const Vec3& index) const {
  const Vec3 v = multiply(direction, Vec3{index[0] * spacing[0], index[1] * spacing[1], index[2] * spacing[2]});
  return {origin[0] + v[0], origin[1] + v[1], origin[2] + v[2]};
}

Vec3 Grid::to_index(const Vec3& world) const {
  const Vec3 v = multiply(inverse(direction), Vec3{world[0] - origin[0], world[1] - origin[1], world[2] - origin[2]});
  return {v[0] / spacing[0], v[1] / spacing[1], v[2] / spacing[2]};
}

Vec3 Grid::centre_index() const {
  return {static_cast<double>(size[0] - 1) / 2, static_cast<double>(size[1] - 1) / 2,
          static_cast<double>(size[2] - 1) / 2};
}

double Grid::voxel_mm3() const {
  return std::abs(determinant(direction)) * spacing[0] * spacing[1] * spacing[2];
}

bool Grid::orthogonal() const {
  const Mat3 m = multiply(transpose(direction), direction);
  return std::abs(m[1]) < 1e-4 && std::abs(m[2]) < 1e-4 && std::abs(m[5]) < 1e-4;
}

std::array<int, 3> nearest_axes(const Grid& grid) {
  std::array<int, 3> order{0, 1, 2}, best = order;
  double best_sum = -1;
  do {  // order[p] = index axis for patient axis p; the axis-aligned cases are exact
    double sum = 0;
    for (std::size_t p = 0; p < 3; ++p) sum += std::abs(grid.direction[3 * p + static_cast<std::size_t>(order[p])]);
    if (sum > best_sum + 1e-12) best_sum = sum, best = order;
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

std::string orientation_letters(const Grid& grid) {
  constexpr const char* letters[3] = {"RL", "AP", "IS"};
  const auto axes = nearest_axes(grid);
  std::string s = "???";
  for (std::size_t p = 0; p < 3; ++p) {
    const auto k = static_cast<std::size_t>(axes[p]);
    s[k] = letters[p][grid.direction[3 * p + k] >= 0 ? 1 : 0];
  }
  return s;
}

double grid_distance_mm(const Grid& a, const Grid& b) {
  if (a.size != b.size) return std::numeric_limits<double>::infinity();
  double worst = 0;
  for (int corner = 0; corner < 8; ++corner) {
    Vec3 index{};
    for (std::size_t k = 0; k < 3; ++k) index[k] = (corner >> k & 1) != 0 ? static_cast<double>(a.size[k] - 1) : 0.0;
    const Vec3 p = a.to_world(index), q = b.to_world(index);
    worst = std::max(worst, std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
  }
  return worst;
}

}  // namespace auglens
