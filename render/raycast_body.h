#pragma once
// One pixel of the 3-D view as a functor of its index, for any CPU and for CUDA: the truth that wider kernels equal to
// the byte. It refuses to know where it is launched.

#include "render/raycast_lanes.h"
#include "render/raycast_march.h"

namespace auglens {

struct RayBody {
  RayScene scene;  ///< its pointers lie where the body runs
  std::uint8_t* rgba = nullptr;

  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t) const {
    std::int32_t packed[2];
    march<ScalarLanes>(scene, static_cast<std::int32_t>(x), static_cast<std::int32_t>(y), packed);
    std::uint8_t* out = rgba + 4 * (y * scene.width + x);
    for (int c = 0; c < 4; ++c) out[c] = static_cast<std::uint8_t>(packed[c >> 1] >> 8 * (c & 1) & 255);
  }
};

}  // namespace auglens
