#include "viewer/ui/widget.h"

#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace auglens::ui {
namespace {

std::string hidden(std::string_view name) {
  return "##" + std::string(name);
}

/// The longest start of `words` that fits, with an ellipsis when something is cut.
std::string fitted(std::string_view words, float width) {
  const auto measure = [](const std::string& s) { return ImGui::CalcTextSize(s.c_str(), s.c_str() + s.size()).x; };
  std::string whole(words);
  if (measure(whole) <= width) return whole;
  std::size_t low = 0, high = whole.size();
  while (low < high) {
    const std::size_t middle = (low + high + 1) / 2;
    (measure(whole.substr(0, middle) + "…") <= width ? low : high) =
        middle - (measure(whole.substr(0, middle) + "…") <= width ? 0 : 1);
  }
  while (low > 0 && (static_cast<unsigned char>(whole[low]) & 0xC0U) == 0x80U) --low;
  return whole.substr(0, low) + "…";
}

ImU32 lit(ImU32 quiet, ImU32 loud) {
  return ImGui::IsItemActive() || ImGui::IsItemHovered() ? loud : quiet;
}

}  // namespace

bool icon_button(Icon icon, std::string_view name, std::string_view words, bool on, bool enabled) {
  ImGui::BeginDisabled(!enabled);
  const float side = px(size::row);
  const bool pressed = ImGui::InvisibleButton(hidden(name).c_str(), {side, side});
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered() || on)
    list.AddRectFilled(low, high,
                       ImGui::IsItemActive() ? token::strong_border
                       : on                  ? token::field
                                             : token::field_hover,
                       px(4));
  const ImU32 ink = !enabled ? ImGui::GetColorU32(ImGuiCol_TextDisabled, 0.5F)
                    : on     ? token::accent
                             : lit(token::dim, token::text);
  draw_icon(list, icon, {(low.x + high.x) / 2, (low.y + high.y) / 2}, px(16), ink);
  mark(name);
  ImGui::EndDisabled();
  hint(words);
  return pressed;
}

bool button(std::string_view words, std::string_view name, Tone tone, float width, bool enabled) {
  ImGui::BeginDisabled(!enabled);
  if (tone == Tone::primary) {
    ImGui::PushStyleColor(ImGuiCol_Button, token::accent);
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, token::hover);
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, token::pressed);
    ImGui::PushStyleColor(ImGuiCol_Text, token::on_accent);
  } else if (tone == Tone::quiet) {
    ImGui::PushStyleColor(ImGuiCol_Button, 0);
  }
  const bool pressed = ImGui::Button((std::string(words) + "##" + std::string(name)).c_str(), {width, px(size::row)});
  ImGui::PopStyleColor(tone == Tone::primary ? 4 : tone == Tone::quiet ? 1 : 0);
  mark(name);
  ImGui::EndDisabled();
  return pressed;
}

bool link(std::string_view words, std::string_view name) {
  ImGui::PushFont(frame().fonts.small);
  const std::string shown(words);
  const ImVec2 extent = ImGui::CalcTextSize(shown.c_str());
  const bool pressed = ImGui::InvisibleButton(hidden(name).c_str(), {extent.x, extent.y + px(4)});
  const ImVec2 low = ImGui::GetItemRectMin();
  ImGui::GetWindowDrawList()->AddText({low.x, low.y + px(2)}, lit(token::accent, token::hover), shown.c_str());
  ImGui::PopFont();
  mark(name);
  return pressed;
}

bool toggle(std::string_view name, bool on, std::string_view words) {
  const ImVec2 extent{px(26), px(14)};
  const float lift = (ImGui::GetFrameHeight() - extent.y) / 2;
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + lift);
  const bool pressed = ImGui::InvisibleButton(hidden(name).c_str(), extent);
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(low, high, on ? lit(token::accent, token::hover) : lit(token::strong_border, token::dim),
                     extent.y / 2);
  const float x = on ? high.x - extent.y / 2 : low.x + extent.y / 2;
  list.AddCircleFilled({x, (low.y + high.y) / 2}, extent.y / 2 - px(2), on ? token::on_accent : token::text, 16);
  mark(name);
  hint(words);
  return pressed;
}

int segments(std::string_view name, std::span<const std::string_view> words, int chosen, float width) {
  int pressed = -1;
  const float each = std::floor(width / static_cast<float>(words.size()));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 start = ImGui::GetCursorScreenPos();
  list.AddRectFilled(start, {start.x + each * static_cast<float>(words.size()), start.y + px(size::row)}, token::field,
                     px(4));
  for (std::size_t k = 0; k < words.size(); ++k) {
    if (k > 0) ImGui::SameLine(0, 0);
    const std::string id = std::string(name) + "." + std::string(words[k]);
    if (ImGui::InvisibleButton(hidden(id).c_str(), {each, px(size::row)})) pressed = static_cast<int>(k);
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    const bool on = static_cast<int>(k) == chosen;
    if (on) list.AddRectFilled({low.x + 2, low.y + 2}, {high.x - 2, high.y - 2}, token::strong_border, px(3));
    const std::string shown = fitted(words[k], each - px(6));
    const ImVec2 extent = ImGui::CalcTextSize(shown.c_str());
    list.AddText({(low.x + high.x - extent.x) / 2, (low.y + high.y - extent.y) / 2},
                 on ? token::text : lit(token::dim, token::text), shown.c_str());
    mark(id);
  }
  return pressed;
}

