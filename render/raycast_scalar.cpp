// One ray at a time on any CPU: the same functor of one pixel that CUDA launches.
#include "render/raycast_lanes.h"
#include "render/raycast_march.h"

namespace auglens {

void march_tile_scalar(const RayScene& scene, const TileBox& tile, std::uint8_t* rgba) {
  march_tile<ScalarLanes>(scene, tile, rgba);
}

}  // namespace auglens
