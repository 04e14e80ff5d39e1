#include "render/box_mark.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace auglens {
namespace {

constexpr double dash = 6, gap = 4;  ///< pixels

/// The part of a line inside a rectangle (Liang and Barsky), as shares of the line.
std::optional<std::array<double, 2>> inside(const Point2& a, const Point2& b, const Rect& r) {
  const double step[] = {b.x - a.x, b.y - a.y}, start[] = {a.x, a.y};
  const double low[] = {static_cast<double>(r.x), static_cast<double>(r.y)};
  const double high[] = {static_cast<double>(r.right()), static_cast<double>(r.bottom())};
  double from = 0, to = 1;
  for (int k = 0; k < 2; ++k) {
    if (step[k] == 0) {
      if (start[k] < low[k] || start[k] > high[k]) return std::nullopt;
      continue;
    }
    const double one = (low[k] - start[k]) / step[k], other = (high[k] - start[k]) / step[k];
    from = std::max(from, std::min(one, other));
    to = std::min(to, std::max(one, other));
  }
  if (from > to) return std::nullopt;
  return std::array{from, to};
}

Point2 along(const Point2& a, const Point2& b, double share) {
  return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

void add_line(Overlay& overlay, const BoxMark& mark, const Point2& a, const Point2& b, float fade, const Rect& area) {
  const auto part = inside(a, b, area);
  if (!part) return;
  const double length = std::hypot(b.x - a.x, b.y - a.y);
  if (!mark.dashed || length < dash) {
    overlay.line(along(a, b, (*part)[0]), along(a, b, (*part)[1]), mark.width, mark.colour, mark.opacity * fade);
    return;
  }
  for (double at = 0; at < length; at += dash + gap) {
    const double from = std::max(at / length, (*part)[0]), to = std::min((at + dash) / length, (*part)[1]);
    if (from < to) overlay.line(along(a, b, from), along(a, b, to), mark.width, mark.colour, mark.opacity * fade);
  }
}

Point2 in_picture(const Point2& in_pane, const Rect& area) {
  return {in_pane.x + area.x, in_pane.y + area.y};
}

}  // namespace

void mark_slice(Overlay& overlay, const BoxMark& mark, const SliceGeometry& geometry, std::int64_t slice,
                const Rect& area) {
  const PlaneAxes& axes = geometry.axes();
  const auto across = static_cast<std::size_t>(axes.across), right = static_cast<std::size_t>(axes.right),
             down = static_cast<std::size_t>(axes.down);
  if (mark.box.empty() || slice < mark.box.start[across] || slice >= mark.box.end(across)) return;
  const auto corner = [&](bool far_right, bool far_down) {
    Vec3 index{};
    index[across] = static_cast<double>(slice);
    index[right] = static_cast<double>(far_right ? mark.box.end(right) : mark.box.start[right]) - 0.5;
    index[down] = static_cast<double>(far_down ? mark.box.end(down) : mark.box.start[down]) - 0.5;
    return in_picture(geometry.pixel_of(index), area);
  };
  const std::array<Point2, 4> corners = {corner(false, false), corner(true, false), corner(true, true),
                                         corner(false, true)};
  for (std::size_t k = 0; k < 4; ++k) add_line(overlay, mark, corners[k], corners[(k + 1) % 4], 1, area);
}

void mark_volume(Overlay& overlay, const BoxMark& mark, const Grid& grid, const ViewFrame& frame, const Rect& area) {
  if (mark.box.empty()) return;
  std::array<Vec3, 8> corners;
  double middle = 0;
  for (std::size_t k = 0; k < 8; ++k) {
    Vec3 index;
    for (std::size_t r = 0; r < 3; ++r)
      index[r] = static_cast<double>((k >> r & 1) != 0 ? mark.box.end(r) : mark.box.start[r]) - 0.5;
    corners[k] = project(frame, grid.to_world(index));
    middle += corners[k][2] / 8;
  }
  const auto point = [&](std::size_t k) {  // pixel centres count from 0 there, from 0.5 here
    return in_picture({corners[k][0] + 0.5, corners[k][1] + 0.5}, area);
  };
  for (std::size_t k = 0; k < 8; ++k)
    for (std::size_t r = 0; r < 3; ++r) {
      const std::size_t other = k | std::size_t{1} << r;
      if (other == k) continue;
      const bool behind = (corners[k][2] + corners[other][2]) / 2 > middle + 1e-9;
      add_line(overlay, mark, point(k), point(other), behind ? 0.45F : 1.0F, area);
    }
}

}  // namespace auglens
