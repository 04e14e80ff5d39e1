#include "viewer/panels/status_bar.h"

#include <algorithm>

namespace auglens {
namespace {

void draw_activity(const Activity& activity, Actions& actions) {
  const float bar = ui::px(120), height = ui::px(4);
  ui::text(activity.what, ui::token::dim, ui::px(260));
  ImGui::SameLine(0, ui::px(8));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float y = at.y + ImGui::GetTextLineHeight() / 2;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled({at.x, y - height / 2}, {at.x + bar, y + height / 2}, ui::token::field, height / 2);
  const float done = bar * static_cast<float>(std::clamp(activity.share, 0.02, 1.0));
  list.AddRectFilled({at.x, y - height / 2}, {at.x + done, y + height / 2}, ui::token::accent, height / 2);
  ImGui::Dummy({bar, ImGui::GetTextLineHeight()});
  ui::mark("activity");
  if (!activity.stoppable) return;
  ImGui::SameLine(0, ui::px(4));
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ui::px(5));
  if (ui::icon_button(ui::Icon::cross, "cancel", "Stop it  (Esc)")) actions.command(Command::cancel);
}

/// Badges and facts from the right edge leftward, so that the probe line never moves.
struct Mark {
  std::string words;
  ImU32 colour;
  std::string hint;
  bool badge;
};

std::vector<Mark> marks_of(const StatusState& s) {
  std::vector<Mark> marks;
  if (s.original) marks.push_back({"original", ui::token::original, "Tab is held: this is the scan as it is", true});
  if (s.approximate)
    marks.push_back({"statistics of a subsample", ui::token::warn, "Exact as soon as the slider rests", true});
  if (s.coarse) marks.push_back({"3-D at half resolution", ui::token::warn, "Sharp as soon as the view rests", true});
  if (s.software_gl) marks.push_back({"software GL", ui::token::dim, s.gl + ": a CPU draws the window", true});
  marks.push_back({s.device, ui::token::dim, "Where voxels are computed", false});
  marks.push_back({s.road, ui::token::dim, "How voxels reach the screen (--present): " + s.gl, false});
  return marks;
}

float width_of(const Mark& mark) {
  return ImGui::CalcTextSize(mark.words.c_str()).x + (mark.badge ? ui::px(14) : 0);
}

}  // namespace

void draw_status_bar(const StatusState& status, Actions& actions) {
  ImGui::PushFont(ui::frame().fonts.small);
  const std::vector<Mark> marks = marks_of(status);
  const float gap = ui::px(12), full = ImGui::GetContentRegionAvail().x, left = ImGui::GetCursorPosX(),
              top = ImGui::GetCursorPosY();
  float right = 0;
  for (const Mark& mark : marks) right += width_of(mark) + gap;
  const bool busy = !status.activity.what.empty();
  const float activity =
      busy ? std::min(ImGui::CalcTextSize(status.activity.what.c_str()).x, ui::px(260)) + ui::px(170) : 0;
  const std::string line = status.probe != nullptr ? status.probe->line() : std::string();
  ui::text(line, ui::token::text, std::max(ui::px(40), full - right - activity));
  ui::mark("probe");
  float x = left + full - right - activity;
  if (busy) {
    ImGui::SameLine();
    ImGui::SetCursorPos({x, top});
    draw_activity(status.activity, actions);
  }
  x += activity + gap;
  for (const Mark& mark : marks) {
    ImGui::SameLine();
    ImGui::SetCursorPos({x, mark.badge ? top - ui::px(2) : top});
    if (mark.badge) {
      ui::badge(mark.words, mark.colour, mark.hint);
    } else {
      ui::text(mark.words, mark.colour, width_of(mark) + 1);
      ui::hint(mark.hint);
    }
    x += width_of(mark) + gap;
  }
  ImGui::PopFont();
}

}  // namespace auglens
