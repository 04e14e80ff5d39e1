#include "render/raycast.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include "raycast_scenes.h"

using namespace auglens;
using namespace auglens::scenes;

namespace {

RaycastSettings maximum(int width = 160, int height = 120) {
  RaycastSettings s;
  s.mode = RayMode::maximum;
  s.width = width;
  s.height = height;
  return s;
}

/// Grids that store the same patient in other orders: every permutation of the axes with some of them reversed.
std::vector<Grid> storage_orders(const Index3& extent_mm) {
  std::vector<Grid> grids;
  for (const auto& order : {std::array<std::size_t, 3>{0, 1, 2}, {1, 0, 2}, {2, 1, 0}, {0, 2, 1}, {1, 2, 0}, {2, 0, 1}})
    for (int flips = 0; flips < 8; ++flips) {
      Mat3 axes{};
      Index3 size{};
      for (std::size_t k = 0; k < 3; ++k) {
        axes[3 * order[k] + k] = (flips >> k & 1) != 0 ? -1 : 1;
        size[k] = extent_mm[order[k]];
      }
      grids.push_back(centred_grid(size, {1, 1, 1}, axes));
    }
  return grids;
}

}  // namespace

TEST_CASE("a marker lands where its place in the patient says, in every storage order") {
  for (const Grid& g : storage_orders({40, 48, 32})) {
    const auto at = [&](const Vec3& p, const Viewpoint& camera) {
      RaycastSettings s = maximum();
      s.viewpoint = camera;
      const Mass m = mass(cast(painted(g, [&](const Vec3& q) { return ball(q, p, 4); }), s), 100);
      REQUIRE(m.pixels > 0);
      const Vec3 expected = project(frame_of(s.viewpoint, g, s.width, s.height), p);
      CHECK(m.x == doctest::Approx(expected[0]).epsilon(0.01));
      CHECK(m.y == doctest::Approx(expected[1]).epsilon(0.01));
      return m;
    };
    const Vec3 left{12, 0, 0}, anterior{0, -15, 0}, superior{0, 0, 9};
    CHECK(at(left, {}).x > 85);      // from the front: patient's left on the right
    CHECK(at(superior, {}).y < 55);  // superior up
    const Mass front = at(anterior, {});
    CHECK(std::abs(front.x - 79.5) + std::abs(front.y - 59.5) < 1);
    CHECK(at(anterior, {.azimuth = 90}).x < 74);     // from the left: nose on the left
    CHECK(at(anterior, {.elevation = -90}).y < 54);  // from the feet: anterior up
    CHECK(at(left, {.elevation = -90}).x > 85);
  }
}

TEST_CASE("oblique and sheared grids put markers where the affine says") {
  const double c = std::cos(0.4), s = std::sin(0.4);
  const Mat3 oblique = {c, -s, 0, s, c, 0, 0, 0, 1};
  const Mat3 sheared = {1, 0, 0, 0, 1, -0.35, 0, 0, std::sqrt(1 - 0.35 * 0.35)};
  for (const Mat3& axes : {oblique, sheared, multiply(oblique, sheared)}) {
    const Grid g = centred_grid({40, 36, 20}, {1, 1, 2.2}, axes);
    const Image image = painted(g, [](const Vec3& p) { return ball(p, {9, -6, 11}, 5); });
    for (const Viewpoint& camera :
         {Viewpoint{}, Viewpoint{.azimuth = 40, .elevation = 25}, Viewpoint{.azimuth = -130, .elevation = -60}}) {
      RaycastSettings settings = maximum();
      settings.viewpoint = camera;
      const Mass m = mass(cast(image, settings), 100);
      const Vec3 expected = project(frame_of(camera, g, 160, 120), {9, -6, 11});
      CHECK(std::abs(m.x - expected[0]) < 0.6);
      CHECK(std::abs(m.y - expected[1]) < 0.6);
    }
  }
}

TEST_CASE("the maximum of a box is its value inside an outline of its size") {
  const Grid g = centred_grid({50, 40, 30});
  const Image image = painted(
      g, [](const Vec3& p) { return std::abs(p[0]) < 15.1 && std::abs(p[1]) < 9 && std::abs(p[2]) < 8.1 ? 0.6 : 0.1; });
  RaycastSettings s = maximum(200, 200);
  const RaycastPicture p = cast(image, s);
  const double mm = frame_of(s.viewpoint, g, 200, 200).mm_per_pixel;
  const Mass m = mass(p, 89);  // half way between 0.1 and 0.6: half a voxel beyond the last centres, 14.5 and 7.5
  CHECK(m.pixels * mm * mm == doctest::Approx(30.0 * 16.0).epsilon(0.02));
  CHECK(std::abs(pixel(p, 100, 100).r - std::lround(0.6 * 255)) <= 1);
  CHECK(std::abs(pixel(p, 100, 100 + static_cast<int>(12 / mm)).r - std::lround(0.1 * 255)) <= 1);
  CHECK(pixel(p, 100, 100).a == 255);
  CHECK(pixel(p, 2, 2).r == 0);
  CHECK(pixel(p, 2, 2).a == 0);  // beside the volume
}

