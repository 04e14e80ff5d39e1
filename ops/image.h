#pragma once
// Voxels on a grid: Image (intensity) and LabelMap (classes), and the views that kernels read. It refuses to know
// files.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ops/buffer.h"
#include "ops/hd.h"
#include "ops/region.h"

namespace auglens {

enum class VoxelType { uint8, int16, uint16, float32, int32 };
std::size_t bytes_of(VoxelType type);
const char* name_of(VoxelType type);

/// Distances in voxels between rows, planes and volumes; padded so that none is a power of two (2.2x on bad warps).
struct Pitch {
  std::int64_t row = 0, plane = 0, volume = 0;
  friend bool operator==(const Pitch&, const Pitch&) = default;
};
/// The padded pitch for a grid of this size: rows a multiple of 16 voxels but not of 64, planes an odd number of 16s.
Pitch padded_pitch(const Index3& size);

/// Read-only voxels of one channel and frame over a box of a grid, addressed by global index. `size` is the whole
/// grid's.
template <class T>
struct VoxelView {
  const T* data = nullptr;  ///< the voxel region.start
  std::int64_t row = 0, plane = 0;
  std::int64_t x0 = 0, y0 = 0, z0 = 0;  ///< region.start
  std::int64_t nx = 0, ny = 0, nz = 0;  ///< extent of the whole grid, for border rules

  AUGLENS_HD T at(std::int64_t x, std::int64_t y, std::int64_t z) const {
    return data[(z - z0) * plane + (y - y0) * row + (x - x0)];
  }
};

/// Writable voxels over a box, addressed by global index.
template <class T>
struct MutableView {
  T* data = nullptr;
  std::int64_t row = 0, plane = 0;
  std::int64_t x0 = 0, y0 = 0, z0 = 0;

  AUGLENS_HD T& at(std::int64_t x, std::int64_t y, std::int64_t z) const {
    return data[(z - z0) * plane + (y - y0) * row + (x - x0)];
  }
};

/// Intensity voxels: planar channels, then frames; slope and intercept are already applied.
struct Image {
  Grid grid;
  VoxelType type = VoxelType::float32;  ///< uint8, int16, uint16 or float32
  int channels = 1, frames = 1;
  Pitch pitch;
  Buffer buffer;  ///< frames * channels volumes of pitch.volume voxels each

  /// Memory for a grid, not initialised. Throws Error(resource).
  static Image allocate(const Grid& grid, VoxelType type, int channels = 1, int frames = 1);

  template <class T>
  T* voxels(int channel, int frame) const {
    return reinterpret_cast<T*>(buffer.data()) + (frame * std::int64_t{channels} + channel) * pitch.volume;
  }
  template <class T>
  VoxelView<T> view(int channel = 0, int frame = 0) const {
    return {voxels<T>(channel, frame), pitch.row, pitch.plane, 0, 0, 0, grid.size[0], grid.size[1], grid.size[2]};
  }
  template <class T>
  MutableView<T> mutable_view(int channel = 0, int frame = 0) const {
    return {voxels<T>(channel, frame), pitch.row, pitch.plane, 0, 0, 0};
  }
  /// The voxel as float, whatever the type; for probes, not for loops.
  float value(const Index3& index, int channel = 0, int frame = 0) const;
};

/// Calls f with a VoxelView of the image's own voxel type.
template <class F>
decltype(auto) visit_view(const Image& image, int channel, int frame, F&& f) {
  switch (image.type) {
    case VoxelType::uint8:
      return f(image.view<std::uint8_t>(channel, frame));
    case VoxelType::int16:
      return f(image.view<std::int16_t>(channel, frame));
    case VoxelType::uint16:
      return f(image.view<std::uint16_t>(channel, frame));
    default:
      return f(image.view<float>(channel, frame));
  }
}

/// Classes: int32 voxels on a grid, one channel, one frame.
struct LabelMap {
  Grid grid;
  Pitch pitch;
  Buffer buffer;

  static LabelMap allocate(const Grid& grid);
  std::int32_t* voxels() const { return reinterpret_cast<std::int32_t*>(buffer.data()); }
  VoxelView<std::int32_t> view() const {
    return {voxels(), pitch.row, pitch.plane, 0, 0, 0, grid.size[0], grid.size[1], grid.size[2]};
  }
  MutableView<std::int32_t> mutable_view() const { return {voxels(), pitch.row, pitch.plane, 0, 0, 0}; }
};

}  // namespace auglens
