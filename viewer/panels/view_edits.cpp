#include "viewer/panels/view_edits.h"

#include <algorithm>
#include <cmath>

#include "io/preset_json.h"
#include "render/slice_geometry.h"
#include "viewer/edit_view.h"

namespace auglens {
namespace {

/// Digits that a hand can tell apart: the history and the status bar show them.
std::string digits(double value, double unit) {
  // Divided by a whole number where it can be, so that 12.34 does not become 12.340000000000002.
  const double per_unit = std::round(1 / unit);
  return json_number(unit < 1 ? std::round(value * per_unit) / per_unit : std::round(value / unit) * unit);
}
std::string micro(double value) {
  return json_number(std::round(value * 1e6) / 1e6);
}
/// Four significant digits of a window; the level gets the same unit as the width.
double unit_of(double width) {
  return std::pow(10, std::floor(std::log10(std::max(width, 1e-12))) - 3);
}
std::string list(const Window& w) {
  const double unit = unit_of(w.width);
  return "[" + digits(w.width, unit) + "," + digits(w.level, unit) + "]";
}

}  // namespace

Vec3 moved_slices(const Grid& grid, const Vec3& at, int axis, int steps) {
  const auto k = static_cast<std::size_t>(axis);
  Vec3 index = grid.to_index(at);
  index[k] =
      std::clamp(static_cast<double>(slice_index(grid, axis, at) + steps), 0.0, static_cast<double>(grid.size[k] - 1));
  return grid.to_world(index);
}

Layout layout_of(Plane plane) {
  return plane == Plane::axial ? Layout::axial : plane == Plane::coronal ? Layout::coronal : Layout::sagittal;
}

namespace edit {

std::string at(const Vec3& p) {
  return "view.at [" + micro(p[0]) + "," + micro(p[1]) + "," + micro(p[2]) + "]";
}

std::string object(const std::optional<Vec3>& p) {
  if (!p) return "view.object null";
  return "view.object [" + micro((*p)[0]) + "," + micro((*p)[1]) + "," + micro((*p)[2]) + "]";
}

std::string window(const View& view, bool original, const Window& w) {
  return view.augmented_window && !original ? augmented_window(w) : "view.window " + list(w);
}

std::string augmented_window(const Window& w) {
  return "view.augmented_window " + list(w);
}

std::string layout(Layout layout) {
  return text("view.layout", word_of(layout));
}

std::string plane(Plane plane) {
  return text("view.plane", word_of(plane));
}

std::string plane_view(Plane plane, const PlaneView& view) {
  return "view." + std::string(word_of(plane)) + " {\"zoom\":" + micro(view.zoom) +
         ",\"pan_right_mm\":" + micro(view.pan_right_mm) + ",\"pan_down_mm\":" + micro(view.pan_down_mm) + "}";
}

std::string camera(double azimuth, double elevation) {
  return "view.camera {\"azimuth\":" + digits(azimuth, 0.01) + ",\"elevation\":" + digits(elevation, 0.01) + "}";
}

std::string camera_zoom(double zoom) {
  return "view.camera {\"zoom\":" + micro(zoom) + "}";
}

std::string camera_mode(VolumeMode mode) {
  return std::string("view.camera {\"mode\":") + (mode == VolumeMode::mip ? "\"mip\"}" : "\"shaded\"}");
}

std::string flag(std::string_view path, bool on) {
  return std::string(path) + (on ? " true" : " false");
}

std::string number(std::string_view path, double value) {
  return std::string(path) + " " + json_number(value);
}

std::string text(std::string_view path, std::string_view words) {
  return std::string(path) + " " + json_text(words);
}

}  // namespace edit
}  // namespace auglens
