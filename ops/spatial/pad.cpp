#include "ops/spatial/pad.h"

namespace auglens {

Broken SpatialPad::check(const DrawnValues& v) {
  constexpr Vec3 none{0, 0, 0};
  if (!v.given("size")) return {};
  if (v.axes("before") != none || v.axes("after") != none)
    return {"size", "size is given beside before or after: give the size, or the voxels at both ends"};
  return spatial::too_large("size", spatial::integers(v.axes("size")));
}

void SpatialPad::bind(const BindContext& c, BoundStep& step) {
  const DrawnValues& v = c.values;
  Index3 before = spatial::integers(v.axes("before")), after = spatial::integers(v.axes("after"));
  if (v.given("size")) {
    const Index3 size = spatial::integers(v.axes("size"));
    for (std::size_t k = 0; k < 3; ++k) {
      const std::int64_t room = std::max<std::int64_t>(0, size[k] - c.in.size[k]);
      before[k] = room / 2;
      after[k] = room - room / 2;
    }
  }
  Region window;
  for (std::size_t k = 0; k < 3; ++k) {
    window.start[k] = -before[k];
    window.size[k] = before[k] + c.in.size[k] + after[k];
  }
  spatial::add_window(c, window, v.option<Border>("border"), spatial::fills_of(c), step);
}

}  // namespace auglens
