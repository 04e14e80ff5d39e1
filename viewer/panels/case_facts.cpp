#include "viewer/panels/case_facts.h"

#include <array>

#include "io/preset_json.h"
#include "viewer/panels/view_edits.h"

namespace auglens {
namespace {

constexpr float column = 84;
constexpr std::array<std::string_view, 6> format_names = {"",          "NIfTI", "NRRD",
                                                          "MetaImage", "DICOM", "built-in phantom"};
constexpr std::array<std::string_view, 4> modality_names = {"", "CT", "MR", ""};

void fact(std::string_view name, std::string_view value) {
  if (value.empty()) return;
  ui::label(name, {}, column);
  ui::text(value);
}

template <class T>
std::string three(const std::array<T, 3>& v, std::string_view between, std::string_view unit) {
  std::string words;
  for (std::size_t k = 0; k < 3; ++k)
    words += (k > 0 ? std::string(between) : "") + ui::number_text(static_cast<double>(v[k]));
  return unit.empty() ? words : words + " " + std::string(unit);
}

void draw_cases(const SessionState& state, Actions& actions) {
  for (std::size_t k = 0; k < state.cases.size(); ++k) {
    const bool shown = k == state.selected;
    const float side = ui::px(ui::size::row), width = ImGui::GetContentRegionAvail().x - side;
    const ImVec2 start = ImGui::GetCursorPos();
    const std::string name = "case." + std::to_string(k);
    ImGui::PushID(static_cast<int>(k));
    if (ImGui::Selectable("##case", shown, ImGuiSelectableFlags_AllowOverlap, {width - ui::px(4), side}) && !shown)
      actions.edit("case.select " + std::to_string(k));
    ui::mark(name);
    ImGui::SetCursorPos({start.x + ui::px(6), start.y + (side - ImGui::GetTextLineHeight()) / 2});
    ui::text(state.cases[k]->name, shown ? ui::token::text : ui::token::dim, width - ui::px(12));
    ImGui::SetCursorPos({start.x + width, start.y});
    if (ui::icon_button(ui::Icon::cross, name + ".close", "Close this case"))
      actions.edit("case.close " + std::to_string(k));
    ImGui::PopID();
  }
}

void draw_series(const SessionState& state, const Source& source, Actions& actions) {
  if (source.format != FileFormat::dicom) return;
  fact("series", source.series_name.empty() ? source.series_uid : source.series_name);
  std::string series = state.open.series;
  ui::label("open series", "Another series of the same folder: its number, counted from 0, or its UID", column);
  if (!ui::text_field("case.series", series, "the largest", ImGui::GetContentRegionAvail().x)) return;
  actions.edit(edit::text("case.series", series));
  actions.edit("case.open [" + json_text(source.file) + "]");
}

void draw_notices(const std::vector<std::string>& notices) {
  for (const std::string& notice : notices) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetTextLineHeight();
    ui::draw_icon(*ImGui::GetWindowDrawList(), ui::Icon::warning, {at.x + line / 2, at.y + line / 2}, ui::px(14),
                  ui::token::warn);
    ImGui::Indent(ui::px(22));
    ui::paragraph(notice, ui::token::warn);
    ImGui::Unindent(ui::px(22));
  }
}

}  // namespace

void draw_case_facts(const SessionState& state, const Grid* shown_grid, Actions& actions) {
  draw_cases(state, actions);
  const LoadedCase* shown = state.shown();
  if (shown == nullptr) return;
  const Source& source = shown->data.source;
  const Image& image = shown->data.image;
  ui::gap(4);
  std::string what(format_names[static_cast<std::size_t>(source.format)]);
  const auto modality = modality_names[static_cast<std::size_t>(source.modality)];
  if (!modality.empty()) what += ", " + std::string(modality);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ui::px(8), ui::px(0)));
  fact("file", what + ", " + source.stored_type);
  fact("size", three(image.grid.size, " × ", ""));
  fact("spacing", three(image.grid.spacing, " × ", "mm"));
  if (shown_grid != nullptr && shown_grid->size != image.grid.size) fact("output", three(shown_grid->size, " × ", ""));
  if (shown_grid != nullptr && shown_grid->spacing != image.grid.spacing)
    fact("", three(shown_grid->spacing, " × ", "mm"));
  fact("axes", orientation_letters(image.grid) + (image.grid.orthogonal() ? "" : ", sheared"));
  ImGui::PopStyleVar();
  draw_series(state, source, actions);
  draw_notices(source.notices);
  draw_notices(shown->data.label_source.notices);
}

}  // namespace auglens
