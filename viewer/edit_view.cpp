#include "viewer/edit_view.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <span>

#include "io/preset_json_keys.h"
#include "io/preset_json_setting.h"
#include "viewer/edit_json.h"

namespace auglens {
namespace {

constexpr std::string_view layouts[] = {"mpr", "axial", "coronal", "sagittal", "3d", "compare", "sheet", "crops"};
constexpr std::string_view planes[] = {"axial", "coronal", "sagittal"};
constexpr std::string_view interpolations[] = {"nearest", "linear"};
constexpr std::string_view volume_modes[] = {"mip", "shaded"};
constexpr double infinite = std::numeric_limits<double>::infinity();

[[noreturn]] void refuse_point(const JsonCursor& at) {
  at.refuse(shown(at.value()) + " is not a point", "use [x,y,z] in LPS mm, or \"12v,40v,8v\" for voxels");
}

/// "12v,40v,8v": three voxel indices; all of them have the v, or it would be neither mm nor voxels.
Vec3 voxels_of(const JsonCursor& at) {
  Vec3 index{};
  const char* p = at->text.data();
  const char* end = p + at->text.size();
  for (std::size_t k = 0; k < 3; ++k) {
    const auto [next, error] = std::from_chars(p, end, index[k]);
    if (error != std::errc() || next == end || *next != 'v') refuse_point(at);
    p = next + 1;
    if (k < 2 && (p == end || *p++ != ',')) refuse_point(at);
  }
  if (p != end) refuse_point(at);
  return index;
}

void set_at(const JsonCursor& at, ViewTarget& t) {
  if (at.is(Json::Kind::text)) {
    const Vec3 index = voxels_of(at);
    if (t.grid == nullptr) return;
    for (std::size_t k = 0; k < 3; ++k)
      if (!(index[k] >= -0.5 && index[k] < static_cast<double>(t.grid->size[k]) - 0.5))
        at.refuse("the point lies outside the volume",
                  "use voxels from 0 to " + std::to_string(t.grid->size[k] - 1) + " along " + "xyz"[k]);
    t.view.at = t.grid->to_world(index);
    return;
  }
  if (!at.is(Json::Kind::list) || at->items.size() != 3) refuse_point(at);
  for (std::size_t k = 0; k < 3; ++k) t.view.at[k] = read_number(at.item(k));
}

/// The point is shown, too; without an object the slices stay where they are.
void set_object(const JsonCursor& at, ViewTarget& t) {
  t.view.object.reset();
  if (at.is(Json::Kind::null)) return;
  set_at(at, t);
  t.view.object = t.view.at;
}

Window window_of(const JsonCursor& at, std::string_view otherwise) {
  if (!at.is(Json::Kind::list) || at->items.size() != 2)
    at.refuse(shown(at.value()) + " is not a window", "use [width,level] or " + std::string(otherwise));
  return {number_of(at.item(0), 0, infinite), number_of(at.item(1), -infinite, infinite)};
}

void set_window(const JsonCursor& at, ViewTarget& t) {
  if (at.is(Json::Kind::text) && at->text == "auto") {
    const auto channel = static_cast<std::size_t>(t.view.channel);
    if (channel < t.windows.size()) t.view.window = t.windows[channel];
    return;
  }
  t.view.window = window_of(at, "\"auto\"");
}

void set_augmented_window(const JsonCursor& at, ViewTarget& t) {
  t.view.augmented_window.reset();
  if (!at.is(Json::Kind::null)) t.view.augmented_window = window_of(at, "null");
}

/// An index of the case; while a line is only read there is no case to check against.
int index_of(const JsonCursor& at, const ViewTarget& t, int count) {
  return static_cast<int>(whole_of(at, t.grid == nullptr ? 1U << 30U : static_cast<std::uint64_t>(count - 1)));
}

/// Each channel has its own range of values, so the default window comes along.
void set_channel(const JsonCursor& at, ViewTarget& t) {
  const int channel = index_of(at, t, t.channels);
  if (channel != t.view.channel && static_cast<std::size_t>(channel) < t.windows.size()) {
    t.view.window = t.windows[static_cast<std::size_t>(channel)];
    t.view.augmented_window.reset();
  }
  t.view.channel = channel;
}

void set_camera(const JsonCursor& at, ViewTarget& t) {
  constexpr std::string_view keys[] = {"azimuth", "elevation", "zoom", "mode"};
  const auto found = known_members(at, keys);
  auto& camera = t.view.camera;
  const auto member = [&](int k) { return at.member(static_cast<std::size_t>(found[static_cast<std::size_t>(k)])); };
  if (found[0] >= 0) camera.azimuth = number_of(member(0), -infinite, infinite);
  if (found[1] >= 0) camera.elevation = number_of(member(1), -90, 90);
  if (found[2] >= 0) camera.zoom = number_of(member(2), 0.05, 100);
  if (found[3] >= 0) camera.mode = static_cast<VolumeMode>(option_of(member(3), volume_modes));
}

void set_pane(const JsonCursor& at, PlaneView& pane) {
  constexpr std::string_view keys[] = {"zoom", "pan_right_mm", "pan_down_mm"};
  const auto found = known_members(at, keys);
  const auto member = [&](int k) { return at.member(static_cast<std::size_t>(found[static_cast<std::size_t>(k)])); };
  if (found[0] >= 0) pane.zoom = number_of(member(0), 0.05, 100);
  if (found[1] >= 0) pane.pan_right_mm = number_of(member(1), -1e5, 1e5);
  if (found[2] >= 0) pane.pan_down_mm = number_of(member(2), -1e5, 1e5);
}

void set_colour_map(const JsonCursor& at, ViewTarget& t) {
  std::array<std::string_view, colour_map_count> names;
  for (int k = 0; k < colour_map_count; ++k) names[static_cast<std::size_t>(k)] = name_of(static_cast<ColourMap>(k));
  t.view.colour_map = static_cast<ColourMap>(option_of(at, names));
}

struct ViewRow {
  std::string_view path;
  void (*set)(const JsonCursor&, ViewTarget&);
};

constexpr ViewRow rows[] = {
    {"view.channel", set_channel},
    {"view.frame", [](const JsonCursor& at, ViewTarget& t) { t.view.frame = index_of(at, t, t.frames); }},
    {"view.layout",
     [](const JsonCursor& at, ViewTarget& t) { t.view.layout = static_cast<Layout>(option_of(at, layouts)); }},
    {"view.plane",
     [](const JsonCursor& at, ViewTarget& t) { t.view.plane = static_cast<Plane>(option_of(at, planes)); }},
    {"view.at", set_at},
    {"view.object", set_object},
    {"view.windows", [](const JsonCursor& at, ViewTarget& t) { t.view.windows = boolean_of(at); }},
    {"view.window", set_window},
    {"view.augmented_window", set_augmented_window},
    {"view.colour_map", set_colour_map},
    {"view.interpolation",
     [](const JsonCursor& at, ViewTarget& t) {
       t.view.interpolation = static_cast<Interpolation>(option_of(at, interpolations));
     }},
    {"view.labels", [](const JsonCursor& at, ViewTarget& t) { t.view.labels = boolean_of(at); }},
    {"view.label_outline", [](const JsonCursor& at, ViewTarget& t) { t.view.label_outline = boolean_of(at); }},
    {"view.label_opacity",
     [](const JsonCursor& at, ViewTarget& t) { t.view.label_opacity = static_cast<float>(number_of(at, 0, 1)); }},
    {"view.outline_opacity",
     [](const JsonCursor& at, ViewTarget& t) { t.view.outline_opacity = static_cast<float>(number_of(at, 0, 1)); }},
    {"view.letters", [](const JsonCursor& at, ViewTarget& t) { t.view.letters = boolean_of(at); }},
    {"view.crosshair", [](const JsonCursor& at, ViewTarget& t) { t.view.crosshair = boolean_of(at); }},
    {"view.caption", [](const JsonCursor& at, ViewTarget& t) { t.view.caption = boolean_of(at); }},
    {"view.plain",
     [](const JsonCursor& at, ViewTarget& t) { t.view.letters = t.view.crosshair = t.view.labels = !boolean_of(at); }},
    {"view.camera", set_camera},
    {"view.axial", [](const JsonCursor& at, ViewTarget& t) { set_pane(at, t.view.planes[0]); }},
    {"view.coronal", [](const JsonCursor& at, ViewTarget& t) { set_pane(at, t.view.planes[1]); }},
    {"view.sagittal", [](const JsonCursor& at, ViewTarget& t) { set_pane(at, t.view.planes[2]); }},
    {"view.original", [](const JsonCursor& at, ViewTarget& t) { t.original = boolean_of(at); }},
    {"view.crop", [](const JsonCursor& at, ViewTarget& t) { t.crop = boolean_of(at); }},
};

}  // namespace

void set_view(std::string_view path, const JsonCursor& value, ViewTarget& target) {
  const auto* row = std::find_if(std::begin(rows), std::end(rows), [&](const ViewRow& r) { return r.path == path; });
  if (row == std::end(rows)) throw std::logic_error("no setter for " + std::string(path));
  row->set(value, target);
}

std::string_view word_of(Layout layout) {
  return layouts[static_cast<std::size_t>(layout)];
}
std::string_view word_of(Plane plane) {
  return planes[static_cast<std::size_t>(plane)];
}

}  // namespace auglens
