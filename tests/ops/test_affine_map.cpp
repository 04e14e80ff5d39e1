#include "ops/affine_map.h"

#include <doctest/doctest.h>

#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

AffineMap some_map(std::uint32_t k) {
  AffineMap map{};
  for (std::uint32_t i = 0; i < 12; ++i) {
    const double u = unit_interval(philox(9, k, i, 0, 0).lane[0]) * 2 - 1;
    map.m[i] = i % 4 == 3 ? 12 + 9 * u : (i % 5 == 0 ? 0.8 + 0.4 * u : 0.5 * u);
  }
  return map;
}

template <class T>
void compare_rows(VoxelType type) {
  const Case c = asymmetric_case({37, 29, 23}, type, 1);
  const VoxelView<T> in = c.image.view<T>();
  std::int64_t quick_voxels = 0;
  for (std::uint32_t k = 0; k < 300; ++k) {
    const AffineMap map = some_map(k);
    const Region row{{k % 3, k % 9, k % 5}, {41, 1, 1}};
    const RowSpan span = quick_span(map, c.image.grid.size, in.plane, row);
    if (span.first >= span.last) continue;
    std::vector<float> quick(static_cast<std::size_t>(span.last - span.first)), slow;
    quick_row(map, in, {{span.first, row.start[1], row.start[2]}, {span.last - span.first, 1, 1}}, quick.data());
    for (std::int64_t x = span.first; x < span.last; ++x) {
      const Point p = map(x, row.start[1], row.start[2]);
      for (const float q : {p.x, p.y, p.z}) REQUIRE(q >= 0.5F);
      REQUIRE((p.x < 36.5F && p.y < 28.5F && p.z < 22.5F));
      slow.push_back(sample_linear(in, p.x, p.y, p.z, Border::clamp, 0.0F));
    }
    REQUIRE(std::memcmp(quick.data(), slow.data(), slow.size() * sizeof(float)) == 0);
    quick_voxels += span.last - span.first;
  }
  CHECK((quick_voxels > 1000 || !__builtin_cpu_supports("avx2")));
}

}  // namespace

TEST_CASE("the quick row of a map in double equals the functor bit for bit and never reads outside") {
  compare_rows<float>(VoxelType::float32);
  compare_rows<std::int16_t>(VoxelType::int16);
  compare_rows<std::uint16_t>(VoxelType::uint16);
}

TEST_CASE("what a region reads holds the neighbours of every mapped coordinate") {
  for (std::uint32_t k = 0; k < 50; ++k) {
    const AffineMap map = some_map(k);
    const Region region{{k % 7, 3, k % 4}, {9, 1 + k % 5, 6}}, reach = map.reach(region);
    for (std::int64_t z = region.start[2]; z < region.end(2); ++z)
      for (std::int64_t y = region.start[1]; y < region.end(1); ++y)
        for (std::int64_t x = region.start[0]; x < region.end(0); ++x) {
          const Point p = map(x, y, z);
          const Index3 low{floor_index(p.x - 0.5F), floor_index(p.y - 0.5F), floor_index(p.z - 0.5F)};
          REQUIRE(contains(reach, Region{low, {2, 2, 2}}));
        }
  }
}

TEST_CASE("a pull about centres keeps the centres, and only whole moves are told as such") {
  const Mat3 turn{0, -1, 0, 1, 0, 0, 0, 0, 1};
  const AffineMap map = affine_map({turn, {0, 0, 0}, {3, 2, 1}, {4, 5, 6}});
  const Point p = map(4, 5, 6), beside = map(5, 5, 6);
  CHECK((p.x == 3.5F && p.y == 2.5F && p.z == 1.5F));
  CHECK((beside.x == 3.5F && beside.y == 3.5F && beside.z == 1.5F));
  CHECK_FALSE(whole_shift(map, {8, 8, 8}).has_value());
  CHECK(whole_shift(affine_map({identity3, {-2, 0, 1}, {3, 2, 1.5}, {4, 2, 2.5}}), {8, 8, 8}) == Index3{1, 0, -2});
  CHECK_FALSE(whole_shift(affine_map({identity3, {0.5, 0, 0}, {3, 2, 1}, {4, 2, 3}}), {8, 8, 8}).has_value());
}
