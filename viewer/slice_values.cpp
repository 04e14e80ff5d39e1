#include "viewer/slice_values.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace auglens {

std::optional<SliceValues> values_of(const SceneSlices& slices) {
  std::vector<float> values;
  if (!slices.sides.empty())
    for (const SceneSlice& slice : slices.sides.back().slices)
      std::copy_if(slice.values.begin(), slice.values.end(), std::back_inserter(values),
                   [](float v) { return std::isfinite(v); });
  if (values.empty()) return std::nullopt;
  const auto at = [&values](double share) {
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return static_cast<double>(*place);
  };
  const double low = at(0.005), high = at(0.995);
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return SliceValues{*least, *most, {high > low ? high - low : 1, (low + high) / 2}};
}

bool window_misses(const Window& window, const SliceValues& values) {
  if (!(values.high > values.low)) return false;
  const double black = window.level - window.width / 2, white = window.level + window.width / 2;
  return values.high <= black || values.low >= white || values.window.width < window.width / 16;
}

}  // namespace auglens
