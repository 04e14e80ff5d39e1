#include "render/slice_overlay.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace auglens {
namespace {

constexpr int edge = 8;  ///< pixels between the letters and the pane's edge
constexpr int gap = 12;  ///< pixels left free on each side of the crosshair's point
constexpr float line_opacity = 0.8F;

/// The plane that a line across the pane stands for, by the patient axis along which it does not move.
struct CrossPlanes {
  Plane horizontal, vertical;
};
CrossPlanes cross_planes(Plane plane) {
  switch (plane) {
    case Plane::axial:
      return {Plane::coronal, Plane::sagittal};
    case Plane::coronal:
      return {Plane::axial, Plane::sagittal};
    case Plane::sagittal:
      break;
  }
  return {Plane::axial, Plane::coronal};
}

Rect clip(const Rect& r, const Rect& area) {
  const int x0 = std::max(r.x, area.x), y0 = std::max(r.y, area.y);
  return {x0, y0, std::min(r.right(), area.right()) - x0, std::min(r.bottom(), area.bottom()) - y0};
}

void add_crosshair(Overlay& overlay, const Point2& at, Plane plane, const Rect& area) {
  const CrossPlanes planes = cross_planes(plane);
  // Far outside the pane is outside: clamped before the cast, with room for the gap.
  const auto pixel = [](double p, int length) {
    return static_cast<int>(std::floor(std::clamp(p, -99.0, length + 99.0)));
  };
  const int x = area.x + pixel(at.x, area.width), y = area.y + pixel(at.y, area.height);
  const Rgb8 across = plane_colour(planes.horizontal), upright = plane_colour(planes.vertical);
  overlay.fill(clip({area.x, y, x - gap - area.x, 1}, area), across, line_opacity);
  overlay.fill(clip({x + gap + 1, y, area.right(), 1}, area), across, line_opacity);
  overlay.fill(clip({x, area.y, 1, y - gap - area.y}, area), upright, line_opacity);
  overlay.fill(clip({x, y + gap + 1, 1, area.bottom()}, area), upright, line_opacity);
}

void add_letters(Overlay& overlay, const PlaneAxes& axes, const Rect& area, const TextStyle& style) {
  const int size = static_cast<int>(style.height);
  const int middle_x = area.x + area.width / 2, middle_y = area.y + area.height / 2 + size / 2;
  const auto letter = [&](char c, int x, int y, Anchor anchor) { overlay.text(x, y, {&c, 1}, style, anchor); };
  letter(axes.left_letter, area.x + edge, middle_y, Anchor::left);
  letter(axes.right_letter, area.right() - edge - 1, middle_y, Anchor::right);
  letter(axes.top_letter, middle_x, area.y + edge + size, Anchor::middle);
  letter(axes.bottom_letter, middle_x, area.bottom() - edge - 1, Anchor::middle);
}

}  // namespace

std::string_view name_of(Plane plane) {
  constexpr std::array<std::string_view, 3> names = {"Axial", "Coronal", "Sagittal"};
  return names[static_cast<std::size_t>(plane)];
}

void annotate_slice(Overlay& overlay, const View& view, const Grid& grid, const SliceGeometry& geometry,
                    const Rect& area) {
  const PlaneAxes& axes = geometry.axes();
  if (view.crosshair) add_crosshair(overlay, geometry.pixel_of(grid.to_index(view.at)), geometry.plane(), area);
  if (!view.letters) return;
  const int shorter = std::min(area.width, area.height);
  const bool small = shorter < 160;
  add_letters(overlay, axes, area, {small ? 9.0F : 12.0F, token::text, 0.8F});
  if (shorter < 230) return;  // a tile of a sheet: its neighbours say the same
  const TextStyle name{9, plane_colour(geometry.plane()), 0.8F}, number{9, token::dim, 0.8F};
  const int y = area.bottom() - edge - 1;
  const int width = overlay.text(area.x + edge, y, name_of(geometry.plane()), name);
  const auto across = static_cast<std::size_t>(axes.across);
  const std::string slice =
      std::to_string(slice_index(grid, axes.across, view.at)) + " / " + std::to_string(grid.size[across] - 1);
  overlay.text(area.x + edge + width + 8, y, slice, number);
}

}  // namespace auglens