TEST_CASE("integers are shown exactly: a ramp of 256 grey levels comes out as itself") {
  Grid g = centred_grid({4, 4, 256});
  Image image = Image::allocate(g, VoxelType::int16);
  const auto v = image.mutable_view<std::int16_t>();
  for (std::int64_t z = 0; z < 256; ++z)
    for (std::int64_t y = 0; y < 4; ++y)
      for (std::int64_t x = 0; x < 4; ++x) v.at(x, y, z) = static_cast<std::int16_t>(z - 1000);
  RaycastSettings s = maximum(3, 512);
  s.window = 255;
  s.level = -1000 + 127.5;
  s.viewpoint.zoom = frame_of({}, g, 3, 512).mm_per_pixel;  // one pixel per mm
  const RaycastPicture p = cast(image, s);
  for (int row = 128; row < 384; ++row) CHECK(pixel(p, 1, row).r == 383 - row);  // pixel centres meet voxel centres
}

TEST_CASE("a homogeneous slab gathers 1 - (1 - a)^n, at any step, with and without jitter") {
  for (const double spacing_y : {1.0, 3.0})
    for (const double step : {0.5, 1.0, 2.0})
      for (const bool jitter : {false, true}) {
        const Grid g = centred_grid({12, 16, 12}, {1, spacing_y, 1});
        RaycastSettings s;
        s.width = s.height = 16;
        s.viewpoint.zoom = 4;
        s.opacity = {0, 0, 0.03};
        s.step = step;
        s.jitter = jitter;
        s.shade = false;
        const RaycastPicture p = cast(painted(g, [](const Vec3&) { return 0.7; }), s);
        const double voxels = 16 * spacing_y;  // of path, in the smallest spacing
        const double expected = 1 - std::pow(1 - 0.03, voxels);
        for (int y = 2; y < 14; ++y)
          for (int x = 2; x < 14; ++x) {
            CHECK(std::abs(pixel(p, x, y).a - 255 * expected) <= 1);
            CHECK(std::abs(pixel(p, x, y).r - 255 * expected * 0.7) <= 1);
          }
      }
}

TEST_CASE("a nearly opaque front hides the back") {
  const Grid g = centred_grid({30, 30, 30});
  RgbaTable red_blue{};  // low values red, high ones blue
  for (std::size_t i = 0; i < 256; ++i)
    red_blue[i] = {static_cast<std::uint8_t>(i < 190 ? 255 : 0), 0, static_cast<std::uint8_t>(i < 190 ? 0 : 255), 255};
  const Image image = painted(g, [](const Vec3& p) { return p[1] < -5 ? 0.5 : p[1] > 5 ? 1.0 : 0.0; });
  RaycastSettings s;
  s.width = s.height = 40;
  s.viewpoint.zoom = 3;
  s.colours = red_blue;
  s.opacity = {0.4, 0.45, 0.9};
  s.shade = false;
  const Pixel front = pixel(cast(image, s), 20, 20);
  CHECK(front.r > 245);
  CHECK(front.b < 10);
  s.viewpoint.azimuth = 180;
  const Pixel back = pixel(cast(image, s), 20, 20);
  CHECK(back.b > 235);
  CHECK(back.r < 20);
}

TEST_CASE("light depends on the shape in mm, not on how the grid samples it") {
  RaycastSettings s;
  s.width = s.height = 96;
  s.viewpoint = {.azimuth = 20, .elevation = 10};
  s.opacity = {0.3, 0.6, 0.8};
  const auto paint = [](const Vec3& p) {
    return std::min(1.0, std::max(0.0, 0.5 - (std::hypot(p[0], p[1], p[2]) - 14) / 8));
  };
  const RaycastPicture fine = cast(painted(centred_grid({48, 48, 48}), paint), s);
  const RaycastPicture flat = cast(painted(centred_grid({48, 48, 24}, {1, 1, 2}), paint), s);
  double difference = 0, sum = 0;
  for (std::size_t i = 0; i < fine.rgba.size(); i += 4) {
    difference += std::abs(fine.rgba[i] - flat.rgba[i]);
    sum += fine.rgba[i];
  }
  CHECK(sum / (96 * 96) > 15);
  CHECK(difference / sum < 0.03);
  // lit from the upper left, and the middle by the formula: ambient + diffuse * light . eye, on grey
  CHECK(pixel(fine, 40, 40).r > pixel(fine, 56, 56).r + 10);
}

