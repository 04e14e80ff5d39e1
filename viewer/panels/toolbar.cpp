#include "viewer/panels/toolbar.h"

#include <algorithm>
#include <array>

#include "viewer/edit_view.h"
#include "viewer/panels/view_edits.h"

namespace auglens {
namespace {

struct LayoutButton {
  Layout layout;
  std::string_view words, hint;
};
constexpr std::array<LayoutButton, 7> layouts = {
    {{Layout::mpr, "All", "Three planes and 3-D  (V goes through the layouts)"},
     {Layout::axial, "Axial", "Axial slices alone"},
     {Layout::coronal, "Coronal", "Coronal slices alone"},
     {Layout::sagittal, "Sagittal", "Sagittal slices alone"},
     {Layout::volume3d, "3-D", "The 3-D picture alone"},
     {Layout::compare, "Compare", "Original and augmented side by side  (X)"},
     {Layout::crops, "Window", "Where the training window comes from, and what is in it"}}};

bool can_show(Layout layout, const SessionState& state) {
  return state.shown() != nullptr && (layout != Layout::crops || state.recipe.preset->crop);
}

void draw_layouts(const SessionState& state, Actions& actions) {
  for (const LayoutButton& button : layouts) {
    const bool on = state.view.layout == button.layout;
    if (button.layout == Layout::crops && !state.recipe.preset->crop) continue;
    ImGui::PushStyleColor(ImGuiCol_Text, on ? ui::token::accent : ui::token::dim);
    ImGui::PushStyleColor(ImGuiCol_Button, on ? ui::token::field : 0U);
    if (ui::button(button.words, "layout." + std::string(word_of(button.layout)), ui::Tone::plain, 0,
                   can_show(button.layout, state)) &&
        !on)
      actions.edit(edit::layout(button.layout));
    ImGui::PopStyleColor(2);
    ui::hint(button.hint);
    ImGui::SameLine(0, ui::px(2));
  }
}

}  // namespace

Layout next_layout(const SessionState& state) {
  std::size_t k = 0;
  while (k < layouts.size() && layouts[k].layout != state.view.layout) ++k;
  for (++k; k < layouts.size(); ++k)
    if (can_show(layouts[k].layout, state)) return layouts[k].layout;
  return Layout::mpr;
}

void draw_toolbar(const SessionState& state, Actions& actions) {
  const float side = ui::px(ui::size::row), gap = ui::px(2);
  const bool open = state.shown() != nullptr;
  if (ui::icon_button(ui::Icon::folder, "open", "Open a scan  (Ctrl+O)")) actions.command(Command::open_scan);
  ImGui::SameLine(0, gap);
  if (ui::icon_button(ui::Icon::save, "save.image", "Save the augmented volume  (Ctrl+Shift+S)", false, open))
    actions.command(Command::save_volume);
  ImGui::SameLine(0, gap);
  if (ui::icon_button(ui::Icon::camera, "picture", "Save a picture of the panes  (F12)", false, open))
    actions.command(Command::picture);
  ImGui::SameLine(0, ui::px(14));
  draw_layouts(state, actions);
  const float right = ImGui::GetWindowContentRegionMax().x - 4 * side - 3 * gap;
  ImGui::SameLine();
  ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), right));
  if (ui::icon_button(ui::Icon::label, "labels", "Labels on or off  (L)", state.view.labels, open))
    actions.edit(edit::flag("view.labels", !state.view.labels));
  ImGui::SameLine(0, gap);
  if (ui::icon_button(ui::Icon::scan, "crosshair", "Crosshair on or off  (C)", state.view.crosshair, open))
    actions.edit(edit::flag("view.crosshair", !state.view.crosshair));
  ImGui::SameLine(0, gap);
  if (ui::icon_button(ui::Icon::fit, "fit", "Fit every slice into its pane  (F)", false, open))
    actions.command(Command::fit);
  ImGui::SameLine(0, gap);
  if (ui::icon_button(ui::Icon::help, "help", "Keys and mouse  (?)")) actions.command(Command::help);
}

}  // namespace auglens
