#include "ops/spatial/orientation.h"

#include <algorithm>
#include <numeric>

#include "ops/spatial/index_rows.h"

namespace auglens {

namespace {

constexpr std::string_view letters[3] = {"LR", "PA", "SI"};  ///< toward the upper, the lower end of our world axes

AxisCode code_of(char letter) {
  for (int p = 0; p < 3; ++p)
    if (const auto at = letters[p].find(letter); at != std::string_view::npos) return {p, at == 1};
  return {-1, false};
}

/// The rotation (or reflection) nearest to a matrix: the polar factor, by Newton's iteration.
Mat3 nearest_rotation(Mat3 m) {
  for (int i = 0; i < 50; ++i) {
    const Mat3 back = transpose(inverse(m));
    double change = 0;
    for (std::size_t k = 0; k < 9; ++k) {
      const double next = (m[k] + back[k]) / 2;
      change = std::max(change, std::abs(next - m[k]));
      m[k] = next;
    }
    if (change < 1e-15) break;
  }
  return m;
}

}  // namespace

std::array<AxisCode, 3> axis_codes(const Mat3& direction) {
  Mat3 r = nearest_rotation(direction);
  std::array<double, 3> strength{};
  std::array<std::size_t, 3> order{0, 1, 2};
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t p = 0; p < 3; ++p) strength[a] = std::max(strength[a], r[3 * p + a] * r[3 * p + a]);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return strength[a] > strength[b]; });
  std::array<AxisCode, 3> codes;
  for (const std::size_t a : order) {
    std::size_t best = 0;
    for (std::size_t p = 1; p < 3; ++p)
      if (std::abs(r[3 * p + a]) > std::abs(r[3 * best + a])) best = p;
    codes[a] = {static_cast<int>(best), r[3 * best + a] < 0};
    for (std::size_t k = 0; k < 3; ++k) r[3 * best + k] = 0;
  }
  return codes;
}

Broken Orientation::check(const DrawnValues& v) {
  if (!v.given("axcodes")) return {};
  const std::string_view text = v.text("axcodes");
  std::array<int, 3> named{};
  for (const char letter : text)
    if (const int p = code_of(letter).patient; p >= 0) ++named[static_cast<std::size_t>(p)];
  if (text.size() == 3 && named == std::array<int, 3>{1, 1, 1}) return {};
  return {"axcodes", "\"" + std::string(text) +
                         "\" does not name three axes: use three letters, one of L R, one of P A and one of S I, such "
                         "as RAS"};
}

void Orientation::bind(const BindContext& c, BoundStep& step) {
  std::array<int, 3> from{0, 1, 2};
  std::array<bool, 3> reversed{};
  if (c.values.given("axcodes")) {
    const auto have = axis_codes(c.in.direction);
    const std::string_view wanted = c.values.text("axcodes");
    for (std::size_t k = 0; k < 3; ++k) {
      const AxisCode goal = code_of(wanted[k]);
      for (std::size_t a = 0; a < 3; ++a)
        if (have[a].patient == goal.patient)
          from[k] = static_cast<int>(a), reversed[k] = have[a].reversed != goal.reversed;
    }
  }
  spatial::add_turn(c, from, reversed, step);
  Vec3 first{};
  for (std::size_t k = 0; k < 3; ++k) {
    const auto a = static_cast<std::size_t>(from[k]);
    for (std::size_t p = 0; p < 3; ++p)
      step.out.direction[3 * p + k] = reversed[k] ? 0.0 - c.in.direction[3 * p + a] : c.in.direction[3 * p + a];
    if (reversed[k]) first[a] = static_cast<double>(c.in.size[a] - 1);
  }
  step.out.origin = first == Vec3{0, 0, 0} ? c.in.origin : c.in.to_world(first);
}

}  // namespace auglens
