#pragma once
// How a resize becomes passes, under a rule that says how nearest coordinates advance. It refuses to know sizes and
// weights.

#include "ops/index_pull.h"
#include "ops/spatial/resize_filter.h"

namespace auglens {

/// The rule of presets: every coordinate is evaluated directly, as DALI's GPU does. Tests have another one, which gives
/// the bits of DALI's CPU.
struct DirectRows {
  static std::vector<std::int32_t> nearest(int /*axis*/, const ResizeAxis& a, std::int64_t in, std::int64_t crop) {
    return nearest_rows(a, in, crop);
  }
};

/// The anatomy stays: the output's voxels cover the region's box; a flip moves the anatomy, not the axes.
Grid resized_grid(const Grid& in, const std::array<ResizeAxis, 3>& axes);

template <class Rule>
IndexRows nearest_index_rows(const std::array<ResizeAxis, 3>& axes, const Index3& in) {
  const AxisFilter nearest{Resize::Filter::nearest, false};
  IndexRows rows;
  for (const auto [axis, crop] : resize_passes(axes, {nearest, nearest, nearest}, in)) {
    const auto k = static_cast<std::size_t>(axis);
    rows.axis[k] = Table<std::int32_t>(Rule::nearest(axis, axes[k], in[k], crop));
  }
  return rows;
}

template <class Rule>
void bind_resize(const BindContext& c, BoundStep& step) {
  const auto axes = resize_axes(c.values, c.in.size);
  std::array<AxisFilter, 3> filters;
  bool all_nearest = true;
  for (std::size_t k = 0; k < 3; ++k) {
    filters[k] = axis_filter(c.values, axes[k]);
    all_nearest = all_nearest && filters[k].filter == Resize::Filter::nearest;
  }
  step.out = resized_grid(c.in, axes);
  const IndexRows rows = nearest_index_rows<Rule>(axes, c.in.size);
  step.label = {std::make_shared<LabelIndexPass>(rows)};
  auto& passes = step.image[static_cast<std::size_t>(c.channel)];
  passes.clear();
  if (all_nearest) {
    passes.push_back(std::make_shared<IndexPass>(rows));
    return;
  }
  Index3 size = c.in.size;
  for (const auto [axis, crop] : resize_passes(axes, filters, c.in.size)) {
    const auto k = static_cast<std::size_t>(axis);
    const bool nearest = filters[k].filter == Resize::Filter::nearest;
    passes.push_back(std::make_shared<TapsPass>(nearest
                                                    ? nearest_taps(axis, Rule::nearest(axis, axes[k], size[k], crop))
                                                    : resize_taps(axis, filters[k], axes[k], crop),
                                                size));
    size[k] = axes[k].out;
  }
}

}  // namespace auglens
