#include <doctest/doctest.h>

#include <cstring>

#include "ops/affine_pull.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

template <class T>
void compare_rows(VoxelType type) {
  const Case c = asymmetric_case({37, 29, 23}, type, 1);
  const VoxelView<T> in = c.image.view<T>();
  std::int64_t quick_voxels = 0;
  for (std::uint32_t k = 0; k < 300; ++k) {
    float turn[9];
    const PhiloxBlock b = philox(4, k, 0, 0, 0);
    dali_rotation({unit_interval(b.lane[0]) - 0.5, unit_interval(b.lane[1]) - 0.5, 0.3},
                  static_cast<float>(b.lane[2] % 360), turn);
    AffinePull pull{
        {turn[0], turn[1], turn[2], 18.5F, turn[3], turn[4], turn[5], 14.5F, turn[6], turn[7], turn[8], 11.5F}};
    const Region row{{-19, static_cast<std::int64_t>(k % 9) - 4, static_cast<std::int64_t>(k % 5) - 2}, {41, 1, 1}};
    const RowSpan span = quick_span(pull, c.image.grid.size, in.plane, row);
    if (span.first >= span.last) continue;
    std::vector<float> quick(static_cast<std::size_t>(span.last - span.first)), slow;
    quick_row(pull, in, {{span.first, row.start[1], row.start[2]}, {span.last - span.first, 1, 1}}, quick.data());
    for (std::int64_t x = span.first; x < span.last; ++x) {
      const Point p = pull(x, row.start[1], row.start[2]);
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

TEST_CASE("the quick row equals the functor bit for bit and never reads outside") {
  compare_rows<float>(VoxelType::float32);
  compare_rows<std::int16_t>(VoxelType::int16);
  compare_rows<std::uint16_t>(VoxelType::uint16);
}
