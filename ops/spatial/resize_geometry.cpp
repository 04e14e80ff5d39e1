#include "ops/spatial/resize_geometry.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ops/error.h"
#include "ops/spatial/resize.h"

namespace auglens {

namespace {

/// Sizes before rounding; `in` is the region's extent, `requested` is signed: -0 is a free axis whose region is
/// flipped.
struct Sizes {
  std::array<float, 3> in, requested;
  std::array<float, 3> limit;  ///< 0: none

  bool given(std::size_t k) const { return requested[k] != 0 && in[k] != 0; }
  double scale(std::size_t k) const { return in[k] != 0 ? static_cast<double>(requested[k] / in[k]) : 1.0; }
};

void clamp_to_limit(const Sizes& s, std::array<float, 3>& out) {
  for (std::size_t k = 0; k < 3; ++k)
    if (s.limit[k] > 0 && std::abs(out[k]) > s.limit[k]) out[k] = std::copysign(s.limit[k], out[k]);
}

std::array<float, 3> free_axes(const Sizes& s, bool stretch) {
  std::array<float, 3> out = s.requested;
  double product = 1;
  int count = 0;
  for (std::size_t k = 0; k < 3; ++k)
    if (s.given(k)) product *= std::abs(s.scale(k)), ++count;
  if (count == 0) return s.in;
  const double mean = stretch ? 1.0 : (count == 1 ? product : std::pow(product, 1.0 / count));
  for (std::size_t k = 0; k < 3; ++k)
    if (!s.given(k)) out[k] = static_cast<float>(static_cast<double>(s.in[k]) * mean);
  clamp_to_limit(s, out);
  return out;
}

/// One scale for all axes: the least (not_larger) or greatest (not_smaller) of the given ones, within the limits. An
/// axis that has this scale keeps its requested size exactly.
std::array<float, 3> one_scale(const Sizes& s, bool larger) {
  double common = 0;
  int count = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    if (!s.given(k)) continue;
    const double scale = std::abs(s.scale(k));
    if (count++ == 0 || (larger ? scale > common : scale < common)) common = scale;
  }
  if (count == 0) return s.in;
  for (std::size_t k = 0; k < 3; ++k)
    if (s.limit[k] > 0) common = std::min(common, static_cast<double>(s.limit[k]) / static_cast<double>(s.in[k]));
  std::array<float, 3> out = s.requested;
  for (std::size_t k = 0; k < 3; ++k)
    if (!s.given(k) || std::abs(s.scale(k)) != common)
      out[k] = static_cast<float>(static_cast<double>(s.in[k]) * std::copysign(common, s.scale(k)));
  return out;
}

float bounded(double v) {
  return static_cast<float>(std::clamp(v, -1e9, 1e9));
}

/// Steps 4 to 6 of the reference: rounding, flip and the subpixel rule.
ResizeAxis finish(float lo, float hi, float size, bool subpixel) {
  ResizeAxis axis{std::max<std::int64_t>(1, std::llround(std::abs(size))), lo, hi};
  if (size < 0) std::swap(axis.lo, axis.hi);
  const double exact = std::abs(size);
  if (!subpixel || exact == 0 || static_cast<double>(axis.out) == exact) return axis;
  const double adjust = std::clamp(static_cast<double>(axis.out) / exact, -10.0, 10.0);
  const double a = axis.lo, b = axis.hi, centre = (a + b) / 2;
  axis.lo = bounded(centre + (a - centre) * adjust);
  axis.hi = bounded(centre + (b - centre) * adjust);
  return axis;
}

/// The region along one axis; one thinner than 1e-3 is widened to it.
void region_of(const DrawnValues& values, std::size_t k, std::int64_t n, float& lo, float& hi) {
  lo = 0, hi = static_cast<float>(n);
  if (!values.given("roi_start")) return;
  const double unit = values.flag("roi_relative") ? static_cast<double>(n) : 1.0;
  lo = static_cast<float>(static_cast<float>(values.axes("roi_start")[k]) * unit);
  hi = static_cast<float>(static_cast<float>(values.axes("roi_end")[k]) * unit);
  if (std::abs(hi - lo) >= 1e-3F) return;
  const float widen = hi < lo ? -0.5e-3F : 0.5e-3F;
  lo -= widen;
  hi += widen;
}

}  // namespace

std::array<ResizeAxis, 3> resize_axes(const DrawnValues& values, const Index3& in) {
  const Vec3 requested = values.axes("size");
  std::array<float, 3> lo{}, hi{};
  Sizes s{};
  for (std::size_t k = 0; k < 3; ++k) {
    region_of(values, k, in[k], lo[k], hi[k]);
    s.requested[k] = static_cast<float>(requested[k]);
    if (hi[k] < lo[k]) std::swap(lo[k], hi[k]), s.requested[k] = -s.requested[k];
    s.in[k] = hi[k] - lo[k];
    s.limit[k] = values.given("max_size") ? static_cast<float>(values.axes("max_size")[k]) : 0.0F;
    if (hi[k] <= 0 || lo[k] >= static_cast<float>(in[k]))
      throw Error(ErrorKind::bad_input, {"", "resize: the region lies outside the volume",
                                         "axis " + std::string(1, "xyz"[k]), "move roi_start and roi_end inside"});
  }
  const auto mode = values.option<Resize::Mode>("mode");
  const bool common = mode == Resize::Mode::not_larger || mode == Resize::Mode::not_smaller;
  const auto sizes =
      common ? one_scale(s, mode == Resize::Mode::not_smaller) : free_axes(s, mode == Resize::Mode::stretch);
  std::array<ResizeAxis, 3> axes;
  for (std::size_t k = 0; k < 3; ++k) axes[k] = finish(lo[k], hi[k], sizes[k], values.flag("subpixel_scale"));
  return axes;
}

}  // namespace auglens
