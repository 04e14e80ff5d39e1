// What a view shows, voxel by voxel: slices are cuts of the whole output, the original is the file, labels are dense.

#include "viewer/scene.h"

#include <doctest/doctest.h>

#include <cstring>

#include "small_case.h"
#include "viewer/probe.h"

using namespace auglens;

namespace {

const Device device = Device::cpu(2);

/// Every voxel of a slice with its index in the grid.
void for_voxels(const SceneSlice& slice, auto&& f) {
  const std::size_t right = slice.place.axis == 0 ? 1 : 0, down = slice.place.axis == 2 ? 1 : 2;
  Index3 p{};
  p[static_cast<std::size_t>(slice.place.axis)] = slice.place.index;
  for (int v = 0; v < slice.height; ++v)
    for (int u = 0; u < slice.width; ++u) {
      p[right] = u, p[down] = v;
      f(static_cast<std::size_t>(v) * static_cast<std::size_t>(slice.width) + static_cast<std::size_t>(u), p);
    }
}

}  // namespace

TEST_CASE("the original's slices are the file's voxels, through the voxel at the crosshair") {
  Session s = small_session(2, 2);
  s.apply("view.channel 1");
  s.apply("view.frame 1");
  s.apply("view.at \"12v,30v,8v\"");
  FactsCache facts;
  const SceneSlices scene = evaluate_slices(s.state(), nullptr, facts, {device});
  REQUIRE(scene.sides.size() == 1);
  CHECK(scene.sides[0].original);
  REQUIRE(scene.sides[0].slices.size() == 3);
  const Index3 at{12, 30, 8};
  for (const SceneSlice& slice : scene.sides[0].slices) {
    CHECK(slice.place.index == at[static_cast<std::size_t>(slice.place.axis)]);
    int wrong = 0;
    for_voxels(slice, [&](std::size_t k, const Index3& p) {
      const std::int32_t label = small_label(p[0], p[1], p[2]);
      const int dense = label == 0 ? 0 : label == 5 ? 1 : label == 70 ? 2 : 3;
      if (slice.values[k] != static_cast<float>(small_voxel(p[0], p[1], p[2], 11)) || slice.labels[k] != dense) ++wrong;
    });
    CHECK(wrong == 0);
  }
}

TEST_CASE("augmented slices are cuts of the whole output, bit for bit, on the output's grid") {
  Session s = small_session();
  s.apply("step add rotate id turn");
  s.apply("step.turn.angle 23");
  s.apply("step add resize id less");
  s.apply("step.less.size [31,29,17]");
  s.apply("step add gamma id tone");
  s.apply("step.tone.gamma 1.7");
  s.apply("step add noise_gaussian id noise");
  FactsCache facts;
  const SceneSlices scene = evaluate_slices(s.state(), FactsMode::exact, facts, {device});
  REQUIRE(scene.plan);
  CHECK(scene.plan->out.size == Index3{31, 29, 17});
  CHECK(!scene.approximate);
  FactsCache others;
  const Plan plan = plan_of(s.state(), FactsMode::exact, others, {device});
  const int channels[] = {0};
  const Image all = evaluate_volume(plan, s.state().shown()->data, channels, others, {device});
  const LabelMap labels = evaluate_label_volume(plan, s.state().shown()->data, others, {device});
  REQUIRE(scene.sides.size() == 1);
  CHECK(scene.sides[0].slices.size() == 3);
  for (const SceneSlice& slice : scene.sides[0].slices) {
    int wrong = 0;
    for_voxels(slice, [&](std::size_t k, const Index3& p) {
      const float expected = all.view<float>().at(p[0], p[1], p[2]);
      if (std::memcmp(&expected, &slice.values[k], sizeof expected) != 0) ++wrong;
      if (slice.labels[k] != s.state().shown()->labels.index(labels.view().at(p[0], p[1], p[2]))) ++wrong;
    });
    CHECK(wrong == 0);
    const SlicePixels pixels = slice.pixels();
    CHECK(pixels.width * pixels.height == static_cast<int>(slice.values.size()));
    CHECK(pixels.labels == slice.labels.data());
  }
}

TEST_CASE("compare shows both sides, Tab the original alone, and 3-D has no slices") {
  Session s = small_session();
  s.apply("step add flip id mirror");
  s.apply("step.mirror.x true");
  s.apply("view.layout \"compare\"");
  FactsCache facts;
  const SceneSlices both = evaluate_slices(s.state(), FactsMode::exact, facts, {device});
  REQUIRE(both.sides.size() == 2);
  CHECK(both.sides[0].original);
  CHECK(!both.sides[1].original);
  CHECK(both.sides[0].slices.size() == 1);
  CHECK(both.sides[0].slices[0].values != both.sides[1].slices[0].values);
  const auto shown = shown_cases(both);
  REQUIRE(shown.size() == 2);
  CHECK(shown[0].mark == TileMark::original);
  CHECK(shown[1].mark == TileMark::augmented);
  CHECK(shown[0].slices[0].has_value());
  s.apply("view.layout \"mpr\"");
  s.apply("view.original true");
  CHECK(evaluate_slices(s.state(), FactsMode::exact, facts, {device}).sides[0].original);
  s.apply("view.layout \"3d\"");
  CHECK(evaluate_slices(s.state(), FactsMode::exact, facts, {device}).sides[0].slices.empty());
  CHECK_THROWS_AS(evaluate_slices(Session().state(), FactsMode::exact, facts, {device}), Error);
}

TEST_CASE("the volume without steps is the file's own memory, and with steps the whole output") {
  Session s = small_session();
  FactsCache facts;
  const SceneVolume same = scene_volume(s.state(), nullptr, nullptr, facts, {device});
  CHECK(same.image.get() == &s.state().shown()->data.image);
  CHECK(same.labels.get() == &*s.state().shown()->data.labels);
  s.apply("step add brightness id light");
  const Plan plan = plan_of(s.state(), FactsMode::exact, facts, {device});
  const SceneVolume lit = scene_volume(s.state(), &plan, nullptr, facts, {device});
  CHECK(lit.image->type == VoxelType::float32);
  CHECK(lit.labels.get() == &*s.state().shown()->data.labels);  // no step moved them
}

TEST_CASE("the probe tells voxel, value before and after, and label; outside it is empty") {
  Session s = small_session();
  s.apply("step add flip id mirror");
  s.apply("step.mirror.x true");
  FactsCache facts;
  const Plan plan = plan_of(s.state(), FactsMode::exact, facts, {device});
  const Grid& grid = s.state().shown()->data.image.grid;
  const Probe p = probe(s.state(), &plan, grid.to_world({30, 20, 3}), facts, {device});
  REQUIRE(p.before);
  REQUIRE(p.after);
  CHECK(p.before->index == Index3{30, 20, 3});
  CHECK(p.before->value == static_cast<float>(small_voxel(30, 20, 3, 0)));
  CHECK(p.before->label == 5);
  CHECK(p.after->value == static_cast<float>(small_voxel(39 - 30, 20, 3, 0)));
  CHECK(p.after->label == small_label(9, 20, 3));
  CHECK(p.label_name == "background");
  CHECK(p.line() == "30, 20, 3   20.0 50.0 11.0 mm   557 -> 410   background");
  const Probe outside = probe(s.state(), &plan, {1000, 0, 0}, facts, {device});
  CHECK(!outside.before);
  CHECK(!outside.after);
  CHECK(outside.line() == "1000.0 0.0 0.0 mm");
  CHECK(probe(s.state(), nullptr, grid.to_world({1, 1, 1}), facts, {device}).label_name == "label 900");
}
