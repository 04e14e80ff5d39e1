// What draws do to labels, on maps whose fate can be said by hand.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "ops/objects/label_safety.h"
#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

using Paint = std::function<std::int32_t(std::int64_t x, std::int64_t y, std::int64_t z)>;

struct Fixture {
  Device device = Device::cpu(2);
  FactsCache facts;
  Job job{device};
  Case c;

  void paint(const Index3& size, const Vec3& spacing, const Paint& label) {
    c = Case();
    c.id = next_case_id();
    const Grid grid{size, spacing, {1, 2, 3}, identity3};
    c.image = Image::allocate(grid, VoxelType::float32);
    c.labels = LabelMap::allocate(grid);
    for (std::int64_t z = 0; z < size[2]; ++z)
      for (std::int64_t y = 0; y < size[1]; ++y)
        for (std::int64_t x = 0; x < size[0]; ++x) {
          c.image.mutable_view<float>().at(x, y, z) = 1;
          c.labels->mutable_view().at(x, y, z) = label(x, y, z);
        }
  }
  DrawSafety judge(const std::vector<std::pair<std::string, Vivid>>& steps) {
    Chain chain;
    for (const auto& [op, vivid] : steps) {
      chain.push_back(chain_of(*find_operator(op), vivid)[0]);
      chain.back().id = "s" + std::to_string(chain.size());
    }
    return LabelSafety(c, job).judge(chain, make_draw(chain, 1, 0, 1), facts, job);
  }
};

/// Content moved by (x, y, z) voxels; what comes in is background.
Vivid shifted(double x, double y, double z) {
  return {{"matrix", numbers({1, 0, 0, -x, 0, 1, 0, -y, 0, 0, 1, -z})},
          {"border", Setting::of(std::string("constant"))}};
}
Vivid halved() {
  return {{"size", numbers({8, 8, 8})}, {"antialias", Setting::of(false)}};
}
bool inside(std::int64_t v, std::int64_t first, std::int64_t last) {
  return v >= first && v <= last;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "nothing happens to labels that only flip, or stay") {
  paint({13, 9, 7}, {0.7, 1.1, 2.3}, [](auto x, auto y, auto z) { return inside(x, 3, 6) && y > 4 && z < 4 ? 5 : 0; });
  for (const Vivid& vivid : {Vivid{}, Vivid{{"x", Setting::of(true)}, {"z", Setting::of(true)}}}) {
    const DrawSafety s = judge({{"flip", vivid}, {"noise_gaussian", {{"std", numbers({3})}}}});
    CHECK(s.blobs == 1);
    CHECK(s.lost + s.split + s.merged == 0);
    CHECK(s.volume_change == 0);
    CHECK(s.out_of_canvas == 0);
    CHECK(s.centroid_drift_mm == 0);
    CHECK(s.border_drift_mm == 0);
    CHECK(s.smallest_mm3 == doctest::Approx(4 * 4 * 4 * 0.7 * 1.1 * 2.3));
  }
}

TEST_CASE_FIXTURE(Fixture, "what moves out of the canvas is counted, class by class") {
  paint({16, 10, 8}, {1, 2, 3}, [](auto x, auto y, auto) { return x >= 12 ? 2 : (inside(x, 2, 5) && y < 5 ? 7 : 0); });
  const DrawSafety s = judge({{"warp_affine", shifted(3, 0, 0)}});  // x 13, 14, 15 of class 2 leave
  REQUIRE(s.classes.size() == 2);
  CHECK(s.classes[0].label == 2);
  CHECK(s.classes[0].out_of_canvas == doctest::Approx(0.75));
  CHECK(s.classes[0].volume_change == doctest::Approx(-0.75));
  CHECK(s.classes[1].out_of_canvas == 0);
  CHECK(s.out_of_canvas == doctest::Approx(0.75));
  CHECK(s.lost == 0);
  const DrawSafety gone = judge({{"warp_affine", shifted(0, -5, 0)}});  // y 0..4 of class 7 leave
  CHECK(gone.lost == 1);
  CHECK(gone.classes[1].out_of_canvas == 1);
  CHECK(gone.classes[1].volume_change == -1);
}

TEST_CASE_FIXTURE(Fixture, "a coarser grid covers what it covers: holes between samples are not outside") {
  paint({16, 16, 16}, {1, 1, 1}, [](auto x, auto, auto) { return inside(x, 4, 11) ? 1 : 0; });
  const DrawSafety s = judge({{"resize", halved()}});
  CHECK(s.out_of_canvas == 0);
  CHECK(s.volume_change == doctest::Approx(0).epsilon(1e-9));
}

