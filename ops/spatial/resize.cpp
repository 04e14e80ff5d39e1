#include "ops/spatial/resize.h"

#include <cmath>

#include "ops/index_pull.h"
#include "ops/spatial/resize_filter.h"

namespace auglens {

namespace {

/// The anatomy stays: the output's voxels cover the region's box; a flip moves the anatomy, not the axes.
Grid resized_grid(const Grid& in, const std::array<ResizeAxis, 3>& axes) {
  Grid out = in;
  Vec3 first{};
  for (std::size_t k = 0; k < 3; ++k) {
    const double scale = std::abs(static_cast<double>(axes[k].scale()));
    out.size[k] = axes[k].out;
    out.spacing[k] = in.spacing[k] * scale;
    first[k] = static_cast<double>(std::min(axes[k].lo, axes[k].hi)) + 0.5 * scale - 0.5;
  }
  out.origin = in.to_world(first);
  return out;
}

IndexRows rows_of(const std::array<ResizeAxis, 3>& axes, const Index3& in) {
  IndexRows rows;
  for (std::size_t k = 0; k < 3; ++k) rows.axis[k] = Table<std::int32_t>(nearest_rows(axes[k], in[k]));
  return rows;
}

}  // namespace

std::string Resize::check(const DrawnValues& v) {
  if (v.given("roi_start") != v.given("roi_end")) return "roi_start and roi_end go together: give both or neither";
  return "";
}

void Resize::bind(const BindContext& c, BoundStep& step) {
  const auto axes = resize_axes(c.values, c.in.size);
  std::array<AxisFilter, 3> filters;
  bool all_nearest = true;
  for (std::size_t k = 0; k < 3; ++k) {
    filters[k] = axis_filter(c.values, axes[k]);
    all_nearest = all_nearest && filters[k].filter == Filter::nearest;
  }
  step.out = resized_grid(c.in, axes);
  step.label = {std::make_shared<LabelIndexPass>(rows_of(axes, c.in.size))};
  auto& passes = step.image[static_cast<std::size_t>(c.channel)];
  passes.clear();
  if (all_nearest) {
    passes.push_back(std::make_shared<IndexPass>(rows_of(axes, c.in.size)));
    return;
  }
  Index3 size = c.in.size;
  for (const int a : pass_order(axes, filters, c.in.size)) {
    const auto k = static_cast<std::size_t>(a);
    passes.push_back(std::make_shared<TapsPass>(resize_taps(a, filters[k], axes[k], size[k]), size));
    size[k] = axes[k].out;
  }
}

}  // namespace auglens
