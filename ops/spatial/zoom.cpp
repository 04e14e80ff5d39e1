#include "ops/spatial/zoom.h"

namespace auglens {

namespace {

/// floor(factor n), in double.
Index3 zoomed_size(const BindContext& c, const BoundStep& step) {
  const Vec3 factor = c.values.axes("factor");
  Index3 size;
  for (std::size_t k = 0; k < 3; ++k) {
    size[k] = static_cast<std::int64_t>(std::floor(static_cast<double>(c.in.size[k]) * factor[k]));
    if (size[k] < 1)
      spatial::refuse(step, "factor",
                      "zoom leaves no voxel of the " + std::to_string(c.in.size[k]) + " along " + "xyz"[k],
                      "use a factor of at least 1 / " + std::to_string(c.in.size[k]) + " there");
  }
  return size;
}

/// Where the input's size lies in the zoomed one: MONAI's ResizeWithPadOrCrop.
std::int64_t kept_start(std::int64_t zoomed, std::int64_t n) {
  return zoomed > n ? zoomed / 2 - n / 2 : -((n - zoomed) / 2);
}

Grid zoomed_grid(const Grid& in, const Index3& size) {
  Grid out = in;
  Vec3 first{};
  for (std::size_t k = 0; k < 3; ++k) {
    const double scale = static_cast<double>(in.size[k]) / static_cast<double>(size[k]);
    out.spacing[k] = in.spacing[k] * scale;
    first[k] = 0.5 * scale - 0.5;
  }
  out.size = size;
  out.origin = in.to_world(first);
  return out;
}

}  // namespace

void Zoom::bind(const BindContext& c, BoundStep& step) {
  const Index3 n = c.in.size, m = zoomed_size(c, step);
  const bool keep = c.values.flag("keep_size") && m != n;
  const auto fills = spatial::fills_of(c);
  const auto border = c.values.option<Border>("border");
  IndexRows window, labels;
  for (std::size_t k = 0; k < 3; ++k) {
    auto row = nearest_indices(Interpolation::nearest, n[k], m[k]);
    if (keep) {
      const auto kept = spatial::window_row(kept_start(m[k], n[k]), n[k], m[k], border);
      std::vector<std::int32_t> both;
      for (const std::int32_t i : kept) both.push_back(i < 0 ? -1 : row[static_cast<std::size_t>(i)]);
      row = std::move(both);
      window.axis[k] = Table<std::int32_t>(kept);
    }
    labels.axis[k] = Table<std::int32_t>(std::move(row));
  }
  window.fill = fills.image;
  labels.label_fill = fills.label;
  auto& passes = step.image[static_cast<std::size_t>(c.channel)];
  passes = interpolation_passes(c.values.option<Interpolation>("sampler"), n, m);
  if (keep) passes.push_back(std::make_shared<IndexPass>(window, m));
  step.label = {std::make_shared<LabelIndexPass>(labels)};
  step.out = keep || m == n ? c.in : zoomed_grid(c.in, m);
}

}  // namespace auglens
