#include "render/slice.h"

#include <doctest/doctest.h>

#include <limits>

#include "ops/error.h"
#include "tests/render/render_fixture.h"

using namespace auglens;

namespace {

constexpr double third_turn = 0.3;

Mat3 turned(const Mat3& m, double about_s, double about_l) {
  const Mat3 s{std::cos(about_s), -std::sin(about_s), 0, std::sin(about_s), std::cos(about_s), 0, 0, 0, 1};
  const Mat3 l{1, 0, 0, 0, std::cos(about_l), -std::sin(about_l), 0, std::sin(about_l), std::cos(about_l)};
  return multiply(l, multiply(s, m));
}

/// The picture contract spelled in millimetres of the patient: a pixel is a step from the middle of the volume along
/// the grid's axes that are nearest to the screen's, and the voxel is found from the world point. It shares no line
/// with SliceGeometry.
Picture reference(const Volume& volume, Plane plane, const Window& window, const Vec3& at, int width, int height) {
  const Grid& g = volume.grid;
  const Vec3 wanted[3][2] = {{{1, 0, 0}, {0, 1, 0}}, {{1, 0, 0}, {0, 0, -1}}, {{0, 1, 0}, {0, 0, -1}}};
  const Vec3 normals[3] = {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}};
  const auto nearest_axis = [&](const Vec3& v, double& sign) {
    std::size_t best = 0;
    double best_dot = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const double dot = v[0] * g.direction[k] + v[1] * g.direction[3 + k] + v[2] * g.direction[6 + k];
      if (std::abs(dot) > std::abs(best_dot)) best_dot = dot, best = k;
    }
    sign = best_dot > 0 ? 1 : -1;
    return best;
  };
  const auto p = static_cast<std::size_t>(plane);
  double right_sign = 1, down_sign = 1, unused = 1;
  const std::size_t right = nearest_axis(wanted[p][0], right_sign), down = nearest_axis(wanted[p][1], down_sign);
  const std::size_t across = nearest_axis(normals[p], unused);
  const double mm = std::max(static_cast<double>(g.size[right]) * g.spacing[right] / width,
                             static_cast<double>(g.size[down]) * g.spacing[down] / height);
  const Vec3 centre = g.to_world(g.centre_index());
  Picture picture{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3))};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double mm_right = (x + 0.5 - width / 2.0) * mm * right_sign,
                   mm_down = (y + 0.5 - height / 2.0) * mm * down_sign;
      Vec3 world = centre;
      for (std::size_t k = 0; k < 3; ++k)
        world[k] += g.direction[3 * k + right] * mm_right + g.direction[3 * k + down] * mm_down;
      Vec3 index = g.to_index(world);
      index[across] = g.to_index(at)[across];
      Index3 voxel{};
      bool inside = true;
      for (std::size_t k = 0; k < 3; ++k) {
        voxel[k] = static_cast<std::int64_t>(std::floor(index[k] + 0.5 + 1e-6));
        inside = inside && voxel[k] >= 0 && voxel[k] < g.size[k];
      }
      double t = 0;
      if (inside) t = (static_cast<double>(volume.value(voxel)) - (window.level - window.width / 2)) / window.width;
      const auto grey = static_cast<std::uint8_t>(std::floor(255 * std::min(1.0, std::max(0.0, t)) + 0.5));
      for (std::size_t c = 0; c < 3; ++c) picture.rgb[static_cast<std::size_t>(3 * (y * width + x)) + c] = grey;
    }
  return picture;
}

std::size_t differing(const Picture& a, const Picture& b) {
  if (a.rgb.size() != b.rgb.size()) return a.rgb.size() + b.rgb.size();
  std::size_t count = 0;
  for (std::size_t k = 0; k < a.rgb.size(); ++k) count += a.rgb[k] != b.rgb[k] ? 1U : 0U;
  return count;
}

View plain_view(Layout layout, const Window& window, const Vec3& at) {
  View view;
  view.layout = layout, view.window = window, view.at = at;
  return view.plain();
}

float odd_value(const Index3& i) {  // every voxel of a small volume has its own value, in no direction alike
  return static_cast<float>(i[0] * 131 + i[1] * 17 + i[2] * 1009) * 0.37F - 300.0F;
}

}  // namespace

TEST_CASE("a slice is the contract's picture to the bit, in each of the 48 storage orders, straight and oblique") {
  Gl gl;
  constexpr Layout layouts[3] = {Layout::axial, Layout::coronal, Layout::sagittal};
  std::size_t pictures = 0;
  for (const Mat3& order : storage_orders())
    for (const double turn : {0.0, third_turn}) {
      Grid grid{{13, 9, 6}, {0.7, 1.3, 2.9}, {-20, 35.5, 7.25}, turned(order, turn, -turn / 2)};
      const Volume volume = make_volume(grid, odd_value);
      const Vec3 at = grid.to_world({4.2, 6.9, 2.4});
      for (std::size_t p = 0; p < 3; ++p) {
        const Window window{static_cast<double>(700 + 100 * p), 120.5};
        const Picture drawn = picture_of(gl, volume, plain_view(layouts[p], window, at), 157, 101);
        const Picture truth = reference(volume, static_cast<Plane>(p), window, at, 157, 101);
        CHECK(differing(drawn, truth) == 0);
        ++pictures;
      }
    }
  CHECK(pictures == 288);
}

