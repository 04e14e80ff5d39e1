// Quarter turns and permutations: exact copies, whose grid permutes about its centre.
#include <doctest/doctest.h>

#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

struct Fixture {
  Device device = Device::cpu(1);
  Job job{device};
  FactsCache facts;
  const Index3 size{5, 3, 4};
  const Case c = asymmetric_case(size, VoxelType::int16);

  Plan plan(const Chain& chain) { return make_plan(chain, make_draw(chain, 0, 0, 2), c, {}, facts, job); }
  Plan plan(const char* op, const Vivid& settings) { return plan(chain_of(*find_operator(op), settings)); }
  std::vector<float> voxels(const Plan& p) { return voxels_of(p, c, 1, whole(p.out), facts, job); }
};

Vivid turn(const char* plane, double k) {
  return {{"plane", Setting::of(std::string(plane))}, {"k", numbers({k})}};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "one quarter in xy turns x toward y") {
  const Plan p = plan("rot90", turn("xy", 1));
  CHECK(p.out.size == Index3{3, 5, 4});
  const auto out = voxels(p);
  // what lay at the high end of x now lies at the high end of y; what lay at the high end of y at the low end of x
  for (std::int64_t z = 0; z < 4; ++z)
    for (std::int64_t y = 0; y < 3; ++y)
      for (std::int64_t x = 0; x < 5; ++x)
        CHECK(out[static_cast<std::size_t>((z * 5 + x) * 3 + (2 - y))] == c.image.value({x, y, z}, 1));
}

TEST_CASE_FIXTURE(Fixture, "four quarters, or one there and one back, are the identity; two are two flips") {
  const auto original = voxels(plan(Chain{}));
  for (const char* plane : {"xy", "yz", "xz"}) {
    CHECK(same_bytes(voxels(plan("rot90", turn(plane, 4))), original));
    Chain there_and_back;
    for (const double k : {1.0, -1.0}) {
      there_and_back.push_back(chain_of(*find_operator("rot90"), turn(plane, k))[0]);
      there_and_back.back().id = k > 0 ? "there" : "back";
    }
    const Plan p = plan(there_and_back);
    CHECK(same_bytes(voxels(p), original));
    for (std::size_t k = 0; k < 3; ++k) CHECK(p.out.origin[k] == doctest::Approx(c.image.grid.origin[k]));
    Vivid flips;
    for (const char* axis : {"x", "y", "z"})
      if (std::string(plane).find(axis) != std::string::npos) flips[axis] = Setting::of(true);
    CHECK(same_bytes(voxels(plan("rot90", turn(plane, 2))), voxels(plan("flip", flips))));
  }
}

TEST_CASE_FIXTURE(Fixture, "turns of three planes follow one sense: xz is x toward z") {
  const auto out = voxels(plan("rot90", turn("xz", 1)));  // size 4, 3, 5
  for (std::int64_t z = 0; z < 4; ++z)
    for (std::int64_t x = 0; x < 5; ++x)
      CHECK(out[static_cast<std::size_t>((x * 3 + 1) * 4 + (3 - z))] == c.image.value({x, 1, z}, 1));
}

TEST_CASE_FIXTURE(Fixture, "transpose: output axis i is input axis order[i], with its size and spacing") {
  const Plan p = plan("transpose", {{"order", numbers({2, 0, 1})}});
  CHECK(p.out.size == Index3{4, 5, 3});
  CHECK(p.out.spacing == Vec3{2.3, 0.7, 1.1});
  CHECK(p.out.direction == c.image.grid.direction);
  const Vec3 before = c.image.grid.to_world(c.image.grid.centre_index()), after = p.out.to_world(p.out.centre_index());
  for (std::size_t k = 0; k < 3; ++k) CHECK(after[k] == doctest::Approx(before[k]).epsilon(1e-12));
  const auto out = voxels(p);
  const auto labels = labels_of(p, c, whole(p.out), facts, job);
  for (std::int64_t z = 0; z < 4; ++z)
    for (std::int64_t y = 0; y < 3; ++y)
      for (std::int64_t x = 0; x < 5; ++x) {
        const auto at = static_cast<std::size_t>((y * 5 + x) * 4 + z);
        CHECK(out[at] == c.image.value({x, y, z}, 1));
        CHECK(labels[at] == c.labels->view().at(x, y, z));
      }
}

TEST_CASE("turns that make no sense are refused when the preset is read") {
  const auto first = [](const char* op, const Vivid& settings) {
    Preset preset;
    preset.steps = chain_of(*find_operator(op), settings);
    const auto problems = problems_of(preset);
    return problems.empty() ? "" : problems[0].pointer + ": " + problems[0].what;
  };
  const std::string at = "/steps/0/parameters/";
  CHECK(first("transpose", {{"order", numbers({0, 2, 2})}}) ==
        at + "order: [0, 2, 2] is not a permutation: name 0, 1 and 2 once each");
  CHECK(first("transpose", {{"order", numbers({0, 1, 3})}}) ==
        at + "order/2: 3 is not allowed: use a number in [0, 2]");
  CHECK(first("rot90", {{"k", numbers({0.5})}}) == at + "k: 0.5 is not an integer");
  CHECK(first("rot90", {{"plane", Setting::of(std::string("yx"))}}) == at + "plane: \"yx\" is not one of xy, yz, xz");
}
