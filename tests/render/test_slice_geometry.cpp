#include "render/slice_geometry.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/render/render_fixture.h"

using namespace auglens;

TEST_CASE("in every storage order the screen shows right on the left, anterior or superior up, nose left") {
  const Vec3 left{1, 0, 0}, posterior{0, 1, 0}, superior{0, 0, 1};
  for (const Mat3& order : storage_orders()) {
    const Grid grid{{11, 12, 13}, {1, 2, 3}, {5, -7, 9}, order};
    const auto step = [&](Plane plane, double dx, double dy) {  // the way in mm of a step on the screen
      const SliceGeometry g(grid, plane, 100, 100);
      const Vec3 a = grid.to_world(g.index_at({50, 50}, 3)), b = grid.to_world(g.index_at({50 + dx, 50 + dy}, 3));
      return Vec3{b[0] - a[0], b[1] - a[1], b[2] - a[2]};
    };
    const auto along = [](const Vec3& v, const Vec3& axis) {  // positive and only along this axis
      const double dot = v[0] * axis[0] + v[1] * axis[1] + v[2] * axis[2];
      return dot > 0 && std::abs(dot - std::hypot(v[0], v[1], v[2])) < 1e-9;
    };
    CHECK(along(step(Plane::axial, 1, 0), left));
    CHECK(along(step(Plane::axial, 0, 1), posterior));
    CHECK(along(step(Plane::coronal, 1, 0), left));
    CHECK(along(step(Plane::coronal, 0, -1), superior));
    CHECK(along(step(Plane::sagittal, 1, 0), posterior));
    CHECK(along(step(Plane::sagittal, 0, -1), superior));
  }
}

TEST_CASE("letters name the sides to which the screen runs") {
  const Grid grid;
  const auto letters = [&](Plane plane) {
    const PlaneAxes a = plane_axes(grid, plane);
    return std::string{a.left_letter, a.right_letter, a.top_letter, a.bottom_letter};
  };
  CHECK(letters(Plane::axial) == "RLAP");
  CHECK(letters(Plane::coronal) == "RLSI");
  CHECK(letters(Plane::sagittal) == "APSI");
}

TEST_CASE("a millimetre is as long down as across, and the slice fits exactly one way") {
  const Grid grid{{40, 10, 7}, {0.5, 4, 1.25}, {0, 0, 0}, identity3};
  for (const Plane plane : all_planes) {
    const SliceGeometry g(grid, plane, 300, 200);
    const auto right = static_cast<std::size_t>(g.axes().right), down = static_cast<std::size_t>(g.axes().down);
    CHECK(std::abs(g.right().step) * grid.spacing[right] == doctest::Approx(g.mm_per_pixel()));
    CHECK(std::abs(g.down().step) * grid.spacing[down] == doctest::Approx(g.mm_per_pixel()));
    const double wide = static_cast<double>(grid.size[right]) * grid.spacing[right] / g.mm_per_pixel();
    const double high = static_cast<double>(grid.size[down]) * grid.spacing[down] / g.mm_per_pixel();
    CHECK(std::max(wide / 300, high / 200) == doctest::Approx(1));
  }
}

TEST_CASE("pixels to voxels and back") {
  const Grid grid{{40, 30, 20}, {0.5, 1, 2}, {3, 4, 5}, {-1, 0, 0, 0, 0, 1, 0, 1, 0}};
  for (const Plane plane : all_planes) {
    const SliceGeometry g(grid, plane, 311, 207, {1.7, 3, -9});
    for (const Point2 p : {Point2{0.5, 0.5}, Point2{100.25, 33}, Point2{310.5, 206.5}}) {
      const Point2 back = g.pixel_of(g.index_at(p, 4));
      CHECK(back.x == doctest::Approx(p.x));
      CHECK(back.y == doctest::Approx(p.y));
    }
  }
}

TEST_CASE("the slice is floor(index + 0.5), and the middle between two voxels survives the trip through millimetres") {
  const Grid straight{{10, 10, 10}, {1, 1, 2}, {0, 0, -4}, identity3};
  CHECK(slice_index(straight, 2, {0, 0, -4 + 2 * 3.49}) == 3);
  CHECK(slice_index(straight, 2, {0, 0, -4 + 2 * 3.51}) == 4);
  CHECK(slice_index(straight, 2, {0, 0, -999}) == 0);
  CHECK(slice_index(straight, 2, {0, 0, 1e300}) == 9);
  CHECK(slice_index(straight, 2, {0, 0, std::numeric_limits<double>::quiet_NaN()}) == 5);
  for (const Mat3& order : storage_orders())
    for (const std::int64_t n : {2, 154, 512}) {
      const double c = std::cos(0.123), s = std::sin(0.123);
      const Grid grid{
          {n, n, n}, {0.9375, 0.7, 1.1}, {-123.4, 77.7, 1000.1}, multiply({c, -s, 0, s, c, 0, 0, 0, 1}, order)};
      CHECK(voxel_at(grid, grid.to_world(grid.centre_index())) == Index3{n / 2, n / 2, n / 2});
    }
}
