#include "ops/spatial/transpose.h"

namespace auglens {

Broken Transpose::check(const DrawnValues& v) {
  const Index3 order = spatial::integers(v.axes("order"));
  Index3 sorted = order;
  std::sort(sorted.begin(), sorted.end());
  if (sorted == Index3{0, 1, 2}) return {};
  return {"order", "[" + std::to_string(order[0]) + ", " + std::to_string(order[1]) + ", " + std::to_string(order[2]) +
                       "] is not a permutation: name 0, 1 and 2 once each"};
}

void Transpose::bind(const BindContext& c, BoundStep& step) {
  const Index3 order = spatial::integers(c.values.axes("order"));
  std::array<int, 3> from{};
  for (std::size_t k = 0; k < 3; ++k) from[k] = static_cast<int>(order[k]);
  spatial::add_turn(c, from, {}, step);
}

}  // namespace auglens
