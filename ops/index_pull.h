#pragma once
// Passes that only move voxels: each output index reads one input index along each axis. It refuses to interpolate.

#include <tuple>

#include "ops/launch.h"
#include "ops/pass.h"
#include "ops/table.h"

namespace auglens {

/// Input index for each output index, one row of numbers per axis (flips, nearest resizes).
template <class T, class Out>
struct IndexBody {
  const std::int32_t *x_of, *y_of, *z_of;
  VoxelView<T> in;
  MutableView<Out> out;
  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    out.at(x, y, z) = static_cast<Out>(in.at(x_of[x], y_of[y], z_of[z]));
  }
};

/// The three rows; every entry lies inside the input grid.
struct IndexRows {
  std::array<Table<std::int32_t>, 3> axis;

  Region needs(const Region& region) const;
};

class IndexPass final : public ImagePass {
 public:
  using Bodies = std::tuple<IndexBody<std::uint8_t, float>, IndexBody<std::int16_t, float>,
                            IndexBody<std::uint16_t, float>, IndexBody<float, float>>;
  explicit IndexPass(IndexRows rows) : rows_(std::move(rows)) {}

  PassKind kind() const override { return PassKind::read; }
  Region needs(const Region& region) const override { return rows_.needs(region); }
  void run(const Device& device, const AnyView& in, const MutableView<float>& out, const Region& region) const override;

 private:
  IndexRows rows_;
};

class LabelIndexPass final : public LabelPass {
 public:
  using Bodies = std::tuple<IndexBody<std::int32_t, std::int32_t>>;
  explicit LabelIndexPass(IndexRows rows) : rows_(std::move(rows)) {}

  Region needs(const Region& region) const override { return rows_.needs(region); }
  void run(const Device& device, const VoxelView<std::int32_t>& in, const MutableView<std::int32_t>& out,
           const Region& region) const override;

 private:
  IndexRows rows_;
};

}  // namespace auglens
