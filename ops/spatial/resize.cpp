#include "ops/spatial/resize.h"

#include <cmath>

#include "ops/spatial/resize_bind.h"

namespace auglens {

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

Broken Resize::check(const DrawnValues& v) {
  if (v.given("roi_start") != v.given("roi_end"))
    return {v.given("roi_start") ? "roi_start" : "roi_end", "roi_start and roi_end go together: give both or neither"};
  return {};
}

void Resize::bind(const BindContext& c, BoundStep& step) {
  bind_resize<DirectRows>(c, step);
}

}  // namespace auglens
