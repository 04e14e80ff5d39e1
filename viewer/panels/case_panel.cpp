#include "viewer/panels/case_panel.h"

#include <algorithm>
#include <cmath>

#include "io/preset_json.h"
#include "viewer/panels/case_facts.h"
#include "viewer/panels/label_ink.h"
#include "viewer/panels/view_edits.h"
#include "viewer/panels/window_presets.h"
#include "viewer/ui/number.h"

namespace auglens {
namespace {

constexpr float column = 84;

float room() {
  return ImGui::GetContentRegionAvail().x;
}

ImU32 ink(const Rgb8& c) {
  return IM_COL32(c[0], c[1], c[2], 255);
}

void draw_channel_and_frame(const SessionState& state, const LoadedCase& shown, Actions& actions) {
  const Image& image = shown.data.image;
  if (image.channels > 1) {
    std::vector<std::string> names;
    for (int c = 0; c < image.channels; ++c) {
      const auto& given = shown.data.source.channel_names;
      const auto place = static_cast<std::size_t>(c);
      names.push_back(place < given.size() && !given[place].empty() ? given[place] : "channel " + std::to_string(c));
    }
    const std::vector<std::string_view> words(names.begin(), names.end());
    ui::label("channel", {}, column);
    const int picked = ui::choice("view.channel", words, state.view.channel, room());
    if (picked >= 0) actions.edit("view.channel " + std::to_string(picked));
  }
  if (image.frames > 1) {
    double frame = state.view.frame;
    ui::label("frame", {}, column);
    const double last = image.frames - 1;
    const ui::Touch touch = ui::number(
        "view.frame", frame, {.low = 0, .high = last, .minimum = 0, .maximum = last, .integer = true}, room());
    actions.edit(touch, edit::number("view.frame", frame));
  }
}

/// Back to what the scan was opened with, for both sides.
void window_as_opened(const View& view, Actions& actions) {
  if (view.augmented_window) actions.edit("view.augmented_window null");
  actions.edit(edit::text("view.window", "auto"));
}

void draw_window_presets(const SessionState& state, const LoadedCase& shown, Actions& actions) {
  const auto channel = static_cast<std::size_t>(state.view.channel);
  const Window normal = channel < shown.windows.size() ? shown.windows[channel] : Window{};
  const bool ct = shown.data.source.modality == Modality::ct || normal == Window{400, 40};
  std::vector<std::string_view> names = {"As opened"};
  if (ct)
    for (const WindowPreset& preset : ct_windows) names.push_back(preset.name);
  const Window& now = state.view.window_of(state.original);
  int chosen = now == normal ? 0 : -1;
  for (std::size_t k = 1; k < names.size(); ++k) {
    if (chosen < 0 && ct_windows[k - 1].window == now) chosen = static_cast<int>(k);
  }
  ui::label("window", "Right drag in a slice moves it, too", column);
  const float width = room() - ui::px(ui::size::row + 4);
  if (ct) {
    const int picked = ui::choice("view.window.preset", names, chosen, width);
    if (picked == 0) window_as_opened(state.view, actions);
    if (picked > 0)
      actions.edit(edit::window(state.view, state.original, ct_windows[static_cast<std::size_t>(picked) - 1].window));
  } else if (ui::button("As opened", "view.window.auto", ui::Tone::plain, width, chosen != 0)) {
    window_as_opened(state.view, actions);
  }
  ImGui::SameLine(0, ui::px(4));
  if (ui::icon_button(ui::Icon::contrast, "view.window.picture", "Window of the slices that are shown  (A)"))
    actions.command(Command::window_of_picture);
}

void draw_window(const SessionState& state, const LoadedCase& shown, const std::optional<SliceValues>& values,
                 Actions& actions) {
  draw_window_presets(state, shown, actions);
  if (state.view.augmented_window) {
    ui::label("", {}, column);
    ui::small_text(state.original ? "of the original" : "of the augmented side alone");
  }
  const auto channel = static_cast<std::size_t>(state.view.channel);
  const Window normal = channel < shown.windows.size() ? shown.windows[channel] : Window{};
  const Window now = state.view.window_of(state.original);
  // Values of another range than the scan's, such as 0 to 1, have their own reach.
  const bool own = state.view.augmented_window && !state.original && values;
  const double reach = std::max(own ? values->window.width : normal.width, 1e-6),
               middle = own ? values->window.level : normal.level;
  Window w = now;
  ui::label("width", "From black to white", column);
  ui::Touch touch =
      ui::number("view.window.width", w.width,
                 {.low = reach / 50, .high = reach * 5, .minimum = 0, .maximum = 1e12, .logarithmic = true}, room());
  actions.edit(touch, edit::window(state.view, state.original, w));
  ui::label("level", "The middle grey", column);
  touch = ui::number("view.window.level", w.level,
                     {.low = middle - reach, .high = middle + reach, .minimum = -1e12, .maximum = 1e12}, room());
  actions.edit(touch, edit::window(state.view, state.original, w));
}

void draw_gradient(ColourMap map, ImVec2 low, ImVec2 high) {
  const ColourTable& table = colour_table(map);
  constexpr int pieces = 32;
  const float step = (high.x - low.x) / pieces;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (int k = 0; k < pieces; ++k) {
    const ImU32 a = ink(table[static_cast<std::size_t>(k * 255 / pieces)]),
                b = ink(table[static_cast<std::size_t>((k + 1) * 255 / pieces)]);
    list.AddRectFilledMultiColor({low.x + step * static_cast<float>(k), low.y},
                                 {low.x + step * static_cast<float>(k + 1), high.y}, a, b, b, a);
  }
}

void draw_colours(const SessionState& state, Actions& actions) {
  ui::label("colours", {}, column);
  ImGui::SetNextItemWidth(room());
  const std::string title(title_of(state.view.colour_map));
  const bool open = ImGui::BeginCombo("##colours", title.c_str(), ImGuiComboFlags_HeightLargest);
  ui::mark("view.colour_map");
  if (open) {
    for (int k = 0; k < colour_map_count; ++k) {
      const auto map = static_cast<ColourMap>(k);
      if (ImGui::Selectable(std::string(title_of(map)).c_str(), map == state.view.colour_map))
        actions.edit(edit::text("view.colour_map", name_of(map)));
      ui::mark("view.colour_map." + std::string(name_of(map)));
      const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
      draw_gradient(map, {high.x - ui::px(72), low.y + ui::px(3)}, {high.x - ui::px(4), high.y - ui::px(3)});
    }
    ImGui::EndCombo();
  }
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float left = start.x + ui::px(column), y = start.y - ui::px(2);
  draw_gradient(state.view.colour_map, {left, y}, {start.x + room(), y + ui::px(4)});
  ui::gap(4);
  static constexpr std::array<std::string_view, 2> ways = {"nearest", "linear"};
  ui::label("voxels", "How voxels become pixels; labels are always nearest", column);
  const int way = ui::segments("view.interpolation", ways, static_cast<int>(state.view.interpolation), room());
  if (way >= 0) actions.edit(edit::text("view.interpolation", ways[static_cast<std::size_t>(way)]));
}

void share_row(std::string_view words, const std::string& path, float value, bool on, std::string_view on_path,
               Actions& actions) {
  ui::label(words, {}, column);
  const float top = ImGui::GetCursorPosY();
  if (ui::toggle(on_path, on)) actions.edit(edit::flag(on_path, !on));
  ImGui::SameLine(0, ui::px(8));
  ImGui::SetCursorPosY(top);
  double share = std::round(static_cast<double>(value) * 100) / 100;
  const ui::Touch touch = ui::number(path, share, {.low = 0, .high = 1, .minimum = 0, .maximum = 1}, room());
  actions.edit(touch, edit::number(path, share));
}

void draw_class(const LabelClass& label, std::size_t index, double ml) {
  const float start = ImGui::GetCursorPosX(), width = room();
  ui::swatch(label_ink(static_cast<std::int32_t>(index + 1)));
  const std::string volume = ui::number_text(ml, "ml");
  const float wide = ImGui::CalcTextSize(volume.c_str()).x;
  ui::text(label.name, ui::token::text, width - wide - ui::px(30));
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPosX(start + width - wide);
  ui::text(volume, ui::token::dim, wide + 1);
}

void draw_labels(const SessionState& state, const LoadedCase& shown, Actions& actions) {
  if (!shown.data.labels) {
    if (ui::button("Open labels", "open.label", ui::Tone::plain, room())) actions.command(Command::open_label);
    return;
  }
  share_row("fill", "view.label_opacity", state.view.label_opacity, state.view.labels, "view.labels", actions);
  share_row("outline", "view.outline_opacity", state.view.outline_opacity, state.view.label_outline,
            "view.label_outline", actions);
  ui::gap(2);
  const double voxel_ml = shown.data.image.grid.voxel_mm3() / 1000;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ui::px(8), ui::px(3)));
  const auto& classes = shown.labels.classes;
  const std::size_t most = std::min<std::size_t>(classes.size(), 60);
  for (std::size_t k = 0; k < most; ++k) draw_class(classes[k], k, static_cast<double>(classes[k].voxels) * voxel_ml);
  ImGui::PopStyleVar();
  if (most < classes.size()) ui::small_text("and " + std::to_string(classes.size() - most) + " more");
  if (classes.size() > label_palette.size()) ui::small_text("more classes than colours: colours come again");
}

