#pragma once
// Passes that only move voxels: each output index reads one input index along each axis (flips, crops, turns, nearest
// resizes). It refuses to interpolate.

#include <array>
#include <optional>
#include <tuple>

#include "ops/launch.h"
#include "ops/pass.h"
#include "ops/table.h"

namespace auglens {

/// Which input axis each output axis reads, and the input index for each output index; -1 reads the fill.
struct IndexRows {
  std::array<Table<std::int32_t>, 3> axis;  ///< one row of numbers for each output axis
  std::array<int, 3> from{0, 1, 2};         ///< the input axis that each output axis runs along
  float fill = 0;
  std::int32_t label_fill = 0;

  /// Every entry lies inside a grid of this size, or is -1.
  Region needs(const Region& region) const;
};

/// One voxel for each index; the strides are those of the input axes in the order of the output's.
template <class T, class Out>
struct IndexBody {
  std::array<const std::int32_t*, 3> rows;
  std::array<std::int64_t, 3> stride, origin;
  const T* in;
  MutableView<Out> out;
  Out fill;
  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    const std::int32_t i = rows[0][x], j = rows[1][y], k = rows[2][z];
    out.at(x, y, z) =
        (i | j | k) < 0
            ? fill
            : static_cast<Out>(
                  in[(i - origin[0]) * stride[0] + (j - origin[1]) * stride[1] + (k - origin[2]) * stride[2]]);
  }
};

class IndexPass final : public ImagePass {
 public:
  using Bodies = std::tuple<IndexBody<std::uint8_t, float>, IndexBody<std::int16_t, float>,
                            IndexBody<std::uint16_t, float>, IndexBody<float, float>>;
  /// `in_size`: extent of what is read, where an earlier pass of the step changed it.
  explicit IndexPass(IndexRows rows, std::optional<Index3> in_size = {}) : rows_(std::move(rows)), in_size_(in_size) {}

  PassKind kind() const override { return PassKind::read; }
  Index3 input_size(const Index3& step_input) const override { return in_size_.value_or(step_input); }
  Region needs(const Region& region) const override { return rows_.needs(region); }
  void run(const Device& device, const AnyView& in, const MutableView<float>& out, const Region& region) const override;

 private:
  IndexRows rows_;
  std::optional<Index3> in_size_;
};

class LabelIndexPass final : public LabelPass {
 public:
  using Bodies = std::tuple<IndexBody<std::int32_t, std::int32_t>>;
  explicit LabelIndexPass(IndexRows rows, std::optional<Index3> in_size = {})
      : rows_(std::move(rows)), in_size_(in_size) {}

  Index3 input_size(const Index3& step_input) const override { return in_size_.value_or(step_input); }
  Region needs(const Region& region) const override { return rows_.needs(region); }
  void run(const Device& device, const VoxelView<std::int32_t>& in, const MutableView<std::int32_t>& out,
           const Region& region) const override;

 private:
  IndexRows rows_;
  std::optional<Index3> in_size_;
};

}  // namespace auglens
