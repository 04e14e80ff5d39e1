#pragma once
// A volume made ready for rays: 16-bit codes, label cells and bricks, kept as long as the voxels stay. It refuses to
// know cameras, windows and colours, so that all of these change without touching it.

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "ops/image.h"
#include "ops/job.h"
#include "render/brick_map.h"
#include "render/transfer.h"

namespace auglens {

/// What is to be shown: whole-grid views of one channel and frame, and labels on the same grid or none.
struct RayInput {
  Grid grid;
  std::variant<VoxelView<float>, VoxelView<std::uint8_t>, VoxelView<std::int16_t>, VoxelView<std::uint16_t>> voxels;
  std::optional<VoxelView<std::int32_t>> labels;
  /// The window of interest, when known: floats farther than 64 window widths from its level are clamped, so that one
  /// wild voxel cannot take all codes. Integers never need it.
  std::optional<std::pair<double, double>> window_level;
};
/// The input for one channel and frame of an image.
RayInput ray_input(const Image& image, int channel, int frame, const LabelMap* labels = nullptr);

/// Integers are coded exactly; floats in 65535 equal steps between their finite extremes, so a value is off by at most
/// half a step. NaN and -infinity become the lowest code, +infinity the highest. Two bytes per voxel, two more with
/// labels.
struct RayVolume {
  static constexpr int apron = 2;  ///< border voxels repeated around the grid: no clamping along the ray

  Grid grid;
  Index3 size{};                    ///< grid.size + 2 * apron
  std::int64_t row = 0, plane = 0;  ///< pitches of codes and cells, in voxels
  Buffer codes;                     ///< uint16
  CodeScale scale;
  Buffer cells;  ///< uint16: 256 * smoothed presence of any label + colour slot; empty without labels
  std::vector<std::int32_t> labels;  ///< ascending values present, without 0; value k has colour slot 1 + k mod 255
  BrickMap bricks;
  struct OnDevice {
    Buffer codes, cells, brick_high;
  } on_device;  ///< copies that CUDA reads, when the job's device was one

  bool labels_share_slots() const { return labels.size() > 255; }  ///< then colours repeat, which the view must say
};

/// From views in host memory. Reads each voxel twice and writes it once, on the job's threads. Throws Error(resource)
/// above 2^31 padded voxels (32-bit gathers), Error(usage) when the labels' size differs, and Cancelled.
RayVolume make_ray_volume(const RayInput& input, const Job& job);

}  // namespace auglens
