#pragma once
// Small label maps for the tests of crop windows, and chi-square. It refuses to know samplers.

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <map>
#include <vector>

#include "ops/device.h"
#include "ops/image.h"
#include "ops/random.h"

namespace auglens {

inline LabelMap make_labels(const Index3& size, const std::function<std::int32_t(const Index3&)>& value) {
  Grid grid;
  grid.size = size;
  LabelMap labels = LabelMap::allocate(grid);
  const auto view = labels.mutable_view();
  for (std::int64_t z = 0; z < size[2]; ++z)
    for (std::int64_t y = 0; y < size[1]; ++y)
      for (std::int64_t x = 0; x < size[0]; ++x) view.at(x, y, z) = value({x, y, z});
  return labels;
}

/// `boxes` boxes of the given classes at random places, over 0; some voxels are knocked out again.
inline LabelMap random_labels(const Index3& size, int boxes, const std::vector<std::int32_t>& classes,
                              std::uint32_t key) {
  const LabelMap labels = make_labels(size, [](const Index3&) { return 0; });
  const auto view = labels.mutable_view();
  for (std::uint32_t b = 0; b < static_cast<std::uint32_t>(boxes); ++b) {
    Index3 low{}, high{};
    for (std::size_t k = 0; k < 3; ++k) {
      const PhiloxBlock r = philox(key, b, static_cast<std::uint32_t>(k), 0, 7);
      low[k] = r.lane[0] % size[k];
      high[k] = std::min<std::int64_t>(size[k], low[k] + 1 + r.lane[1] % (1 + size[k] / 4));
    }
    const std::int32_t value = classes[philox(key, b, 3, 0, 7).lane[0] % classes.size()];
    for (std::int64_t z = low[2]; z < high[2]; ++z)
      for (std::int64_t y = low[1]; y < high[1]; ++y)
        for (std::int64_t x = low[0]; x < high[0]; ++x)
          if (philox(key, static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), static_cast<std::uint32_t>(z),
                     8)
                      .lane[0] %
                  5 !=
              0)
            view.at(x, y, z) = value;
  }
  return labels;
}

/// Chi-square of observed counts against expected ones; cells that expect fewer than 8 are put together. Checks that it
/// lies within five standard deviations of its mean.
inline void check_chi_square(const std::map<Index3, double>& expected, const std::map<Index3, double>& observed) {
  double chi = 0, rest_expected = 0, rest_observed = 0;
  int cells = 0;
  const auto add = [&](double e, double o) { chi += (o - e) * (o - e) / e, ++cells; };
  for (const auto& [cell, o] : observed) CHECK_MESSAGE(expected.contains(cell), "a window that cannot be was drawn");
  for (const auto& [cell, e] : expected) {
    const auto found = observed.find(cell);
    const double o = found == observed.end() ? 0 : found->second;
    if (e >= 8) {
      add(e, o);
    } else {
      rest_expected += e, rest_observed += o;
    }
  }
  if (rest_expected >= 8) add(rest_expected, rest_observed);
  const double freedom = cells - 1;
  CAPTURE(chi);
  CAPTURE(freedom);
  if (cells < 2) return;
  CHECK(chi < freedom + 5 * std::sqrt(2 * freedom));
  CHECK(chi > freedom - 5 * std::sqrt(2 * freedom));
}

}  // namespace auglens
