#include "ops/spatial/rot90.h"

namespace auglens {

void Rot90::bind(const BindContext& c, BoundStep& step) {
  constexpr std::array<std::size_t, 2> planes[] = {{0, 1}, {1, 2}, {0, 2}};
  const auto [a, b] = planes[c.values.option<int>("plane")];
  const int quarters = (static_cast<int>(c.values.number("k")) % 4 + 4) % 4;
  std::array<int, 3> from{0, 1, 2};
  std::array<bool, 3> reversed{};
  if (quarters % 2 == 1) std::swap(from[a], from[b]);
  // one quarter: what ran along a now runs along b, what ran along b runs along a backwards
  reversed[a] = quarters == 1 || quarters == 2;
  reversed[b] = quarters == 2 || quarters == 3;
  spatial::add_turn(c, from, reversed, step);
}

}  // namespace auglens