TEST_CASE("volumes one voxel thick, of one voxel, and with nothing finite in them") {
  for (const Index3& size :
       {Index3{1, 20, 20}, Index3{20, 1, 20}, Index3{20, 20, 1}, Index3{1, 1, 1}, Index3{1, 1, 30}}) {
    RaycastSettings s = maximum(60, 60);
    s.viewpoint = {.azimuth = 30, .elevation = 20};
    const RaycastPicture p = cast(painted(centred_grid(size), [](const Vec3&) { return 0.8; }), s);
    const Mass m = mass(p, 200);
    CHECK(m.pixels > 0);
    CHECK(std::abs(m.x - 29.5) < 1.5);
    CHECK(std::abs(m.y - 29.5) < 1.5);
  }
  // Seen face on, a sheet has its full value wherever in its thickness the one sample falls.
  const std::pair<Index3, Viewpoint> sheets[] = {
      {{1, 20, 20}, {.azimuth = 90}}, {{20, 1, 20}, {}}, {{20, 20, 1}, {.elevation = 90}}};
  for (const auto& [size, viewpoint] : sheets) {
    RaycastSettings s = maximum(61, 61);
    s.viewpoint = viewpoint;
    const Image image = painted(centred_grid(size), [](const Vec3& p) { return p[0] + p[1] + p[2] < -17 ? 0.1 : 0.8; });
    for (s.step = 0.9; s.step < 1; s.step += 0.013)
      for (int y = 25; y < 36; ++y) CHECK(pixel(cast(image, s), 30, y).r == 204);
  }
  const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
  for (const RayMode mode : {RayMode::volume, RayMode::maximum}) {
    RaycastSettings s = maximum(40, 40);
    s.mode = mode;
    CHECK(mass(cast(painted(centred_grid({9, 9, 9}), [&](const Vec3&) { return nan; }), s), 0).pixels == 0);
    const Mass ball_mass = mass(cast(painted(centred_grid({21, 21, 21}),
                                             [&](const Vec3& p) {
                                               return p[0] > 4 ? nan : p[0] < -8 ? -inf : ball(p, {0, 0, 0}, 4);
                                             }),
                                     s),
                                100);
    CHECK(ball_mass.pixels > 20);  // NaN counts as the lowest value and hides nothing
    CHECK(std::abs(ball_mass.y - 19.5) < 1);
  }
}

TEST_CASE("one wild voxel does not take the codes from the window of interest") {
  const Grid g = centred_grid({20, 20, 20});
  const Image image = painted(g, [](const Vec3& p) {
    return p[0] > 9 && p[1] > 9 && p[2] > 9 ? 1e9 : ball(p, {0, 0, 0}, 6) * 100;
  });
  const Device device = Device::cpu(1);
  const Job job{device};
  RayInput input = ray_input(image, 0, 0);
  input.window_level = {{200, 100}};
  const RayVolume v = make_ray_volume(input, job);
  CHECK(v.scale.step < 200.0 / 256);
  RaycastSettings s = maximum(40, 40);
  s.window = 200;
  s.level = 100;
  CHECK(std::abs(pixel(raycast(v, s, job), 20, 20).r - 128) <= 2);
}

TEST_CASE("settings without meaning are refused, interactive ones are half as wide and twice as coarse") {
  const Image image = painted(centred_grid({4, 4, 4}), [](const Vec3&) { return 1; });
  RaycastSettings s = maximum(10, 10);
  s.step = 0;
  CHECK_THROWS_AS(cast(image, s), Error);
  s = maximum(10, 10);
  s.viewpoint.zoom = -1;
  CHECK_THROWS_AS(cast(image, s), Error);
  s = interactive(maximum(11, 1));
  CHECK(s.width == 5);
  CHECK(s.height == 1);
  CHECK(s.step == 2);
}

TEST_CASE("a stopped job ends with Cancelled; progress never goes back and ends at 1") {
  const Image image = painted(centred_grid({32, 32, 32}), [](const Vec3& p) { return speckle(p); });
  const Device device = Device::cpu(2);
  Progress progress;
  const RayVolume v = make_ray_volume(ray_input(image, 0, 0), Job{device});
  raycast(v, maximum(), Job{device, {}, &progress});
  CHECK(progress.share() == 1);
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(raycast(v, maximum(), Job{device, stop.get_token()}), Cancelled);
  CHECK_THROWS_AS(make_ray_volume(ray_input(image, 0, 0), Job{device, stop.get_token()}), Cancelled);
}
