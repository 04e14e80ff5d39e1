// Coarser acquisitions: how many voxels are left, which they are, and how factors are drawn.
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

  std::vector<float> voxels(const Vivid& settings, const std::vector<float>& row) {
    Case c;
    c.id = next_case_id();
    Grid grid;
    grid.size = {static_cast<std::int64_t>(row.size()), 1, 1};
    c.image = Image::allocate(grid, VoxelType::float32);
    std::copy(row.begin(), row.end(), c.image.voxels<float>(0, 0));
    const Chain chain = chain_of(*find_operator("low_resolution"), settings);
    const Plan p = make_plan(chain, make_draw(chain, 0, 0, 1), c, {}, facts, job);
    CHECK(p.out == c.image.grid);
    return voxels_of(p, c, 0, whole(p.out), facts, job);
  }
};

Setting text(const char* s) {
  return Setting::of(std::string(s));
}

const std::vector<float> row{0, 1, 4, 9, 16, 25};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "half the voxels are kept, and the ramps between them drawn") {
  // nearest keeps 0, 2, 4; their centres lie at 0.5, 2.5, 4.5, the ends stay flat
  CHECK(voxels({{"factor", numbers({0.5})}}, row) == std::vector<float>{0, 1, 3, 7, 13, 16});
  // nearest_exact keeps 1, 3, 5
  CHECK(voxels({{"factor", numbers({0.5})}, {"down", text("nearest_exact")}}, row) ==
        std::vector<float>{1, 3, 7, 13, 21, 25});
  CHECK(voxels({{"factor", numbers({0.5})}, {"up", text("nearest")}}, row) == std::vector<float>{0, 0, 4, 4, 16, 16});
}

TEST_CASE_FIXTURE(Fixture, "sizes round half to even and never to none; nnU-Net's factor is a float32") {
  const std::vector<float> five{1, 2, 3, 4, 5};
  // 5 x 0.5 = 2.5 -> 2: voxels 0 and 2
  CHECK(voxels({{"factor", numbers({0.5})}, {"up", text("nearest")}}, five) == std::vector<float>{1, 1, 1, 3, 3});
  CHECK(voxels({{"factor", numbers({0.01})}}, five) == std::vector<float>{1, 1, 1, 1, 1});
  // 5 x 0.7 = 3.5 -> 4 in double; 0.7 as float32 is less, 3.4999999 -> 3
  const auto distinct = [&](const char* down) {
    auto out = voxels({{"factor", numbers({0.7})}, {"down", text(down)}, {"up", text("nearest")}}, five);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out.size();
  };
  CHECK(distinct("nearest") == 4);
  CHECK(distinct("nearest_exact") == 3);
}

TEST_CASE("one factor is drawn for all axes, or one for each") {
  const Operator& op = *find_operator("low_resolution");
  Setting factor;
  factor.laws = {{Law::uniform, {}, 0.5, 1, {}, {}, {}}};
  Chain chain = chain_of(op, {{"factor", factor}});
  const auto drawn = [&] {
    const Draw draw = make_draw(chain, 5, 2, 1);
    return DrawnValues(op, draw.steps[0].values[0]).axes("factor");
  };
  const Vec3 shared = drawn();
  CHECK(shared[0] == shared[1]);
  CHECK(shared[1] == shared[2]);
  chain[0].settings[static_cast<std::size_t>(op.find("per_axis"))] = Setting::of(true);
  const Vec3 own = drawn();
  CHECK(own[0] != own[1]);
  CHECK(own[1] != own[2]);
}

TEST_CASE("factors that make no sense are refused when the preset is read") {
  const auto first = [](const Vivid& settings) {
    Preset preset;
    preset.steps = chain_of(*find_operator("low_resolution"), settings);
    const auto problems = problems_of(preset);
    return problems.empty() ? "" : problems[0].pointer + ": " + problems[0].what;
  };
  const std::string at = "/steps/0/parameters/factor";
  CHECK(first({{"factor", numbers({0})}}) == at + ": 0 is not allowed: use a number in (0, 1]");
  CHECK(first({{"factor", numbers({0.5, 1, 1})}}) ==
        at + ": the axes have different factors: give one for all, or say per_axis true");
  CHECK(first({{"factor", numbers({0.5, 1, 1})}, {"per_axis", Setting::of(true)}}) == "");
}
