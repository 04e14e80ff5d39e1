#include "ops/spatial/resize.h"

#include <cmath>

#include "ops/spatial/index_rows.h"
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
  if (v.given("roi_start")) {
    const Vec3 start = v.axes("roi_start"), end = v.axes("roi_end");
    for (std::size_t k = 0; k < 3; ++k)
      if (start[k] == end[k])
        return {"roi_end", std::string("the region is empty along ") + "xyz"[k] + ": use an end beside its start"};
  }
  const Vec3 size = v.axes("size");
  Index3 given;
  for (std::size_t k = 0; k < 3; ++k) given[k] = std::max<std::int64_t>(1, std::llround(std::abs(size[k])));
  return spatial::too_large("size", given);
}

void Resize::bind(const BindContext& c, BoundStep& step) {
  bind_resize<DirectRows>(c, step);
}

}  // namespace auglens
