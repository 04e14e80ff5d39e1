#pragma once
// The first pass of every chain without a reader: stored voxels become float32 (labels stay int32). It refuses to
// scale.

#include <tuple>

#include "ops/launch.h"
#include "ops/pass.h"

namespace auglens {

template <class T, class Out>
struct CopyBody {
  VoxelView<T> in;
  MutableView<Out> out;
  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    out.at(x, y, z) = static_cast<Out>(in.at(x, y, z));
  }
};

using CopyBodies =
    std::tuple<CopyBody<std::uint8_t, float>, CopyBody<std::int16_t, float>, CopyBody<std::uint16_t, float>,
               CopyBody<float, float>, CopyBody<std::int32_t, std::int32_t>>;

inline void copy_source(const Device& device, const AnyView& in, const MutableView<float>& out, const Region& region) {
  std::visit([&]<class T>(const VoxelView<T>& view) { launch(device, region, CopyBody<T, float>{view, out}); }, in);
}
inline void copy_source(const Device& device, const VoxelView<std::int32_t>& in, const MutableView<std::int32_t>& out,
                        const Region& region) {
  launch(device, region, CopyBody<std::int32_t, std::int32_t>{in, out});
}

}  // namespace auglens
