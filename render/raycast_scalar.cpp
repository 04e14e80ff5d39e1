// One ray at a time on any CPU: the functor of one pixel that CUDA launches too.
#include "render/raycast_body.h"

namespace auglens {

void march_tile_scalar(const RayScene& scene, const TileBox& tile, std::uint8_t* rgba) {
  const RayBody body{scene, rgba};
  for (std::int32_t y = tile.y0; y < tile.y1; ++y)
    for (std::int32_t x = tile.x0; x < tile.x1; ++x) body(x, y, 0);
}

}  // namespace auglens
