#include "viewer/panels/start_screen.h"

#include <algorithm>

namespace auglens {
namespace {

void centred(std::string_view words, ImU32 colour, float middle) {
  const float width = ImGui::CalcTextSize(words.data(), words.data() + words.size()).x;
  ImGui::SetCursorPosX(middle - width / 2);
  ui::text(words, colour, width + 2);
}

void draw_drop_target(ImVec2 low, ImVec2 high) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(low, high, ui::token::panel, ui::px(10));
  list.AddRect(low, high, ui::token::border, ui::px(10), 0, ui::px(1));
  ui::draw_icon(list, ui::Icon::scan, {(low.x + high.x) / 2, low.y + ui::px(52)}, ui::px(52), ui::token::strong_border);
}

void draw_loading(const std::string& loading, double share, float middle, Actions& actions) {
  centred(loading, ui::token::text, middle);
  const float bar = ui::px(280), height = ui::px(6);
  ui::gap(8);
  ImGui::SetCursorPosX(middle - bar / 2);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, {at.x + bar, at.y + height}, ui::token::field, height / 2);
  list.AddRectFilled(at, {at.x + bar * static_cast<float>(std::clamp(share, 0.03, 1.0)), at.y + height},
                     ui::token::accent, height / 2);
  ImGui::Dummy({bar, height});
  ui::gap(8);
  ImGui::SetCursorPosX(middle - ui::px(50));
  if (ui::button("Cancel", "cancel", ui::Tone::plain, ui::px(100))) actions.command(Command::cancel);
}

}  // namespace

void draw_start_screen(const std::string& loading, double share, Actions& actions) {
  const ImVec2 room = ImGui::GetContentRegionAvail(), start = ImGui::GetCursorPos(),
               screen = ImGui::GetCursorScreenPos();
  const float width = std::min(ui::px(460), room.x - ui::px(24)), height = ui::px(300);
  const float x = (room.x - width) / 2, y = std::max(0.0F, (room.y - height) / 2), middle = start.x + room.x / 2;
  draw_drop_target({screen.x + x, screen.y + y}, {screen.x + x + width, screen.y + y + height});
  ImGui::SetCursorPos({start.x, start.y + y + ui::px(96)});
  if (!loading.empty()) {
    ui::gap(30);
    draw_loading(loading, share, middle, actions);
    return;
  }
  ImGui::PushFont(ui::frame().fonts.title);
  centred("Drop a scan here", ui::token::text, middle);
  ImGui::PopFont();
  centred("NIfTI, NRRD, MetaImage or a DICOM folder; labels and presets, too", ui::token::dim, middle);
  ui::gap(14);
  const float button = ui::px(220);
  ImGui::SetCursorPosX(middle - button / 2);
  if (ui::button("Open a scan", "start.open", ui::Tone::primary, button)) actions.command(Command::open_scan);
  ui::gap(10);
  centred("or look at one that is built in", ui::token::dim, middle);
  ui::gap(2);
  ImGui::SetCursorPosX(middle - button / 2);
  if (ui::button("Head (MR)", "start.head", ui::Tone::plain, button / 2 - ui::px(3)))
    actions.command(Command::open_demo);
  ImGui::SameLine(0, ui::px(6));
  if (ui::button("Abdomen (CT)", "start.abdomen", ui::Tone::plain, button / 2 - ui::px(3)))
    actions.command(Command::open_abdomen);
}

}  // namespace auglens