void draw_volume(const SessionState& state, Actions& actions) {
  static constexpr std::array<std::string_view, 2> modes = {"maximum", "shaded"};
  ui::label("rays", "What a ray keeps: the brightest voxel, or light and surfaces", column);
  const int mode = ui::segments("view.camera.mode", modes, static_cast<int>(state.view.camera.mode), room());
  if (mode >= 0) actions.edit(edit::camera_mode(static_cast<VolumeMode>(mode)));
}

void draw_compare(const SessionState& state, Actions& actions) {
  static constexpr std::array<std::string_view, 3> names = {"axial", "coronal", "sagittal"};
  ui::label("plane", "What the comparison shows", column);
  const int plane = ui::segments("view.plane", names, static_cast<int>(state.view.plane), room());
  if (plane >= 0) actions.edit(edit::plane(static_cast<Plane>(plane)));
}

}  // namespace

void draw_case_panel(const SessionState& state, const Grid* shown_grid, const std::optional<SliceValues>& values,
                     Actions& actions) {
  const LoadedCase* shown = state.shown();
  if (shown == nullptr) {
    ui::paragraph("Open one, or drop it anywhere on this window.", ui::token::dim);
    return;
  }
  draw_case_facts(state, shown_grid, actions);
  ui::heading("Picture");
  draw_channel_and_frame(state, *shown, actions);
  draw_window(state, *shown, values, actions);
  draw_colours(state, actions);
  if (state.view.layout == Layout::compare) draw_compare(state, actions);
  ui::heading("Labels");
  draw_labels(state, *shown, actions);
  if (state.view.layout == Layout::mpr || state.view.layout == Layout::volume3d) {
    ui::heading("3-D");
    draw_volume(state, actions);
  }
}

}  // namespace auglens