TEST_CASE("sizes: one voxel, one row, one column, one pixel, pictures smaller than the slice") {
  Gl gl;
  for (const Index3 size :
       {Index3{1, 1, 1}, Index3{1, 20, 3}, Index3{31, 1, 4}, Index3{64, 48, 1}, Index3{301, 202, 2}})
    for (const auto& [width, height] : {std::pair{1, 1}, std::pair{2, 300}, std::pair{333, 97}, std::pair{128, 96}}) {
      const Grid grid{size, {1, 1.5, 0.25}, {0, 0, 0}, identity3};
      const Volume volume = make_volume(grid, odd_value);
      const Vec3 at = grid.to_world(grid.centre_index());
      const Window window{5000, 2000};
      CHECK(differing(picture_of(gl, volume, plain_view(Layout::axial, window, at), width, height),
                      reference(volume, Plane::axial, window, at, width, height)) == 0);
    }
}

TEST_CASE("every grey level is hit exactly by the value that the formula gives it") {
  Gl gl;
  const Window window{400, 40};
  const Grid grid{{401, 1, 1}, {1, 1, 1}, {0, 0, 0}, identity3};
  const Volume volume = make_volume(grid, [](const Index3& i) { return static_cast<float>(i[0]) - 160.0F; });
  const Picture picture = picture_of(gl, volume, plain_view(Layout::axial, window, {200, 0, 0}), 401, 1);
  for (int k = 0; k <= 400; ++k) {  // in integers: floor(255 k / 400 + 1/2) = floor((255 k + 200) / 400)
    const auto grey = static_cast<std::uint8_t>((255 * k + 200) / 400);
    CHECK(pixel(picture, k, 0) == Rgb8{grey, grey, grey});
  }
}

TEST_CASE("NaN is black, infinities are the ends, and outside is black even where the map's zero is not") {
  Gl gl;
  constexpr float inf = std::numeric_limits<float>::infinity();
  const float values[4] = {std::numeric_limits<float>::quiet_NaN(), -inf, inf, 0.5F};
  const Grid grid{{4, 1, 1}, {1, 1, 1}, {0, 0, 0}, identity3};
  const Volume volume = make_volume(grid, [&](const Index3& i) { return values[i[0]]; });
  View view = plain_view(Layout::axial, {1, 0.5}, {0, 0, 0});
  view.colour_map = ColourMap::inverted_grey;
  const Picture picture = picture_of(gl, volume, view, 4, 3);
  CHECK(pixel(picture, 1, 1) == Rgb8{255, 255, 255});
  CHECK(pixel(picture, 2, 1) == Rgb8{0, 0, 0});
  CHECK(pixel(picture, 3, 1) == Rgb8{127, 127, 127});
  CHECK(pixel(picture, 0, 0) == Rgb8{0, 0, 0});
  CHECK(pixel(picture, 0, 1) == Rgb8{0, 0, 0});
}

TEST_CASE("linear sampling gives the plane that the voxels lie on") {
  Gl gl;
  const Grid grid{{8, 6, 1}, {1, 1, 1}, {0, 0, 0}, identity3};
  const Volume volume = make_volume(grid, [](const Index3& i) { return static_cast<float>(10 * i[0] + 3 * i[1]); });
  View view = plain_view(Layout::axial, {100, 50}, {0, 0, 0});
  view.interpolation = Interpolation::linear;
  const Picture picture = picture_of(gl, volume, view, 80, 60);
  for (int y = 5; y < 55; ++y)
    for (int x = 5; x < 75; ++x) {
      const double v = 10 * ((x + 0.5) / 10 - 0.5) + 3 * ((y + 0.5) / 10 - 0.5);
      CHECK(std::abs(pixel(picture, x, y)[0] - 255 * v / 100) <= 1.0);
    }
}

TEST_CASE("zoom and pan move the picture by whole voxels where they should") {
  Gl gl;
  const Grid grid{{8, 8, 1}, {2, 2, 1}, {0, 0, 0}, identity3};
  const Volume volume = make_volume(grid, odd_value);
  View view = plain_view(Layout::axial, {3000, 500}, {0, 0, 0});
  const Picture fit = picture_of(gl, volume, view, 80, 80);
  view.planes[0] = {2, 4, -2};  // doubled, two voxels to the right, one up
  const Picture zoomed = picture_of(gl, volume, view, 80, 80);
  for (int y = 0; y < 80; ++y)
    for (int x = 0; x < 80; ++x) {
      const double fx = (x + 0.5 - 40) / 2 + 40 - 20,
                   fy = (y + 0.5 - 40) / 2 + 40 + 10;  // 10 pixels are a voxel in `fit`
      const bool inside = fx >= 0 && fx < 80 && fy >= 0 && fy < 80;
      CHECK(pixel(zoomed, x, y) == (inside ? pixel(fit, static_cast<int>(fx), static_cast<int>(fy)) : Rgb8{0, 0, 0}));
    }
}

TEST_CASE("both open roads give the same pixels, and the closed one says so") {
  const Grid grid{{37, 21, 5}, {1, 1, 3}, {0, 0, 0}, identity3};
  const Volume volume = make_volume(grid, odd_value);
  const View view = plain_view(Layout::sagittal, {3000, 900}, {18, 10, 2});
  Gl cpu(PresentRoad::cpu);
  const Picture first = picture_of(cpu, volume, view, 200, 100);
  Gl copy(PresentRoad::copy);
  CHECK(picture_of(copy, volume, view, 200, 100) == first);
  CHECK_THROWS_WITH_AS(Painter(PresentRoad::interop), doctest::Contains("use --present copy"), Error);
}
