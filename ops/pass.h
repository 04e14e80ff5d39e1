#pragma once
// The smallest unit of evaluation: from one grid to the next, any region, voxel by voxel. It refuses to know chains.

#include <cstdint>
#include <memory>
#include <variant>

#include "ops/device.h"
#include "ops/image.h"

namespace auglens {

/// Voxels of one channel in whatever type they are stored.
using AnyView =
    std::variant<VoxelView<std::uint8_t>, VoxelView<std::int16_t>, VoxelView<std::uint16_t>, VoxelView<float>>;

enum class PassKind {
  value,  ///< reads the voxel it writes; runs in place
  read,   ///< reads `needs(region)` of its input (warps and gathers)
};

/// A pass over intensity. `run` works through a region serially on the CPU, or enqueues one launch when `stream` is
/// set.
class ImagePass {
 public:
  virtual ~ImagePass() = default;
  virtual PassKind kind() const = 0;
  /// Extent of the grid that this pass reads; the step's input grid unless an earlier pass of the step changed it.
  virtual Index3 input_size(const Index3& step_input) const { return step_input; }
  /// The box of the input grid that an output region reads; never empty, always inside the input grid.
  virtual Region needs(const Region& region) const { return region; }
  /// Reads `in` (ignored by a value pass, which changes `out` in place) and writes every voxel of `region`.
  virtual void run(const Device& device, const AnyView& in, const MutableView<float>& out,
                   const Region& region) const = 0;
};

/// A pass over labels; it copies classes and never mixes them.
class LabelPass {
 public:
  virtual ~LabelPass() = default;
  virtual Index3 input_size(const Index3& step_input) const { return step_input; }
  virtual Region needs(const Region& region) const = 0;
  virtual void run(const Device& device, const VoxelView<std::int32_t>& in, const MutableView<std::int32_t>& out,
                   const Region& region) const = 0;
};

}  // namespace auglens
