#include "viewer/panels/study_table.h"

#include <algorithm>
#include <cmath>

#include "render/label_colour.h"

namespace auglens {

StudyColumns StudyColumns::of(float width) {
  const float each = std::floor(std::min(width * 0.175F, ui::px(72)));
  return {width - each * static_cast<float>(count), each};
}

ImU32 dimmed(ImU32 colour) {
  return ImGui::GetColorU32(colour);
}

void words_in_cell(ImVec2 low, float width, ImU32 colour, const std::string& words) {
  const float x = low.x + width - ImGui::CalcTextSize(words.c_str()).x - ui::px(5);
  ImGui::GetWindowDrawList()->AddText({x, low.y}, dimmed(colour), words.c_str());
}

bool cell(const std::string& name, ImVec2 low, ImVec2 extent) {
  ImGui::SetCursorScreenPos(low);
  ImGui::Dummy(extent);
  ui::mark(name);
  return ImGui::IsItemHovered();
}

std::string draw_class_name(const LoadedCase& shown, std::int32_t value, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const auto& classes = shown.labels.classes;
  const auto found =
      std::find_if(classes.begin(), classes.end(), [&](const LabelClass& c) { return c.value == value; });
  const float side = ui::px(9), line = ImGui::GetTextLineHeight();
  if (found != classes.end()) {
    const Rgb8 c = label_colour(static_cast<std::uint32_t>(found - classes.begin() + 1));
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + (line - side) / 2}, {at.x + side, at.y + (line + side) / 2},
                                              dimmed(IM_COL32(c[0], c[1], c[2], 255)), ui::px(2));
  }
  const std::string name = shown.labels.name_of(value);
  ImGui::SetCursorScreenPos({at.x + side + ui::px(5), at.y});
  ui::text(name, ui::token::text, width - side - ui::px(8));
  return name;
}

std::string share_text(double share) {
  const double percent = 100 * share;
  if (percent > 0 && percent < 0.1) return "<0.1";
  if (percent > 99.9 && percent < 100) return ">99.9";
  return ui::number_text(std::round(percent * 10) / 10);
}

}  // namespace auglens
