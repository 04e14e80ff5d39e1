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
  const Span read = read_span({low, high}, in_size_[k], taps_.border);
  Region box = region;
  box.start[k] = read.first;
  box.size[k] = read.last - read.first;
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
