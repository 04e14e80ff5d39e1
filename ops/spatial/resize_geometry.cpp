#include "ops/spatial/resize_geometry.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ops/error.h"
#include "ops/spatial/resize.h"

namespace auglens {

namespace {

/// Sizes before rounding; `in` is the region's extent, `requested` is signed.
struct Sizes {
  std::array<double, 3> in, requested;
  std::array<double, 3> limit;  ///< 0: none
};

bool given(const Sizes& s, std::size_t k) {
  return s.requested[k] != 0 && s.in[k] != 0;
}

/// requested / in is a float32 quotient in DALI.
double scale_of(const Sizes& s, std::size_t k) {
  return static_cast<double>(static_cast<float>(s.requested[k]) / static_cast<float>(s.in[k]));
}

void clamp_to_limit(const Sizes& s, std::array<double, 3>& out) {
  for (std::size_t k = 0; k < 3; ++k)
    if (s.limit[k] > 0 && std::abs(out[k]) > s.limit[k]) out[k] = std::copysign(s.limit[k], out[k]);
}

std::array<double, 3> free_axes(const Sizes& s, bool stretch) {
  std::array<double, 3> out = s.requested;
  double product = 1;
  int count = 0;
  for (std::size_t k = 0; k < 3; ++k)
    if (given(s, k)) product *= std::abs(scale_of(s, k)), ++count;
  const double mean = stretch || count == 0 ? 1.0 : std::pow(product, 1.0 / count);
  for (std::size_t k = 0; k < 3; ++k)
    if (!given(s, k)) out[k] = s.in[k] * mean;
  clamp_to_limit(s, out);
  return out;
}

/// One scale for all axes: the least (not_larger) or greatest (not_smaller) of the given ones, within the limits. The
/// axis whose scale wins keeps its requested size exactly.
std::array<double, 3> one_scale(const Sizes& s, bool larger) {
  double common = 0;
  std::size_t winner = 3;
  for (std::size_t k = 0; k < 3; ++k) {
    if (!given(s, k)) continue;
    const double scale = std::abs(scale_of(s, k));
    if (winner == 3 || (larger ? scale > common : scale < common)) common = scale, winner = k;
  }
  if (winner == 3) common = 1;
  for (std::size_t k = 0; k < 3; ++k) {
    if (!(s.limit[k] > 0)) continue;
    const double limit = static_cast<double>(static_cast<float>(s.limit[k]) / static_cast<float>(s.in[k]));
    if (limit < common) common = limit, winner = 3;
  }
  std::array<double, 3> out{};
  for (std::size_t k = 0; k < 3; ++k)
    out[k] = k == winner ? s.requested[k] : std::copysign(s.in[k] * common, s.requested[k] < 0 ? -1.0 : 1.0);
  return out;
}

float bounded(double v) {
  return static_cast<float>(std::clamp(v, -1e9, 1e9));
}

/// Steps 4 to 6 of the reference: rounding, flip and the subpixel rule.
ResizeAxis finish(double lo, double hi, double size, bool subpixel) {
  ResizeAxis axis;
  axis.out = std::max<std::int64_t>(1, std::llround(std::abs(size)));
  if (size < 0) std::swap(lo, hi);
  const double exact = std::abs(size);
  if (subpixel && exact > 0 && static_cast<double>(axis.out) != exact) {
    const double adjust = std::clamp(static_cast<double>(axis.out) / exact, -10.0, 10.0), centre = (lo + hi) / 2;
    lo = centre + (lo - centre) * adjust;
    hi = centre + (hi - centre) * adjust;
  }
  axis.lo = bounded(lo);
  axis.hi = bounded(hi);
  return axis;
}

}  // namespace

std::array<ResizeAxis, 3> resize_axes(const DrawnValues& values, const Index3& in) {
  const Vec3 requested = values.axes("size");
  std::array<double, 3> lo{}, hi{};
  Sizes s{};
  for (std::size_t k = 0; k < 3; ++k) {
    const auto n = static_cast<double>(in[k]);
    hi[k] = n;
    if (values.given("roi_start")) {
      const double unit = values.flag("roi_relative") ? n : 1.0;
      lo[k] = static_cast<double>(static_cast<float>(values.axes("roi_start")[k] * unit));
      hi[k] = static_cast<double>(static_cast<float>(values.axes("roi_end")[k] * unit));
      if (std::abs(hi[k] - lo[k]) < 1e-3) {
        const double widen = hi[k] < lo[k] ? -0.5e-3 : 0.5e-3;
        lo[k] -= widen;
        hi[k] += widen;
      }
    }
    s.requested[k] = static_cast<double>(static_cast<float>(requested[k]));
    const bool flipped = hi[k] < lo[k];
    if (flipped) std::swap(lo[k], hi[k]), s.requested[k] = -s.requested[k];
    s.in[k] = hi[k] - lo[k];
    s.limit[k] = values.given("max_size") ? values.axes("max_size")[k] : 0;
    if (hi[k] <= 0 || lo[k] >= n)
      throw Error(ErrorKind::bad_input, {"", "resize: the region lies outside the volume",
                                         "axis " + std::string(1, "xyz"[k]), "move roi_start and roi_end inside"});
    if (flipped && s.requested[k] == 0) std::swap(lo[k], hi[k]);  // a free axis keeps the flip of its region
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
