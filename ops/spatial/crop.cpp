#include "ops/spatial/crop.h"

namespace auglens {

std::int64_t anchored_start(double anchor, std::int64_t in, std::int64_t size) {
  return std::llround(static_cast<double>(static_cast<float>(anchor)) * static_cast<double>(in - size));
}

Broken SpatialCrop::check(const DrawnValues& v) {
  if (v.given("start") && v.axes("anchor") != Vec3{0.5, 0.5, 0.5})
    return {"start", "start and anchor are both given: give one of them"};
  return v.given("size") ? spatial::too_large("size", spatial::integers(v.axes("size"))) : Broken{};
}

void SpatialCrop::bind(const BindContext& c, BoundStep& step) {
  const DrawnValues& v = c.values;
  Region window = whole(c.in);
  if (v.given("size")) window.size = spatial::integers(v.axes("size"));
  if (v.given("start")) {
    window.start = spatial::integers(v.axes("start"));
  } else {
    const Vec3 anchor = v.axes("anchor");
    for (std::size_t k = 0; k < 3; ++k) window.start[k] = anchored_start(anchor[k], c.in.size[k], window.size[k]);
  }
  spatial::add_window(c, window, v.option<Border>("border"), spatial::fills_of(c), step);
}

}  // namespace auglens
