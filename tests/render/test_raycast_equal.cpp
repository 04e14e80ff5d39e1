// The picture does not depend on how it is made: skipping, threads and the width of arithmetic change no byte.
#include <doctest/doctest.h>

#include <string>

#include "raycast_scenes.h"

using namespace auglens;
using namespace auglens::scenes;

namespace {

struct HardScene {
  std::string name;
  Image image;
  LabelMap labels;
};

std::vector<HardScene> hard_scenes() {
  std::vector<HardScene> all;
  const auto add = [&](const std::string& name, const Grid& g, auto&& paint) {
    all.push_back({name, painted(g, paint), labelled(g, [](const Vec3& p) {
                     return ball(p, {6, 3, -4}, 5) > 0.5 ? 3 : ball(p, {-11, -6, 6}, 2) > 0.5 ? 70000 : 0;
                   })});
  };
  const auto islands = [](const Vec3& p) {
    return 0.5 * ball(p, {5, 2, -3}, 6) + ball(p, {-12, -7, 7}, 3) + 0.1 * speckle(p);
  };
  const Mat3 sheared = {0.8, -0.6, 0, 0.6, 0.8, -0.35, 0, 0, std::sqrt(1 - 0.35 * 0.35)};
  add("islands", centred_grid({61, 53, 47}), islands);
  add("islands, sheared and anisotropic", centred_grid({50, 44, 17}, {0.7, 1.1, 2.9}, sheared), islands);
  add("speckle", centred_grid({33, 40, 24}), [](const Vec3& p) { return speckle(p); });
  add("thin", centred_grid({64, 1, 48}), islands);
  add("steps at brick faces", centred_grid({48, 48, 48}),
      [](const Vec3& p) { return std::fmod(std::abs(p[0]) + 0.25, 16.0) < 8 && p[2] < 4.5 ? 0.5 : 0.0; });
  return all;
}

std::vector<RaycastSettings> hard_settings() {
  std::vector<RaycastSettings> all;
  for (const RayMode mode : {RayMode::volume, RayMode::maximum})
    for (const Viewpoint& camera :
         {Viewpoint{}, Viewpoint{.azimuth = 37, .elevation = 22, .zoom = 2.3, .pan_right = 3, .pan_up = -5},
          Viewpoint{.azimuth = -45, .elevation = -90}, Viewpoint{.azimuth = 90.0000001}})
      for (const double step : {0.7, 1.0, 2.0})
        for (const double label_opacity : {0.0, 0.6}) {
          RaycastSettings s;
          s.mode = mode;
          s.viewpoint = camera;
          s.width = 101;
          s.height = 77;
          s.step = step;
          s.window = 0.8;
          s.level = 0.55;
          s.opacity = {0.2, 0.7, mode == RayMode::volume && step < 1 ? 0.05 : 0.4};
          s.label_opacity = label_opacity;
          s.label_colours = {{3, {255, 80, 20, 255}}, {70000, {20, 200, 255, 128}}};
          all.push_back(s);
        }
  return all;
}

}  // namespace

TEST_CASE("leaping over empty space, kernels and threads change no byte") {
  const Device one = Device::cpu(1), two = Device::cpu(2);
  for (const HardScene& scene : hard_scenes()) {
    CAPTURE(scene.name);
    const RayInput input = ray_input(scene.image, 0, 0, &scene.labels);
    const RayVolume v1 = make_ray_volume(input, Job{one}), v2 = make_ray_volume(input, Job{two});
    int number = 0;
    for (const RaycastSettings& s : hard_settings()) {
      CAPTURE(number++);
      RaycastSettings march = s;
      march.skip_empty = false;
      const RaycastPicture truth = raycast(v1, march, Job{one}, RayKernel::scalar);
      CHECK(truth.rgba.size() == std::size_t{101} * 77 * 4);
      for (const RayKernel kernel : {RayKernel::scalar, RayKernel::avx2, RayKernel::avx512}) {
        if (!usable(kernel)) continue;
        CAPTURE(static_cast<int>(kernel));
        CHECK(raycast(v2, s, Job{two}, kernel).rgba == truth.rgba);
        CHECK(raycast(v1, march, Job{one}, kernel).rgba == truth.rgba);
      }
    }
  }
}

TEST_CASE("a kernel that this processor lacks is refused, the fastest always runs") {
  CHECK(usable(RayKernel::fastest));
  CHECK(usable(RayKernel::scalar));
  if (!usable(RayKernel::avx2)) MESSAGE("no AVX2 here: the kernels of 8 and 16 rays were not compared");
}
