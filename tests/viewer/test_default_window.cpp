// The window that a case opens with: Hounsfield units by what they are, all else by exact percentiles.

#include "viewer/default_window.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "ops/device.h"

using namespace auglens;

namespace {

const Device device = Device::cpu(2);

/// Voxel k in raster order has the value f(k).
Case case_of(const Index3& size, int channels, int frames, auto f) {
  Case c;
  Grid grid;
  grid.size = size;
  c.image = Image::allocate(grid, VoxelType::float32, channels, frames);
  for (int frame = 0; frame < frames; ++frame)
    for (int channel = 0; channel < channels; ++channel) {
      const auto out = c.image.mutable_view<float>(channel, frame);
      std::int64_t k = 0;
      for (std::int64_t z = 0; z < size[2]; ++z)
        for (std::int64_t y = 0; y < size[1]; ++y)
          for (std::int64_t x = 0; x < size[0]; ++x) out.at(x, y, z) = static_cast<float>(f(k++, channel, frame));
    }
  return c;
}

}  // namespace

TEST_CASE("the tails are NumPy's linear percentiles, for each channel") {
  // of 0..n-1 the p-th percentile is p / 100 * (n - 1) by that rule
  const Case c = case_of({10, 20, 5}, 2, 1, [](std::int64_t k, int channel, int) {
    return static_cast<double>((k * 7) % 1000) * (channel == 0 ? 1 : 10);
  });
  const auto windows = default_windows(c, {device});
  REQUIRE(windows.size() == 2);
  for (int channel = 0; channel < 2; ++channel) {
    const double scale = channel == 0 ? 1 : 10, low = 4.995 * scale, high = 994.005 * scale;
    CHECK(windows[static_cast<std::size_t>(channel)].width == doctest::Approx(high - low).epsilon(1e-12));
    CHECK(windows[static_cast<std::size_t>(channel)].level == doctest::Approx((high + low) / 2).epsilon(1e-12));
  }
}

TEST_CASE("all frames count") {
  const Case c =
      case_of({10, 10, 5}, 1, 2, [](std::int64_t k, int, int frame) { return static_cast<double>(k + 500 * frame); });
  const auto windows = default_windows(c, {device});
  CHECK(windows[0].width == doctest::Approx(994.005 - 4.995).epsilon(1e-12));
}

TEST_CASE("CT opens with soft tissue, by modality or by air") {
  Case c = case_of({4, 4, 4}, 1, 1, [](std::int64_t k, int, int) { return static_cast<double>(k); });
  CHECK(default_windows(c, {device})[0].width < 100);
  c.source.modality = Modality::ct;
  CHECK(default_windows(c, {device})[0] == Window{400, 40});
  const auto with_minimum = [](double low) {
    return case_of({4, 4, 4}, 1, 1, [low](std::int64_t k, int, int) { return k == 5 ? low : 100.0; });
  };
  CHECK(default_windows(with_minimum(-500), {device})[0] == Window{400, 40});
  CHECK(default_windows(with_minimum(-499), {device})[0] != Window{400, 40});
}

TEST_CASE("what is not finite has no say, and a flat image still has a window") {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  const Case wild = case_of({10, 10, 11}, 1, 1, [&](std::int64_t k, int, int) {
    return k < 1000 ? static_cast<double>(k) : (k % 2 == 0 ? nan : -infinite);
  });
  CHECK(default_windows(wild, {device})[0].width == doctest::Approx(994.005 - 4.995).epsilon(1e-12));
  const Case flat = case_of({4, 4, 4}, 1, 1, [](std::int64_t, int, int) { return 7.0; });
  CHECK(default_windows(flat, {device})[0] == Window{1, 7});
  const Case nothing = case_of({4, 4, 4}, 1, 1, [&](std::int64_t, int, int) { return nan; });
  CHECK(default_windows(nothing, {device})[0].width == 1);
}
