#include "ops/one_hot.h"

#include <doctest/doctest.h>

#include <map>

#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

/// The definition, in double: a trilinear indicator for each class.
std::int32_t by_indicators(const VoxelView<std::int32_t>& in, float px, float py, float pz, std::int32_t fill,
                           double* margin) {
  std::map<std::int32_t, double> score;
  const double q[3] = {static_cast<double>(px) - 0.5, static_cast<double>(py) - 0.5, static_cast<double>(pz) - 0.5};
  for (int k = 0; k < 8; ++k) {
    double w = 1;
    std::int64_t at[3];
    for (int a = 0; a < 3; ++a) {
      const double f = q[a] - std::floor(q[a]);
      at[a] = static_cast<std::int64_t>(std::floor(q[a])) + (k >> a & 1);
      w *= (k >> a & 1) != 0 ? f : 1 - f;
    }
    score[fetch<std::int32_t, std::int32_t>(in, at[0], at[1], at[2], Border::constant, fill)] += w;
  }
  double best = -1, second = -1;
  std::int32_t winner = 0;
  for (const auto& [label, w] : score)
    if (w > best)
      second = best, best = w, winner = label;
    else
      second = std::max(second, w);
  *margin = best - second;
  return winner;
}

struct Row {  ///< labels along x only
  std::vector<std::int32_t> labels;
  std::int32_t at(float index, LabelTiebreak tie, Border border = Border::constant, std::int32_t fill = 7) const {
    const auto n = static_cast<std::int64_t>(labels.size());
    const VoxelView<std::int32_t> view{labels.data(), n, n, 0, 0, 0, n, 1, 1};
    return sample_one_hot(view, index + 0.5F, 0.5F, 0.5F, border, fill, tie);
  }
};

}  // namespace

TEST_CASE("the heaviest trilinear indicator wins, with the fill as a class of its own") {
  const Case c = asymmetric_case({6, 5, 4});
  LabelMap map = LabelMap::allocate(c.image.grid);
  for (std::int64_t z = 0; z < 4; ++z)
    for (std::int64_t y = 0; y < 5; ++y)
      for (std::int64_t x = 0; x < 6; ++x)
        map.mutable_view().at(x, y, z) =
            static_cast<std::int32_t>(philox(5, static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y),
                                             static_cast<std::uint32_t>(z), 0)
                                          .lane[0] %
                                      4) *
                3 -
            5;
  int decided = 0, other_than_nearest = 0;
  for (std::uint32_t k = 0; k < 20000; ++k) {
    const PhiloxBlock b = philox(6, k, 0, 0, 0);
    const auto p = [&](int lane, double n) { return static_cast<float>(unit_interval(b.lane[lane]) * (n + 3) - 1.5); };
    const float x = p(0, 6), y = p(1, 5), z = p(2, 4);
    double margin = 0;
    const std::int32_t expected = by_indicators(map.view(), x, y, z, -9, &margin);
    if (margin < 1e-3) continue;
    ++decided;
    for (const auto tie : {LabelTiebreak::nearest, LabelTiebreak::lowest, LabelTiebreak::highest})
      REQUIRE(sample_one_hot(map.view(), x, y, z, Border::constant, -9, tie) == expected);
    other_than_nearest +=
        sample_nearest<std::int32_t, std::int32_t>(map.view(), x, y, z, Border::constant, -9) != expected ? 1 : 0;
  }
  CHECK(decided > 19000);
  CHECK(other_than_nearest > 1000);
}

TEST_CASE("ties go to the nearest voxel, half to even, or to the lowest or highest class") {
  const Row row{{5, 2, 9, 4}};
  CHECK(row.at(0.5F, LabelTiebreak::lowest) == 2);
  CHECK(row.at(0.5F, LabelTiebreak::highest) == 5);
  CHECK(row.at(0.5F, LabelTiebreak::nearest) == 5);
  CHECK(row.at(1.5F, LabelTiebreak::nearest) == 9);
  CHECK(row.at(2.5F, LabelTiebreak::nearest) == 9);
  CHECK(row.at(-0.5F, LabelTiebreak::nearest) == 5);
  CHECK(row.at(-0.5F, LabelTiebreak::highest) == 7);
  CHECK(row.at(-0.6F, LabelTiebreak::nearest) == 7);
  // near ties are ties within float16's steps about 500 of 1000: 0.25 below and above
  CHECK(row.at(1.50005F, LabelTiebreak::lowest) == 2);
  CHECK(row.at(1.4999F, LabelTiebreak::highest) == 9);
  CHECK(row.at(1.501F, LabelTiebreak::lowest) == 9);
}

TEST_CASE("the nearest voxel settles a tie only if its class is one of the tied") {
  // Weights 3/8 + tie between two classes that together outweigh the nearest voxel's
  const std::int32_t classes[8] = {1, 2, 2, 3, 3, 4, 5, 6};
  const float weights[8] = {0.2F, 0.15F, 0.15F, 0.15F, 0.15F, 0.1F, 0.05F, 0.05F};
  CHECK(heaviest_class(classes, weights, 1, LabelTiebreak::nearest) == 2);
  CHECK(heaviest_class(classes, weights, 3, LabelTiebreak::nearest) == 3);
  CHECK(heaviest_class(classes, weights, 1, LabelTiebreak::highest) == 3);
}

TEST_CASE("outside: clamp and reflect know no fill, cells end half a voxel out") {
  const Row row{{5, 2, 9, 4}};
  CHECK(row.at(-3, LabelTiebreak::nearest, Border::clamp) == 5);
  CHECK(row.at(-2, LabelTiebreak::nearest, Border::reflect) == 2);
  CHECK(row.at(3.4F, LabelTiebreak::nearest, Border::cells) == 4);
  CHECK(row.at(3.6F, LabelTiebreak::nearest, Border::cells) == 7);
}

TEST_CASE("float16's steps, half to even") {
  CHECK(in_half_steps(500.1F) == 500.0F);
  CHECK(in_half_steps(500.125F) == 500.0F);
  CHECK(in_half_steps(500.375F) == 500.5F);
  CHECK(in_half_steps(999.8F) == 1000.0F);
  CHECK(in_half_steps(600.25F) == 600.0F);
  CHECK(in_half_steps(600.75F) == 601.0F);
}