TEST_CASE_FIXTURE(Fixture, "halving loses a voxel between the samples, joins across a gap and cuts a bridge") {
  // nearest at scale 2 reads the odd voxels
  paint({16, 16, 16}, {1, 1, 1}, [](auto x, auto y, auto z) { return x == 4 && y == 4 && z == 4 ? 1 : 0; });
  CHECK(judge({{"resize", halved()}}).lost == 1);
  CHECK(judge({{"resize", halved()}}).smallest_mm3 == 0);
  paint({16, 16, 16}, {1, 1, 1}, [](auto x, auto, auto) { return inside(x, 2, 9) && x != 6 ? 1 : 0; });
  DrawSafety s = judge({{"resize", halved()}});
  CHECK(s.blobs == 2);
  CHECK(s.merged == 1);
  CHECK(s.lost + s.split == 0);
  paint({16, 16, 16}, {1, 1, 1},
        [](auto x, auto y, auto z) { return (inside(x, 1, 4) || inside(x, 11, 14)) || (y == 8 && z == 8) ? 3 : 0; });
  s = judge({{"resize", halved()}});
  CHECK(s.blobs == 1);
  CHECK(s.split == 1);
  CHECK(s.lost + s.merged == 0);
}

TEST_CASE_FIXTURE(Fixture, "labels read nearest twice stay where the image has moved on") {
  paint({20, 12, 10}, {0.7, 1.1, 2.3},
        [](auto x, auto y, auto z) { return inside(x, 6, 12) && inside(y, 4, 8) && inside(z, 3, 6) ? 1 : 0; });
  const DrawSafety once = judge({{"warp_affine", shifted(0.4, 0, 0)}});
  CHECK(once.centroid_drift_mm == doctest::Approx(0.4 * 0.7).epsilon(1e-4));
  const DrawSafety twice = judge({{"warp_affine", shifted(0.4, 0, 0)}, {"warp_affine", shifted(0.4, 0, 0.3)}});
  const double expected = std::hypot(0.8 * 0.7, 0.3 * 2.3);
  CHECK(twice.centroid_drift_mm == doctest::Approx(expected).epsilon(1e-4));
  CHECK(twice.border_drift_mm == doctest::Approx(expected).epsilon(1e-4));
  CHECK(twice.volume_change == 0);
}

TEST_CASE_FIXTURE(Fixture, "a class that grows says by how much") {
  paint({16, 16, 16}, {1, 1, 1},
        [](auto x, auto y, auto z) { return inside(x, 6, 9) && inside(y, 6, 9) && inside(z, 6, 9) ? 1 : 0; });
  const DrawSafety s = judge({{"warp_affine", {{"matrix", numbers({0.5, 0, 0, 4, 0, 0.5, 0, 4, 0, 0, 0.5, 4})}}}});
  CHECK(s.volume_change == doctest::Approx(7));
  CHECK(s.out_of_canvas == 0);
}

TEST_CASE_FIXTURE(Fixture, "a class that the input lacks is a row of its own, and breaks every limit on volumes") {
  paint({16, 10, 8}, {1, 2, 3}, [](auto x, auto y, auto) { return inside(x, 4, 9) && y < 5 ? 11 : 0; });
  Vivid filled = shifted(3, 0, 0);
  filled.emplace("label_fill", numbers({9}));
  const DrawSafety s = judge({{"warp_affine", filled}});
  REQUIRE(s.classes.size() == 2);
  CHECK(s.classes[0].label == 9);
  CHECK(s.classes[0].volume_change == std::numeric_limits<double>::infinity());
  CHECK(s.classes[0].out_of_canvas == 0);
  CHECK(s.classes[1].volume_change == 0);
  CHECK(s.out_of_canvas == 0);
  CHECK(s.blobs == 1);
  Limits limits;
  limits.class_volume_change = 1e300;
  const auto checks = check_limits(limits, {judge({{"warp_affine", shifted(3, 0, 0)}}), s});
  REQUIRE(checks.size() == 1);
  CHECK_FALSE(checks[0].ok);
  CHECK(std::isinf(checks[0].worst));
  CHECK(std::isinf(worst_draws({s, s})[3].mean));
}

TEST_CASE_FIXTURE(Fixture, "drift that nothing is left to measure is within no limit") {
  paint({16, 10, 8}, {1, 2, 3}, [](auto x, auto, auto) { return inside(x, 2, 5) ? 7 : 0; });
  const DrawSafety s = judge({{"warp_affine", shifted(99, 0, 0)}});
  CHECK(s.lost == s.blobs);
  Limits limits;
  limits.centroid_drift_mm = limits.border_drift_mm = 1e300;
  for (const LimitCheck& check : check_limits(limits, {s})) CHECK_FALSE(check.ok);
}

TEST_CASE("limits are held against the worst draw") {
  DrawSafety good, bad;
  good.sample = 3, bad.sample = 4;
  bad.lost = 2;
  bad.volume_change = -0.25;
  good.volume_change = 0.1;
  Limits limits;
  limits.blobs_lost = 1;
  limits.class_volume_change = 0.3;
  const auto checks = check_limits(limits, {good, bad});
  REQUIRE(checks.size() == 2);
  CHECK(checks[0].limit == "blobs_lost");
  CHECK_FALSE(checks[0].ok);
  CHECK(checks[0].sample == 4);
  CHECK(checks[1].ok);
  CHECK(checks[1].worst == -0.25);
  CHECK(worst_draws({good, bad})[0].mean == 1);
}

TEST_CASE_FIXTURE(Fixture, "a label map without foreground is refused") {
  paint({4, 4, 4}, {1, 1, 1}, [](auto, auto, auto) { return 0; });
  CHECK_THROWS_AS(LabelSafety(c, job), Error);
}
