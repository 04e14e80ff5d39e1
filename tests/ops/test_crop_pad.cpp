// Windows of the grid: where they lie, what they hold, and which are refused. The voxels themselves are judged by the
// peers' goldens.
#include <doctest/doctest.h>

#include "ops/spatial/crop.h"
#include "ops/spatial/pad.h"
#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

struct Outcome {
  Grid grid;
  std::vector<float> voxels;
  std::vector<std::int32_t> labels;
};

Outcome outcome_of(const char* op, const Vivid& settings, const Case& c) {
  const Device device = Device::cpu(1);
  const Job job{device};
  FactsCache facts;
  const Chain chain = chain_of(*find_operator(op), settings);
  const Plan p = make_plan(chain, make_draw(chain, 0, 0, c.image.channels), c, {}, facts, job);
  return {p.out, voxels_of(p, c, 0, whole(p.out), facts, job), labels_of(p, c, whole(p.out), facts, job)};
}

/// Voxels 1, 2, 3, ... along x; labels 0, 5, 5, ...
Case row_case(std::int64_t n) {
  Case c;
  c.id = next_case_id();
  Grid grid;
  grid.size = {n, 1, 1};
  c.image = Image::allocate(grid, VoxelType::int16);
  c.labels = LabelMap::allocate(grid);
  for (std::int64_t x = 0; x < n; ++x) {
    c.image.mutable_view<std::int16_t>().at(x, 0, 0) = static_cast<std::int16_t>(x + 1);
    c.labels->mutable_view().at(x, 0, 0) = x == 0 ? 0 : 5;
  }
  return c;
}

Setting text(const char* s) {
  return Setting::of(std::string(s));
}

/// The first problem of a preset of one step, with its pointer.
std::string problem_of(const char* op, const Vivid& settings) {
  Preset preset;
  preset.steps = chain_of(*find_operator(op), settings);
  const auto problems = problems_of(preset);
  return problems.empty() ? "" : problems[0].pointer + ": " + problems[0].what;
}

}  // namespace

TEST_CASE("an anchor rounds half a voxel of room away from zero, as DALI does") {
  CHECK(anchored_start(0.5, 20, 11) == 5);  // of the wheel: in 20, crop 11 -> 5; in 8, crop 9 -> -1
  CHECK(anchored_start(0.5, 8, 9) == -1);
  CHECK(anchored_start(0, 20, 11) == 0);
  CHECK(anchored_start(1, 20, 11) == 9);
  CHECK(anchored_start(0.7, 6, 1) == 3);  // 0.7 as float32 is below 0.7, and 3.4999999 rounds down
}

TEST_CASE("crops and pads leave the anatomy where it is in the patient") {
  const Case c = asymmetric_case({13, 7, 11});
  const Outcome crop = outcome_of("crop", {{"size", numbers({4, 9, 5})}, {"start", numbers({3, -1, 6})}}, c);
  CHECK(crop.grid.size == Index3{4, 9, 5});
  CHECK(crop.grid.spacing == c.image.grid.spacing);
  CHECK(crop.grid.direction == c.image.grid.direction);
  const Vec3 there = c.image.grid.to_world({4, 2, 8}), here = crop.grid.to_world({1, 3, 2});
  for (std::size_t k = 0; k < 3; ++k) CHECK(here[k] == doctest::Approx(there[k]).epsilon(1e-12));
  CHECK(crop.voxels[(2 * 9 + 3) * 4 + 1] == c.image.value({4, 2, 8}));
  CHECK(crop.labels[(2 * 9 + 3) * 4 + 1] == c.labels->view().at(4, 2, 8));

  const Outcome pad = outcome_of("pad", {{"before", numbers({2, 0, 1})}, {"after", numbers({0, 3, 1})}}, c);
  CHECK(pad.grid.size == Index3{15, 10, 13});
  const Vec3 first = pad.grid.to_world({2, 0, 1});
  for (std::size_t k = 0; k < 3; ++k) CHECK(first[k] == doctest::Approx(c.image.grid.origin[k]).epsilon(1e-12));
}

TEST_CASE("borders hold what NumPy's pad modes hold") {
  const Case c = row_case(4);
  const auto padded = [&](const char* border) {
    return outcome_of("pad", {{"before", numbers({3, 0, 0})}, {"after", numbers({5, 0, 0})}, {"border", text(border)}},
                      c)
        .voxels;
  };
  using Row = std::vector<float>;
  CHECK(padded("clamp") == Row{1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 4, 4});       // edge
  CHECK(padded("reflect") == Row{3, 2, 1, 1, 2, 3, 4, 4, 3, 2, 1, 1});     // symmetric
  CHECK(padded("reflect101") == Row{4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3});  // reflect
  CHECK(padded("wrap") == Row{2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1});
  CHECK(padded("constant") == Row{0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0});
}

TEST_CASE("a size pads evenly, the odd voxel after; larger axes stay; fills are the image's and the labels' own") {
  const Case c = row_case(4);
  const Outcome o = outcome_of("pad",
                               {{"size", numbers({7, 1, 1})},
                                {"border", text("constant")},
                                {"fill", text("minimum")},
                                {"label_fill", numbers({9})}},
                               c);
  CHECK(o.voxels == std::vector<float>{1, 1, 2, 3, 4, 1, 1});
  CHECK(o.labels == std::vector<std::int32_t>{9, 0, 5, 5, 5, 9, 9});
  CHECK(outcome_of("pad", {{"size", numbers({2, 1, 1})}}, c).voxels == std::vector<float>{1, 2, 3, 4});
}

TEST_CASE("a window wholly outside holds the fill, or the edge") {
  const Case c = row_case(4);
  const auto at = [&](const char* border) {
    return outcome_of("crop",
                      {{"size", numbers({2, 1, 1})},
                       {"start", numbers({9, -3, 0})},
                       {"border", text(border)},
                       {"fill", numbers({-7})}},
                      c)
        .voxels;
  };
  CHECK(at("constant") == std::vector<float>{-7, -7});
  CHECK(at("clamp") == std::vector<float>{4, 4});
}

TEST_CASE("windows that make no sense are refused when the preset is read") {
  const std::string at = "/steps/0/parameters/";
  CHECK(problem_of("crop", {{"size", numbers({0, 4, 4})}}) ==
        at + "size/0: 0 is not allowed: use a number in [1, 65535]");
  CHECK(problem_of("crop", {{"size", numbers({2.5, 4, 4})}}) == at + "size/0: 2.5 is not an integer");
  CHECK(problem_of("crop", {{"anchor", numbers({0.5, 1.1, 0})}}) ==
        at + "anchor/1: 1.1 is not allowed: use a number in [0, 1]");
  CHECK(problem_of("crop", {{"anchor", numbers({0})}, {"start", numbers({1})}}) ==
        at + "start: start and anchor are both given: give one of them");
  CHECK(problem_of("crop", {{"size", numbers({65535})}}).rfind(at + "size: 65535 x 65535 x 65535 voxels are more", 0) ==
        0);
  CHECK(problem_of("pad", {{"size", numbers({9})}, {"before", numbers({1, 0, 0})}}).rfind(at + "size: ", 0) == 0);
  CHECK(problem_of("pad", {{"before", numbers({-1})}}) == at + "before: -1 is not allowed: use a number in [0, 65535]");
  CHECK(problem_of("pad", {{"before", numbers({4})}, {"after", numbers({0, 2, 0})}}) == "");
}
