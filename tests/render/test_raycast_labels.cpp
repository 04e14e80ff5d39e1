#include "render/raycast_labels.h"

#include <doctest/doctest.h>

#include "raycast_scenes.h"

using namespace auglens;
using namespace auglens::scenes;

namespace {
RaycastSettings see_labels() {
  RaycastSettings s;
  s.width = s.height = 80;
  s.opacity = {0.2, 0.6, 0.02};
  s.label_colours = {{7, {255, 0, 0, 255}}, {-3, {0, 0, 255, 255}}};
  return s;
}
}  // namespace

TEST_CASE("values are found once each, ascending, without the background") {
  const LabelMap map =
      labelled(centred_grid({9, 9, 9}), [](const Vec3& p) { return static_cast<int>(p[0]) * 1000000; });
  const Device device = Device::cpu(2);
  const std::vector<std::int32_t> expected = {-4000000, -3000000, -2000000, -1000000,
                                              1000000,  2000000,  3000000,  4000000};
  CHECK(label_values(map.view(), Job{device}) == expected);
}

TEST_CASE("labels show their colours on their sides, through glassy anatomy and not through opaque anatomy") {
  const Grid g = centred_grid({40, 40, 40});
  const Image image = painted(g, [](const Vec3& p) { return 0.6 * ball(p, {0, 0, 0}, 18); });
  const LabelMap labels = labelled(g, [](const Vec3& p) {
    return ball(p, {8, 0, 0}, 4) > 0.5 ? 7 : ball(p, {-8, 0, 0}, 4) > 0.5 ? -3 : 0;
  });
  RaycastSettings s = see_labels();
  const auto frame = frame_of(s.viewpoint, g, 80, 80);
  const Vec3 left = project(frame, {8, 0, 0}), right = project(frame, {-8, 0, 0});
  const auto at = [&](const Vec3& p) {
    return pixel(cast(image, s, &labels), static_cast<int>(p[0]), static_cast<int>(p[1]));
  };
  CHECK(at(left).r > at(left).b + 60);
  CHECK(at(right).b > at(right).r + 60);
  s.label_colours.pop_back();  // a label without a colour is not drawn
  CHECK(std::abs(at(right).b - at(right).r) <= 1);
  s = see_labels();
  s.opacity = {0.2, 0.4, 0.9};
  CHECK(std::abs(at(left).r - at(left).b) < 12);
  s = see_labels();
  s.mode = RayMode::maximum;
  s.label_opacity = 0.5;  // a plain mix: half red, half the maximum behind it
  CHECK(std::abs(at(left).r - (255 + 153) / 2) <= 2);
  CHECK(std::abs(at(left).b - 153 / 2) <= 2);
}

TEST_CASE("a label of a single voxel stays visible") {
  const Grid g = centred_grid({31, 31, 31});
  const Image image = painted(g, [](const Vec3&) { return 0; });
  const LabelMap labels = labelled(g, [](const Vec3& p) { return std::hypot(p[0] - 5, p[1], p[2] + 4) < 0.5 ? 7 : 0; });
  RaycastSettings s = see_labels();
  s.width = s.height = 200;
  s.label_colours[0].rgba = {255, 255, 255, 255};
  const Mass m = mass(cast(image, s, &labels), 30);
  const Vec3 expected = project(frame_of(s.viewpoint, g, 200, 200), {5, 0, -4});
  REQUIRE(m.pixels > 0);
  CHECK(std::abs(m.x - expected[0]) < 1.5);
  CHECK(std::abs(m.y - expected[1]) < 1.5);
}

TEST_CASE("more labels than slots are drawn all the same, and it can be told") {
  const Grid g = centred_grid({20, 20, 20});
  const Image image = painted(g, [](const Vec3&) { return 0; });
  int next = 0;
  const LabelMap labels = labelled(g, [&](const Vec3&) { return ++next; });
  const Device device = Device::cpu(2);
  const RayVolume v = make_ray_volume(ray_input(image, 0, 0, &labels), Job{device});
  CHECK(v.labels.size() == 8000);
  CHECK(v.labels_share_slots());
  RaycastSettings s = see_labels();
  for (std::int32_t k = 1; k <= 8000; ++k) s.label_colours.push_back({k, {200, 200, 200, 255}});
  CHECK(mass(raycast(v, s, Job{device}), 40).pixels > 500);
}

TEST_CASE("labels of another size are refused") {
  const Image image = painted(centred_grid({8, 8, 8}), [](const Vec3&) { return 0; });
  const LabelMap labels = labelled(centred_grid({8, 8, 9}), [](const Vec3&) { return 1; });
  CHECK_THROWS_AS(cast(image, {}, &labels), Error);
}
