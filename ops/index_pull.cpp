#include "ops/index_pull.h"

#include <algorithm>

namespace auglens {

Region IndexRows::needs(const Region& region) const {
  Region box;
  for (std::size_t k = 0; k < 3; ++k) {
    const auto& row = axis[k].host();
    const auto [low, high] = std::minmax_element(row.begin() + region.start[k], row.begin() + region.end(k));
    box.start[k] = *low;
    box.size[k] = *high - *low + 1;
  }
  return box;
}

void IndexPass::run(const Device& device, const AnyView& in, const MutableView<float>& out,
                    const Region& region) const {
  std::visit(
      [&]<class T>(const VoxelView<T>& view) {
        launch(device, region,
               IndexBody<T, float>{rows_.axis[0].on(device), rows_.axis[1].on(device), rows_.axis[2].on(device), view,
                                   out});
      },
      in);
}

void LabelIndexPass::run(const Device& device, const VoxelView<std::int32_t>& in, const MutableView<std::int32_t>& out,
                         const Region& region) const {
  launch(device, region,
         IndexBody<std::int32_t, std::int32_t>{rows_.axis[0].on(device), rows_.axis[1].on(device),
                                               rows_.axis[2].on(device), in, out});
}

}  // namespace auglens
