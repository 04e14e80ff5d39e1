#include "viewer/panels/toolbar.h"

#include <algorithm>
#include <array>
#include <vector>

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

std::vector<LayoutButton> offered_layouts(const SessionState& state) {
  std::vector<LayoutButton> offered(layouts.begin(), layouts.end());
  if (!state.recipe.preset->crop) std::erase_if(offered, [](const auto& b) { return b.layout == Layout::crops; });
  return offered;
}

/// In place of the buttons where their words do not fit.
void draw_layout_choice(const std::vector<LayoutButton>& offered, const SessionState& state, float room,
                        Actions& actions) {
  std::vector<std::string_view> words;
  int now = -1;
  for (const LayoutButton& button : offered) {
    if (button.layout == state.view.layout) now = static_cast<int>(words.size());
    words.push_back(button.words);
  }
  ImGui::BeginDisabled(state.shown() == nullptr);
  const int picked = ui::choice("layout", words, now, std::min(room, ui::px(110)));
  ImGui::EndDisabled();
  ui::hint("What the panes show  (V goes through it)");
  if (picked >= 0 && picked != now) actions.edit(edit::layout(offered[static_cast<std::size_t>(picked)].layout));
}

void draw_layouts(const SessionState& state, float room, Actions& actions) {
  const std::vector<LayoutButton> offered = offered_layouts(state);
  const float frame = 2 * ImGui::GetStyle().FramePadding.x + ui::px(2);
  float wanted = 0;
  for (const LayoutButton& button : offered) wanted += ImGui::CalcTextSize(button.words.data()).x + frame;
  if (wanted > room) return draw_layout_choice(offered, state, room, actions);
  for (const LayoutButton& button : offered) {
    const bool on = state.view.layout == button.layout;
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
  const float right = ImGui::GetWindowContentRegionMax().x - 4 * side - 3 * gap;
  draw_layouts(state, right - ImGui::GetCursorPosX() - ui::px(8), actions);
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
