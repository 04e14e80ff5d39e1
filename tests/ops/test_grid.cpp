#include "ops/grid.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace auglens;

TEST_CASE("index and world are inverse on an oblique, sheared grid") {
  Grid g{{7, 9, 11}, {0.5, 2, 3}, {10, -20, 30}, {0.8, -0.6, 0.1, 0.6, 0.8, 0, 0, 0, std::sqrt(0.99)}};
  const Vec3 p{1.25, 7, 3.5}, q = g.to_index(g.to_world(p));
  for (std::size_t k = 0; k < 3; ++k) CHECK(q[k] == doctest::Approx(p[k]).epsilon(1e-12));
  CHECK_FALSE(g.orthogonal());
}

TEST_CASE("orientation letters name each patient axis once, also at 45 degrees") {
  Grid g;
  CHECK(orientation_letters(g) == "LPS");
  g.direction = {-1, 0, 0, 0, -1, 0, 0, 0, 1};
  CHECK(orientation_letters(g) == "RAS");
  g.direction = {0, 0, -1, 1, 0, 0, 0, -1, 0};  // x runs to P, y to I, z to R
  CHECK(orientation_letters(g) == "PIR");
  CHECK(nearest_axes(g) == std::array<int, 3>{2, 0, 1});
  const double h = std::sqrt(0.5);
  g.direction = {h, h, 0, h, -h, 0, 0, 0, 1};
  const std::string letters = orientation_letters(g);
  CHECK(letters.substr(2) == "S");
  CHECK(((letters[0] == 'L' && letters[1] == 'A') || (letters[0] == 'P' && letters[1] == 'L')));
}

TEST_CASE("a voxel's volume knows the shear of its axes") {
  Grid g{{1, 1, 1}, {2, 3, 4}, {0, 0, 0}, {1, 0, 0, 0, 1, 0.6, 0, 0, 0.8}};
  CHECK(g.voxel_mm3() == doctest::Approx(24 * 0.8));
}

TEST_CASE("grid distance is that of the farthest corner") {
  Grid a{{11, 1, 1}, {1, 1, 1}, {0, 0, 0}, identity3}, b = a;
  b.spacing[0] = 1.1;
  CHECK(grid_distance_mm(a, b) == doctest::Approx(1.0));
  b.size[0] = 12;
  CHECK(std::isinf(grid_distance_mm(a, b)));
}
