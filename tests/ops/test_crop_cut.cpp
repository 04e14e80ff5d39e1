// A window that is cut as a step of the chain.
#include <doctest/doctest.h>

#include "ops/objects/crop_cut.h"
#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

TEST_CASE("a cut gives the voxels of its window, padded outside, and leaves other draws alone") {
  const Device device = Device::cpu(2);
  const Job job{device};
  FactsCache facts;
  const Case c = asymmetric_case({13, 7, 11});
  Chain chain = chain_of(*find_operator("brightness"), {});
  Setting factor;
  factor.laws = {{Law::uniform, {}, 0.5, 2, {}, {}, {}}};
  chain[0].settings[0] = factor;
  Crop crop;
  crop.size = {5, 4, 6};
  crop.pad = -7;
  const Region window{{10, -1, 2}, {5, 4, 6}};
  const auto whole_plan = make_plan(chain, make_draw(chain, 5, 9, 2), c, {}, facts, job);
  const auto all = voxels_of(whole_plan, c, 1, whole(whole_plan.out), facts, job);
  const Chain cut = with_cut(chain, crop, window);
  const Plan plan = make_plan(cut, make_draw(cut, 5, 9, 2), c, {}, facts, job);
  CHECK(plan.out.size == crop.size);
  const auto patch = voxels_of(plan, c, 1, whole(plan.out), facts, job);
  const auto labels = labels_of(plan, c, whole(plan.out), facts, job);
  std::size_t i = 0;
  for (std::int64_t z = 0; z < 6; ++z)
    for (std::int64_t y = 0; y < 4; ++y)
      for (std::int64_t x = 0; x < 5; ++x, ++i) {
        const Index3 p{x + 10, y - 1, z + 2};
        const bool inside = p[0] < 13 && p[1] >= 0;
        CHECK(patch[i] == (inside ? all[static_cast<std::size_t>((p[2] * 7 + p[1]) * 13 + p[0])] : -7.0F));
        CHECK(labels[i] == (inside ? c.labels->view().at(p[0], p[1], p[2]) : 0));
      }
  for (std::size_t k = 0; k < 3; ++k)
    CHECK(plan.out.to_world({0, 0, 0})[k] == doctest::Approx(c.image.grid.to_world({10, -1, 2})[k]));
}

TEST_CASE("the cut lies in front of the step that is named, under an id of its own") {
  Chain chain = chain_of(*find_operator("flip"), {});
  chain[0].id = "cut";
  chain.push_back(chain_of(*find_operator("blur"), {})[0]);
  chain[1].id = "soft";
  Crop crop;
  crop.before = "soft";
  const Chain cut = with_cut(chain, crop, {{0, 0, 0}, {2, 2, 2}});
  REQUIRE(cut.size() == 3);
  CHECK(cut[1].id == "cut2");
  CHECK(cut[1].op->name == "crop");
  CHECK(cut[2].id == "soft");
  CHECK(steps_before_cut(chain, crop).size() == 1);
}
