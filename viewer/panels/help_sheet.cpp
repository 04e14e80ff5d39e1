#include "viewer/panels/help_sheet.h"

#include <algorithm>

#include "viewer/panels/shortcuts.h"
#include "viewer/ui/widget.h"

namespace auglens {
namespace {

void row(std::string_view hand, std::string_view what, float column) {
  ui::text(hand, ui::token::text, ui::px(column - 8));
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPosX(ImGui::GetCursorStartPos().x + ui::px(column));
  ui::text(what, ui::token::dim);
}

void draw_gestures() {
  ui::heading("Mouse");
  for (const Gesture& gesture : gestures) row(gesture.hand, gesture.help, 210);
}

void draw_keys() {
  ui::heading("Keys");
  for (const Shortcut& shortcut : shortcuts)
    if (!shortcut.help.empty()) row(shortcut.keys, shortcut.help, 150);
}

}  // namespace

void draw_help_sheet(bool& open) {
  if (!open) return;
  const ImGuiViewport& screen = *ImGui::GetMainViewport();
  const ImVec2 size{std::min(screen.Size.x - ui::px(24), ui::px(1040)),
                    std::min(screen.Size.y - ui::px(24), ui::px(620))};
  ImGui::SetNextWindowPos(screen.GetCenter(), ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize(size);
  ImGui::OpenPopup("help");
  if (!ImGui::BeginPopupModal(
          "help", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings))
    return;
  ImGui::PushFont(ui::frame().fonts.title);
  ui::text("Keys and mouse", ui::token::text, size.x - ui::px(80));
  ImGui::PopFont();
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - ui::px(ui::size::row));
  if (ui::icon_button(ui::Icon::cross, "help.close", "Close  (Esc)")) open = false;
  const float half = (ImGui::GetContentRegionAvail().x - ui::px(24)) / 2;
  ImGui::BeginChild("mouse", {half, 0});
  draw_gestures();
  ImGui::EndChild();
  ImGui::SameLine(0, ui::px(24));
  ImGui::BeginChild("keys", {half, 0});
  draw_keys();
  ImGui::EndChild();
  if (!open) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace auglens
