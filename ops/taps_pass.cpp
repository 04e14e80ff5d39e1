#include "ops/taps_pass.h"

#include <algorithm>

namespace auglens {

Region TapsPass::needs(const Region& region) const {
  const auto k = static_cast<std::size_t>(taps_.axis);
  const auto& starts = taps_.starts.host();
  std::int64_t low = 0, high = 0;
  if (taps_.same_for_all) {
    low = region.start[k] + starts[0];
    high = region.end(k) - 1 + starts[0] + taps_.taps;
  } else {
    const auto [a, b] = std::minmax_element(starts.begin() + region.start[k], starts.begin() + region.end(k));
    low = *a;
    high = std::int64_t{*b} + taps_.taps;
  }
  const std::int64_t n = in_size_[k];
  Region box = region;
  if (taps_.border == RowBorder::reflect || taps_.border == RowBorder::reflect101) {
    if (low < -n || high > 2 * n) low = 0, high = n;  // folded more than once: everything may be read
    const std::int64_t fold_low = low < 0 ? std::min(n, -low + 1) : 0;
    const std::int64_t fold_high = high > n ? std::max<std::int64_t>(0, 2 * n - high - 1) : n;
    if (low < 0) high = std::max(high, fold_low), low = 0;
    if (high > n) low = std::min(low, fold_high), high = n;
  }
  box.start[k] = std::clamp<std::int64_t>(low, 0, n - 1);
  box.size[k] = std::clamp<std::int64_t>(high, box.start[k] + 1, n) - box.start[k];
  return box;
}

void TapsPass::run(const Device& device, const AnyView& in, const MutableView<float>& out, const Region& region) const {
  std::visit(
      [&]<class T>(const VoxelView<T>& view) {
        launch(device, region,
               TapsBody<T>{taps_.axis, taps_.taps, taps_.same_for_all, taps_.border, taps_.starts.on(device),
                           taps_.weights.on(device), in_size_[static_cast<std::size_t>(taps_.axis)], view, out});
      },
      in);
}

}  // namespace auglens
