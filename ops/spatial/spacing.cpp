#include "ops/spatial/spacing.h"

#include <stdexcept>

#include "ops/affine_map.h"
#include "ops/spatial/index_rows.h"
#include "ops/taps_pass.h"

namespace auglens {

namespace {

constexpr double most = 65535;  ///< voxels along an axis, as for sizes that are given

SpacingGrid grid_of(const BindContext& c, const BoundStep& step) {
  const Vec3 mm = c.values.given("spacing_mm") ? c.values.axes("spacing_mm") : c.in.spacing;
  for (std::size_t k = 0; k < 3; ++k) {
    const double old_mm = c.in.spacing[k];
    if (static_cast<double>(c.in.size[k]) * old_mm / mm[k] > most)
      spatial::refuse(step, "spacing_mm",
                      std::to_string(mm[k]) + " mm make more than 65535 voxels of the axis's " +
                          std::to_string(c.in.size[k]) + " with " + std::to_string(old_mm) + " mm",
                      "use at least " + std::to_string(static_cast<double>(c.in.size[k]) * old_mm / most) + " mm");
  }
  SpacingGrid grid;
  try {
    const bool monai = c.values.option<SpacingConvention>("convention") == SpacingConvention::monai;
    grid = monai ? monai_spacing(c.in, mm) : torchio_spacing(c.in, mm);
  } catch (const std::domain_error&) {
    spatial::refuse(step, "spacing_mm", "the axes of the input lie in one plane, which no spacing can resample",
                    "correct the affine in the file's header");
  }
  if (const Broken large = spatial::too_large("spacing_mm", grid.out.size); !large.what.empty())
    spatial::refuse(step, "spacing_mm", large.what, "use a larger spacing");
  return grid;
}

/// torch rounds half to even, ITK half up.
std::vector<std::int32_t> nearest_row(const SpacingAxis& axis, std::int64_t n, Border border, bool half_up) {
  std::vector<std::int32_t> row(static_cast<std::size_t>(axis.size));
  for (std::size_t o = 0; o < row.size(); ++o) {
    const double p = static_cast<double>(o) * axis.scale + axis.shift;
    const auto i = static_cast<std::int64_t>(half_up ? std::floor(p + 0.5) : std::nearbyint(p));
    row[o] = static_cast<std::int32_t>(border_index(i, n, border));
  }
  return row;
}

AxisTaps linear_taps(int k, const SpacingAxis& axis, Border border) {
  std::vector<std::int32_t> starts(static_cast<std::size_t>(axis.size));
  std::vector<float> weights(2 * starts.size());
  for (std::size_t o = 0; o < starts.size(); ++o) {
    const double p = static_cast<double>(o) * axis.scale + axis.shift, low = std::floor(p);
    starts[o] = static_cast<std::int32_t>(low);
    weights[2 * o] = static_cast<float>(1 - (p - low));
    weights[2 * o + 1] = static_cast<float>(p - low);
  }
  return {k, 2, false, border, Table<std::int32_t>(std::move(starts)), Table<float>(std::move(weights))};
}

/// Axis by axis, where voxels of the new grid lie on the input's axes.
void add_axes(const BindContext& c, const std::array<SpacingAxis, 3>& axes, Border border, BoundStep& step) {
  const bool torchio = c.values.option<SpacingConvention>("convention") == SpacingConvention::torchio;
  IndexRows rows;
  for (std::size_t k = 0; k < 3; ++k)
    rows.axis[k] = Table<std::int32_t>(nearest_row(axes[k], c.in.size[k], border, torchio));
  spatial::add_rows(c, rows, step);
  if (c.values.option<Sampler>("sampler") == Sampler::nearest) return;
  auto& passes = step.image[static_cast<std::size_t>(c.channel)];
  passes.clear();
  Index3 size = c.in.size;
  for (const bool shrinks : {true, false})  // the axes that shrink first: fewer voxels for the others
    for (std::size_t k = 0; k < 3; ++k) {
      if ((axes[k].size < c.in.size[k]) != shrinks || (axes[k].scale == 1 && axes[k].shift == 0)) continue;
      passes.push_back(std::make_shared<TapsPass>(linear_taps(static_cast<int>(k), axes[k], border), size));
      size[k] = axes[k].size;
    }
}

/// By one map of the indices; its passes have their kernels from affine.
void add_map(const BindContext& c, const SpacingGrid& grid, Border border, BoundStep& step) {
  AffineMap map{};
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t k = 0; k < 3; ++k) map.m[4 * r + k] = grid.linear[3 * r + k];
    map.m[4 * r + 3] = grid.shift[r] + 0.5;
  }
  const WarpSettings settings{c.values.option<Sampler>("sampler"), border, 0};
  step.image[static_cast<std::size_t>(c.channel)] = {std::make_shared<WarpPass<AffineMap>>(map, c.in.size, settings)};
  step.label = {std::make_shared<LabelWarpPass<AffineMap>>(map, c.in.size, border, 0)};
}

}  // namespace

void Spacing::bind_moved(const BindContext& c, const Vec3& offset, BoundStep& step) {
  SpacingGrid grid = grid_of(c, step);
  step.out = grid.out;
  Border border = c.values.option<Border>("border");
  if (c.values.option<Convention>("convention") == Convention::torchio && border == Border::constant)
    border = Border::clamp;  // its grid stays within the edge voxels' cells
  for (std::size_t k = 0; k < 3; ++k) grid.shift[k] += offset[k];
  if (grid.sheared) return add_map(c, grid, border, step);
  std::array<SpacingAxis, 3> axes;
  for (std::size_t k = 0; k < 3; ++k) axes[k] = {grid.out.size[k], grid.linear[4 * k], grid.shift[k]};
  add_axes(c, axes, border, step);
}

}  // namespace auglens
