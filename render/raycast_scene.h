#pragma once
// Everything that one ray reads, as plain numbers and pointers that fit a CPU or a CUDA device. It refuses to know who
// owns the memory.

#include <cstdint>

namespace auglens {

/// Coordinates are padded voxel indices (grid index + RayVolume::apron), x, y, z.
struct RayScene {
  // the volume
  const std::uint16_t* codes = nullptr;
  const std::uint16_t* cells = nullptr;  ///< null: no labels are drawn
  std::int32_t row = 0, plane = 0;
  float box_low[3] = {}, box_high[3] = {};

  // empty space: distance in bricks, + 128 where a label surface is; null: march through everything
  const std::uint8_t* leap = nullptr;
  const std::uint16_t* brick_high = nullptr;  ///< largest code in a brick, for maximum intensity
  std::int32_t brick_row = 0, brick_plane = 0;

  // rays: sample i of pixel (x, y) lies at origin + x * per_x + y * per_y + (i + phase(x, y)) * per_step
  float origin[3] = {}, per_x[3] = {}, per_y[3] = {}, per_step[3] = {};
  float inverse_step[3] = {};    ///< 1 / per_step; 1e30 where a ray runs along the faces
  std::int32_t forward[3] = {};  ///< 1 where per_step >= 0
  bool jitter = true;

  // colour
  bool maximum = false, shade = true;
  const float* table = nullptr;  ///< red, green, blue, alpha planes
  std::int32_t entries = 0;
  float entry_scale = 1, entry_offset = 0;
  const float* label_table = nullptr;  ///< 4 planes of 256: red, green, blue, alpha per sample
  float to_camera[9] = {};  ///< gradient in codes per voxel -> windows per voxel, camera axes (right, up, to the eye)
  float label_to_camera[9] = {};  ///< the same for label presence
  float darkest = 0;              ///< maximum intensity: the code at the window's lower end

  std::int32_t width = 0, height = 0;
};

/// A part of the picture: pixels x0 <= x < x1, y0 <= y < y1.
struct TileBox {
  std::int32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

/// Marches all rays of a tile into an RGBA picture of scene.width x scene.height. All of them write the same bytes: one
/// template, three widths of arithmetic without fused or reassociated operations.
using MarchTile = void (*)(const RayScene&, const TileBox&, std::uint8_t* rgba);
void march_tile_scalar(const RayScene& scene, const TileBox& tile, std::uint8_t* rgba);
#ifdef __x86_64__
void march_tile_avx2(const RayScene& scene, const TileBox& tile, std::uint8_t* rgba);    ///< 8 rays abreast
void march_tile_avx512(const RayScene& scene, const TileBox& tile, std::uint8_t* rgba);  ///< 16 rays abreast
#endif

}  // namespace auglens
