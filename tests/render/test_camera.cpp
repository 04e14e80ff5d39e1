#include "render/camera.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "ops/error.h"

using namespace auglens;

namespace {
double dot(const Vec3& a, const Vec3& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Grid tilted() {
  Grid g;
  g.size = {40, 60, 25};
  g.spacing = {0.9, 0.7, 3};
  g.origin = {-20, 35, 110};
  g.direction = {1, 0, 0, 0, 1, -0.3, 0, 0, std::sqrt(1 - 0.09)};  // sheared as a gantry tilt does
  return g;
}
}  // namespace

TEST_CASE("the standard views are exact: front, left, top, feet") {
  const ViewAxes front = axes_of({});
  CHECK(front.right == Vec3{1, 0, 0});  // patient's left on the right
  CHECK(front.up == Vec3{0, 0, 1});
  CHECK(front.forward == Vec3{0, 1, 0});
  const ViewAxes left = axes_of({.azimuth = 90});
  CHECK(left.forward == Vec3{-1, 0, 0});  // from the patient's left, nose on the left
  CHECK(left.right == Vec3{0, 1, 0});
  const ViewAxes top = axes_of({.elevation = 90});
  CHECK(top.forward == Vec3{0, 0, -1});
  CHECK(top.up == Vec3{0, 1, 0});
  const ViewAxes feet = axes_of({.elevation = -90});
  CHECK(feet.forward == Vec3{0, 0, 1});
  CHECK(feet.up == Vec3{0, -1, 0});  // as axial slices are read
}

TEST_CASE("axes are orthonormal and right-handed at every angle") {
  for (double a = -180; a <= 180; a += 17)
    for (double e = -90; e <= 90; e += 13) {
      const ViewAxes c = axes_of({.azimuth = a, .elevation = e});
      CHECK(dot(c.right, c.right) == doctest::Approx(1));
      CHECK(dot(c.up, c.up) == doctest::Approx(1));
      CHECK(std::abs(dot(c.right, c.up)) < 1e-12);
      for (std::size_t k = 0; k < 3; ++k) {  // right x up points at the eye
        const std::size_t i = (k + 1) % 3, j = (k + 2) % 3;
        CHECK(c.right[i] * c.up[j] - c.right[j] * c.up[i] == doctest::Approx(-c.forward[k]).epsilon(1e-9));
      }
    }
}

TEST_CASE("zoom 1 holds the grid from the front, the sides and above, and does not waste the picture") {
  const Grid g = tilted();
  double farthest = 0;
  for (const Viewpoint& v : {Viewpoint{}, Viewpoint{.azimuth = 90}, Viewpoint{.azimuth = 180},
                             Viewpoint{.azimuth = -90}, Viewpoint{.elevation = 90}, Viewpoint{.elevation = -90}}) {
    const ViewFrame f = frame_of(v, g, 300, 200);
    for (int corner = 0; corner < 8; ++corner) {
      Vec3 index{};
      for (std::size_t k = 0; k < 3; ++k)
        index[k] = (corner >> k & 1) != 0 ? static_cast<double>(g.size[k]) - 0.5 : -0.5;
      const Vec3 p = project(f, g.to_world(index));
      farthest = std::max({farthest, std::abs(p[0] - 149.5), std::abs(p[1] - 99.5)});
      CHECK(std::abs(p[2]) <= f.reach + 1e-9);
    }
  }
  CHECK(farthest <= 100);
  CHECK(farthest > 90);
}

TEST_CASE("project and unproject are inverse; pan moves the anatomy; zoom magnifies about the middle") {
  const Grid g = tilted();
  const ViewFrame f =
      frame_of({.azimuth = 33, .elevation = -21, .zoom = 1.7, .pan_right = 4, .pan_up = -9}, g, 320, 200);
  for (const Vec3& p : {Vec3{0, 0, 0}, Vec3{17, 150, -30}, Vec3{319, 199, 55}}) {
    const Vec3 q = project(f, unproject(f, p));
    for (std::size_t k = 0; k < 3; ++k) CHECK(q[k] == doctest::Approx(p[k]).epsilon(1e-9));
  }
  const Vec3 centre = g.to_world(g.centre_index());
  const Vec3 c = project(f, centre);
  CHECK((c[0] - 159.5) * f.mm_per_pixel == doctest::Approx(4));
  CHECK((c[1] - 99.5) * f.mm_per_pixel == doctest::Approx(9));
  CHECK(frame_of({.zoom = 2}, g, 320, 200).mm_per_pixel * 2 ==
        doctest::Approx(frame_of({.zoom = 1}, g, 320, 200).mm_per_pixel));
}

TEST_CASE("a drag to the right brings the patient's right side to the front; elevation stops at the poles") {
  const Viewpoint c = orbited({}, 100, 0, 200);
  CHECK(c.azimuth == -90);  // the eye walked toward the patient's right
  CHECK(orbited({}, 0, 500, 200).elevation == 90);
  CHECK(orbited({}, -250, 0, 200).azimuth == doctest::Approx(-135));  // 225 wraps
}

TEST_CASE("a camera without meaning is refused") {
  CHECK_THROWS_AS(frame_of({}, Grid{}, 0, 10), Error);
  CHECK_THROWS_AS(frame_of({.zoom = 0}, Grid{}, 10, 10), Error);
  CHECK_THROWS_AS(frame_of({.zoom = std::nan("")}, Grid{}, 10, 10), Error);
}