void close_on_escape() {
  if (ImGui::IsKeyPressed(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
}

int choice(std::string_view name, std::span<const std::string_view> words, int chosen, float width) {
  int picked = -1;
  ImGui::SetNextItemWidth(width);
  const std::string shown = chosen >= 0 ? std::string(words[static_cast<std::size_t>(chosen)]) : std::string("custom");
  const bool open = ImGui::BeginCombo(hidden(name).c_str(), shown.c_str(), ImGuiComboFlags_HeightLarge);
  mark(name);
  if (!open) return -1;
  for (std::size_t k = 0; k < words.size(); ++k) {
    if (ImGui::Selectable(std::string(words[k]).c_str(), static_cast<int>(k) == chosen)) picked = static_cast<int>(k);
    mark(std::string(name) + "." + std::string(words[k]));
  }
  ImGui::EndCombo();
  return picked;
}

bool label(std::string_view words, std::string_view explanation, float column) {
  const float start = ImGui::GetCursorPosX();
  ImGui::AlignTextToFramePadding();
  const std::string shown = fitted(words, px(column) - px(6));
  ImGui::PushStyleColor(ImGuiCol_Text, token::dim);
  ImGui::TextUnformatted(shown.c_str(), shown.c_str() + shown.size());
  ImGui::PopStyleColor();
  const bool twice = ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  hint(explanation.empty() && shown != words ? words : explanation);
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPosX(start + px(column));
  return twice;
}

void text(std::string_view words, ImU32 ink, float width) {
  const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
  const std::string shown = fitted(words, room);
  ImGui::PushStyleColor(ImGuiCol_Text, ink);
  ImGui::TextUnformatted(shown.c_str(), shown.c_str() + shown.size());
  ImGui::PopStyleColor();
  if (shown != words) hint(words);
}

void swatch(ImU32 ink) {
  const float height = ImGui::GetTextLineHeight(), side = px(11);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + (height - side) / 2},
                                            {at.x + side, at.y + (height + side) / 2}, ink, px(3));
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + px(20));
}

void small_text(std::string_view words, ImU32 ink) {
  ImGui::PushFont(frame().fonts.small);
  text(words, ink);
  ImGui::PopFont();
}

void paragraph(std::string_view words, ImU32 ink) {
  ImGui::PushStyleColor(ImGuiCol_Text, ink);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(words.data(), words.data() + words.size());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

void heading(std::string_view words) {
  gap(6);
  ImGui::PushFont(frame().fonts.small);
  text(words, token::dim);
  ImGui::PopFont();
  const ImVec2 p = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::GetWindowDrawList()->AddLine({p.x, p.y - px(2)}, {p.x + width, p.y - px(2)}, token::border);
  gap(2);
}

void badge(std::string_view words, ImU32 ink, std::string_view explanation) {
  ImGui::PushFont(frame().fonts.small);
  const std::string shown(words);
  const ImVec2 extent = ImGui::CalcTextSize(shown.c_str());
  const ImVec2 box{extent.x + px(14), extent.y + px(4)};
  ImGui::Dummy(box);
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(low, high, (ink & 0x00FFFFFFU) | 0x28000000U, box.y / 2);
  list.AddText({low.x + px(7), low.y + px(2)}, ink, shown.c_str());
  ImGui::PopFont();
  mark("badge." + shown);
  hint(explanation);
}

void hint(std::string_view words) {
  if (words.empty() || !ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip | ImGuiHoveredFlags_AllowWhenDisabled))
    return;
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushTextWrapPos(px(340));
  ImGui::TextUnformatted(words.data(), words.data() + words.size());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

void gap(float height) {
  const ImVec2 spacing = ImGui::GetStyle().ItemSpacing;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {spacing.x, 0});
  ImGui::Dummy({0, px(height)});
  ImGui::PopStyleVar();
}

bool text_field(std::string_view name, std::string& words, std::string_view empty_hint, float width) {
  // While the field has the keyboard ImGui keeps its own text, so a fresh copy each frame is enough.
  std::string typed = words;
  ImGui::SetNextItemWidth(width);
  ImGui::InputTextWithHint(hidden(name).c_str(), std::string(empty_hint).c_str(), &typed);
  mark(name);
  if (!ImGui::IsItemDeactivatedAfterEdit()) return false;
  words = typed;
  return true;
}

std::string number_text(double value, std::string_view unit) {
  char digits[40];
  if (!std::isfinite(value)) return std::isnan(value) ? "NaN" : value > 0 ? "inf" : "-inf";
  const double size = std::abs(value);
  const int decimals = size >= 1000 || value == std::floor(value) ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
  if (size > 0 && (size < 1e-3 || size >= 1e7))
    std::snprintf(digits, sizeof digits, "%.3g", value);
  else
    std::snprintf(digits, sizeof digits, "%.*f", decimals, value);
  std::string words = digits;
  if (words.find('.') != std::string::npos && words.find('e') == std::string::npos) {
    words.erase(words.find_last_not_of('0') + 1);
    if (words.back() == '.') words.pop_back();
  }
  if (!unit.empty()) words += unit == "°" || unit == "%" || unit == "x" ? std::string(unit) : " " + std::string(unit);
  return words;
}

}  // namespace auglens::ui
