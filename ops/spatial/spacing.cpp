#include "ops/spatial/spacing.h"

#include "ops/spatial/index_rows.h"
#include "ops/taps_pass.h"

namespace auglens {

namespace {

constexpr double monai_tolerance = 1e-3;  ///< mm; its AFFINE_TOL
constexpr double most = 65535;            ///< voxels along an axis, as for sizes that are given

std::array<SpacingAxis, 3> axes_of(const BindContext& c, const BoundStep& step) {
  std::array<SpacingAxis, 3> axes;
  const auto convention = c.values.option<Spacing::Convention>("convention");
  Index3 size;
  for (std::size_t k = 0; k < 3; ++k) {
    const double old_mm = c.in.spacing[k],
                 new_mm = c.values.given("spacing_mm") ? c.values.axes("spacing_mm")[k] : old_mm;
    if (static_cast<double>(c.in.size[k]) * old_mm / new_mm > most)
      spatial::refuse(step, "spacing_mm",
                      std::to_string(new_mm) + " mm make more than 65535 voxels of the axis's " +
                          std::to_string(c.in.size[k]) + " with " + std::to_string(old_mm) + " mm",
                      "use at least " + std::to_string(static_cast<double>(c.in.size[k]) * old_mm / most) + " mm");
    axes[k] = spacing_axis(convention, c.in.size[k], old_mm, new_mm);
    size[k] = axes[k].size;
  }
  if (const Broken large = spatial::too_large("spacing_mm", size); !large.what.empty())
    spatial::refuse(step, "spacing_mm", large.what, "use a larger spacing");
  return axes;
}

Grid grid_of(const Grid& in, const std::array<SpacingAxis, 3>& axes) {
  Grid out = in;
  Vec3 first{};
  for (std::size_t k = 0; k < 3; ++k) {
    out.size[k] = axes[k].size;
    out.spacing[k] = in.spacing[k] * axes[k].scale;
    first[k] = axes[k].shift;
  }
  if (first != Vec3{0, 0, 0}) out.origin = in.to_world(first);
  return out;
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

}  // namespace

SpacingAxis spacing_axis(Spacing::Convention convention, std::int64_t n, double old_mm, double new_mm) {
  const auto count = static_cast<double>(n);
  if (convention == Spacing::Convention::monai) {
    if (std::abs(old_mm - new_mm) <= monai_tolerance) return {n, 1, 0};
    return {static_cast<std::int64_t>(std::nearbyint((count - 1) * old_mm / new_mm + 1)), new_mm / old_mm, 0};
  }
  if (old_mm == new_mm) return {n, 1, 0};
  SpacingAxis axis{n == 1 ? 1 : static_cast<std::int64_t>(std::floor(count * old_mm / new_mm)), new_mm / old_mm, 0};
  axis.size = std::max<std::int64_t>(1, axis.size);
  axis.shift = (count - 1) / 2 - static_cast<double>(axis.size - 1) / 2 * axis.scale;
  return axis;
}

void Spacing::bind_moved(const BindContext& c, const Vec3& offset, BoundStep& step) {
  auto axes = axes_of(c, step);
  const bool torchio = c.values.option<Convention>("convention") == Convention::torchio;
  Border border = c.values.option<Border>("border");
  if (torchio && border == Border::constant) border = Border::clamp;  // its grid stays within the edge voxels' cells
  step.out = grid_of(c.in, axes);
  for (std::size_t k = 0; k < 3; ++k) axes[k].shift += offset[k];
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

}  // namespace auglens
