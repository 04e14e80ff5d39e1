// The box of the foreground: who decides, how it grows, and what an empty one gets. The windows' voxels are crop's.
#include <doctest/doctest.h>

#include "ops/error.h"
#include "ops/spatial/crop_foreground.h"
#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

/// Two channels of zeros but for a box of 5 in the first, and one voxel of 9 in the second.
struct Fixture {
  Device device = Device::cpu(1);
  Job job{device};
  FactsCache facts;
  Case c = made();

  static Case made() {
    Case c;
    c.id = next_case_id();
    Grid grid;
    grid.size = {10, 8, 6};
    grid.spacing = {0.5, 1, 2};
    c.image = Image::allocate(grid, VoxelType::float32, 2);
    for (int channel = 0; channel < 2; ++channel) {
      const auto view = c.image.mutable_view<float>(channel);
      for (std::int64_t z = 0; z < 6; ++z)
        for (std::int64_t y = 0; y < 8; ++y)
          for (std::int64_t x = 0; x < 10; ++x) {
            const bool box = x >= 3 && x < 6 && y >= 2 && y < 4 && z == 4;
            const bool voxel = x == 8 && y == 2 && z == 1;
            view.at(x, y, z) = channel == 0 && box ? 5.F : (channel == 1 && voxel ? 9.F : 0.F);
          }
    }
    return c;
  }

  /// The window in voxels of the input: the output's grid says where it lies.
  Region window(const Vivid& settings, FactsCache* cache = nullptr) {
    const Chain chain = chain_of(*find_operator("crop_foreground"), settings);
    const Plan p = make_plan(chain, make_draw(chain, 0, 0, 2), c, {}, cache != nullptr ? *cache : facts, job);
    const Vec3 first = c.image.grid.to_index(p.out.origin);
    return {{std::llround(first[0]), std::llround(first[1]), std::llround(first[2])}, p.out.size};
  }
  std::string refused(const Vivid& settings) {
    try {
      window(settings);
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the channels decide together, or those that are named") {
  CHECK(window({}) == Region{{3, 2, 1}, {6, 2, 4}});
  CHECK(window({{"channels", numbers({0})}}) == Region{{3, 2, 4}, {3, 2, 1}});
  CHECK(window({{"channels", numbers({1})}}) == Region{{8, 2, 1}, {1, 1, 1}});
  CHECK(window({{"threshold", numbers({5})}}) == Region{{8, 2, 1}, {1, 1, 1}});  // 5 itself is not above 5
  CHECK(window({{"threshold", numbers({-1})}}) == Region{{0, 0, 0}, {10, 8, 6}});
}

TEST_CASE_FIXTURE(Fixture, "a margin goes on outside unless the box may be smaller; sizes grow to multiples about it") {
  const Vivid first{{"channels", numbers({0})}, {"margin", numbers({1, 3, 2})}};
  CHECK(window(first) == Region{{2, -1, 2}, {5, 8, 5}});
  Vivid smaller = first;
  smaller["allow_smaller"] = Setting::of(true);
  CHECK(window(smaller) == Region{{2, 0, 2}, {5, 7, 4}});
  smaller["k_divisible"] = numbers({4, 4, 3});  // 5 -> 8, 7 -> 8, 4 -> 6; the odd voxel goes after
  CHECK(window(smaller) == Region{{1, 0, 1}, {8, 8, 6}});
}

TEST_CASE_FIXTURE(Fixture, "the box is that of the step's input, and is kept with the facts") {
  FactsCache cache;
  const Region once = window({}, &cache);
  const std::size_t held = cache.bytes();
  CHECK(window({}, &cache) == once);
  CHECK(cache.bytes() == held);
  Chain chain = chain_of(*find_operator("flip"), {{"x", Setting::of(true)}});
  chain.push_back(chain_of(*find_operator("crop_foreground"), {})[0]);
  chain[1].id = "cut";
  const Plan p = make_plan(chain, make_draw(chain, 0, 0, 2), c, {}, cache, job);
  CHECK(c.image.grid.to_index(p.out.origin)[0] == doctest::Approx(1));  // 10 - 9
  CHECK(p.out.size == once.size);
}

TEST_CASE_FIXTURE(Fixture, "an image without foreground, or without the channel, is refused with its place") {
  CHECK(refused({{"threshold", numbers({9})}}) ==
        "crop_foreground finds no foreground: no voxel is above 9 (/steps/0/parameters/threshold): lower the "
        "threshold, or choose other channels");
  CHECK(refused({{"channels", numbers({0, 2})}}) ==
        "crop_foreground asks for channel 2 (/steps/0/parameters/channels): the image has 2, and the first is 0");
}

TEST_CASE("boxes pass NaN by, and are empty where nothing is above") {
  const float nan = std::nanf("");
  const std::vector<float> row{nan, 1, nan, 4, 0, nan};
  const VoxelView<float> view{row.data(), 6, 6, 0, 0, 0, 6, 1, 1};
  const Device device = Device::cpu(1);
  CHECK(box_above(view, 0, Job{device}) == Region{{1, 0, 0}, {3, 1, 1}});
  CHECK(box_above(view, 4, Job{device}).empty());
}
