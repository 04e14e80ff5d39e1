#include "ops/statistics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

/// NumPy's linear rule, spelled over a sorted list.
double linear_percentile(std::vector<float> v, double percent) {
  std::sort(v.begin(), v.end());
  const double rank = percent / 100 * static_cast<double>(v.size() - 1);
  const auto low = static_cast<std::size_t>(rank);
  const double a = static_cast<double>(v[low]), b = static_cast<double>(v[std::min(low + 1, v.size() - 1)]);
  return a + (b - a) * (rank - static_cast<double>(low));
}

}  // namespace

TEST_CASE("statistics and percentiles are those of the finite voxels, whatever the number of threads") {
  Case c = asymmetric_case({61, 43, 17}, VoxelType::float32, 1);
  const MutableView<float> out = c.image.mutable_view<float>();
  out.at(3, 4, 5) = std::numeric_limits<float>::quiet_NaN();
  out.at(60, 42, 16) = std::numeric_limits<float>::infinity();
  out.at(0, 0, 0) = -1e4F;
  std::vector<float> finite;
  for (std::int64_t z = 0; z < 17; ++z)
    for (std::int64_t y = 0; y < 43; ++y)
      for (std::int64_t x = 0; x < 61; ++x)
        if (std::isfinite(out.at(x, y, z))) finite.push_back(out.at(x, y, z));
  double mean = 0, squares = 0;
  for (const float v : finite) mean += static_cast<double>(v) / static_cast<double>(finite.size());
  for (const float v : finite) squares += (static_cast<double>(v) - mean) * (static_cast<double>(v) - mean);
  const double percents[] = {0, 0.5, 33.3, 50, 99.5, 100};
  const Device one = Device::cpu(1), three = Device::cpu(3);
  const Statistics s = statistics_of(c.image.view<float>(), Job{one}),
                   t = statistics_of(c.image.view<float>(), Job{three});
  CHECK(s.count == static_cast<std::int64_t>(finite.size()));
  CHECK(s.nonfinite == 2);
  CHECK(s.minimum == -1e4);
  CHECK(s.mean == doctest::Approx(mean).epsilon(1e-12));
  // the first block is summed about the outlier, which costs it four digits
  CHECK(s.deviation(1) == doctest::Approx(std::sqrt(squares / static_cast<double>(finite.size() - 1))).epsilon(1e-10));
  CHECK((s.mean == t.mean && s.squares == t.squares));
  const auto found = percentiles_of(c.image.view<float>(), percents, Job{three});
  REQUIRE(found.size() == 6);
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(found[i] == doctest::Approx(linear_percentile(finite, percents[i])).epsilon(1e-12));
}
