#include "ops/objects/label_drift.h"

#include <algorithm>
#include <cmath>

namespace auglens {

namespace {

constexpr std::uint16_t mark = 30011;  // a fourth coordinate that is the same everywhere: the fill shows in it

/// The input's own coordinates as an image of four channels.
Case coordinates_of(const Grid& grid) {
  Case c;
  c.id = next_case_id();
  c.image = Image::allocate(grid, VoxelType::uint16, 4);
  for (std::int64_t z = 0; z < grid.size[2]; ++z)
    for (std::int64_t y = 0; y < grid.size[1]; ++y)
      for (std::int64_t x = 0; x < grid.size[0]; ++x) {
        const std::int64_t values[] = {x, y, z, mark};
        for (int k = 0; k < 4; ++k)
          c.image.mutable_view<std::uint16_t>(k).at(x, y, z) = static_cast<std::uint16_t>(values[k]);
      }
  return c;
}

/// The spatial steps alone, with one channel's passes for all four.
Plan spatial_part(const Plan& plan, int channel, std::uint64_t case_id) {
  Plan out = plan;
  out.case_id = case_id;
  out.steps.clear();
  for (const BoundStep& step : plan.steps) {
    if (step.label_key.empty()) continue;
    BoundStep four = step;
    four.image.assign(4, step.image[static_cast<std::size_t>(channel)]);
    four.keys.assign(4, step.keys[static_cast<std::size_t>(channel)]);
    out.steps.push_back(std::move(four));
  }
  return out;
}

/// A box of the four coordinates.
class Slab {
 public:
  Slab(const Plan& plan, const Case& coordinates, const Region& region, FactsCache& facts, const Job& job)
      : region_(region) {
    for (int k = 0; k < 4; ++k) {
      auto& voxels = values_[static_cast<std::size_t>(k)];
      voxels.resize(static_cast<std::size_t>(region_.voxels()));
      const ImageRequest request{region_,
                                 {voxels.data(), region_.size[0], region_.size[0] * region_.size[1], region_.start[0],
                                  region_.start[1], region_.start[2]}};
      evaluate(plan, coordinates, k, {&request, 1}, facts, job);
    }
  }
  const Region& region() const { return region_; }
  /// False where the fill had a part in it.
  bool point(const Index3& at, Vec3& out) const {
    const Index3 p{at[0] - region_.start[0], at[1] - region_.start[1], at[2] - region_.start[2]};
    const auto i = static_cast<std::size_t>((p[2] * region_.size[1] + p[1]) * region_.size[0] + p[0]);
    for (std::size_t k = 0; k < 3; ++k) out[k] = static_cast<double>(values_[k][i]);
    return std::abs(values_[3][i] - static_cast<float>(mark)) < 0.02F;
  }

 private:
  Region region_;
  std::array<std::vector<float>, 4> values_;
};

/// The smallest box of some planes that holds all blobs there; empty where there are none.
Region labelled_box(const VoxelView<std::int32_t>& ids, std::int64_t z0, std::int64_t z1) {
  Index3 low{ids.nx, ids.ny, z1}, high{-1, -1, -1};
  for (std::int64_t z = z0; z < z1; ++z)
    for (std::int64_t y = 0; y < ids.ny; ++y)
      for (std::int64_t x = 0; x < ids.nx; ++x) {
        if (ids.at(x, y, z) == 0) continue;
        low = {std::min(low[0], x), std::min(low[1], y), std::min(low[2], z)};
        high = {std::max(high[0], x), std::max(high[1], y), std::max(high[2], z)};
      }
  if (high[0] < 0) return {};
  return {low, {high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1}};
}

bool on_border(const VoxelView<std::int32_t>& v, const Index3& at) {
  const std::int32_t own = v.at(at[0], at[1], at[2]);
  const Index3 n{v.nx, v.ny, v.nz};
  for (std::size_t k = 0; k < 3; ++k)
    for (const std::int64_t d : {-1, 1}) {
      Index3 beside = at;
      beside[k] += d;
      if (beside[k] >= 0 && beside[k] < n[k] && v.at(beside[0], beside[1], beside[2]) != own) return true;
    }
  return false;
}

/// Adds offsets up, voxel by voxel in raster order.
struct Sums {
  const Grid& in;
  std::vector<Vec3> offset;
  std::vector<std::int64_t> voxels;
  double border = 0;

  void add(std::size_t blob, const Vec3& from, const Vec3& image, bool at_border) {
    const Vec3 a = in.to_world(from), b = in.to_world(image);
    double squared = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      offset[blob][k] += a[k] - b[k];
      squared += (a[k] - b[k]) * (a[k] - b[k]);
    }
    ++voxels[blob];
    if (at_border) border = std::max(border, std::sqrt(squared));
  }
};

}  // namespace

LabelDrift label_drift(const Plan& plan, int channel, const OriginMap& origins, const LabelMap& blob, std::size_t blobs,
                       const Job& job) {
  const Case coordinates = coordinates_of(plan.in);
  const Plan followed = spatial_part(plan, channel, coordinates.id);
  FactsCache nothing(0);
  Sums sums{plan.in, std::vector<Vec3>(blobs, Vec3{0, 0, 0}), std::vector<std::int64_t>(blobs, 0)};
  constexpr std::int64_t planes = 16;
  const VoxelView<std::int32_t> ids = blob.view();
  for (std::int64_t z0 = 0; z0 < plan.out.size[2]; z0 += planes) {
    job.check();
    const Region box = labelled_box(ids, z0, std::min(z0 + planes, plan.out.size[2]));
    if (box.empty()) continue;
    const Slab slab(followed, coordinates, box, nothing, job);
    for (std::int64_t z = box.start[2]; z < box.end(2); ++z)
      for (std::int64_t y = box.start[1]; y < box.end(1); ++y)
        for (std::int64_t x = box.start[0]; x < box.end(0); ++x) {
          const std::int32_t id = ids.at(x, y, z);
          Vec3 image;
          if (id == 0 || !slab.point({x, y, z}, image)) continue;
          const Index3 from = origins.index_of(origins.at({x, y, z}));
          sums.add(static_cast<std::size_t>(id - 1),
                   {static_cast<double>(from[0]), static_cast<double>(from[1]), static_cast<double>(from[2])}, image,
                   on_border(ids, {x, y, z}));
        }
  }
  LabelDrift drift{std::vector<double>(blobs, 0), sums.border};
  for (std::size_t b = 0; b < blobs; ++b) {
    if (sums.voxels[b] == 0) continue;
    const auto n = static_cast<double>(sums.voxels[b]);
    const Vec3& o = sums.offset[b];
    drift.centroid_mm[b] = std::sqrt(o[0] * o[0] + o[1] * o[1] + o[2] * o[2]) / n;
  }
  return drift;
}

}  // namespace auglens
