#include "ops/index_pull.h"

#include <algorithm>

namespace auglens {

namespace {

template <class T, class Out>
IndexBody<T, Out> body_of(const IndexRows& rows, const Device& device, const VoxelView<T>& in,
                          const MutableView<Out>& out, Out fill) {
  const std::int64_t strides[] = {1, in.row, in.plane}, origins[] = {in.x0, in.y0, in.z0};
  IndexBody<T, Out> body{{}, {}, {}, in.data, out, fill};
  for (std::size_t k = 0; k < 3; ++k) {
    body.rows[k] = rows.axis[k].on(device);
    body.stride[k] = strides[rows.from[k]];
    body.origin[k] = origins[rows.from[k]];
  }
  return body;
}

}  // namespace

Region IndexRows::needs(const Region& region) const {
  Region box{{0, 0, 0}, {1, 1, 1}};
  for (std::size_t k = 0; k < 3; ++k) {
    const auto& row = axis[k].host();
    std::int32_t low = -1, high = -1;
    for (std::int64_t i = region.start[k]; i < region.end(k); ++i) {
      const std::int32_t at = row[static_cast<std::size_t>(i)];
      if (at < 0) continue;
      low = low < 0 ? at : std::min(low, at);
      high = std::max(high, at);
    }
    const auto to = static_cast<std::size_t>(from[k]);
    box.start[to] = std::max(low, 0);
    box.size[to] = high - std::max(low, 0) + 1;
    if (low < 0) box.size[to] = 1;  // only fill: any voxel will do
  }
  return box;
}

void IndexPass::run(const Device& device, const AnyView& in, const MutableView<float>& out,
                    const Region& region) const {
  std::visit([&](const auto& view) { launch(device, region, body_of(rows_, device, view, out, rows_.fill)); }, in);
}

void LabelIndexPass::run(const Device& device, const VoxelView<std::int32_t>& in, const MutableView<std::int32_t>& out,
                         const Region& region) const {
  launch(device, region, body_of(rows_, device, in, out, rows_.label_fill));
}

}  // namespace auglens
