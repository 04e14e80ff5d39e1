#include "viewer/panels/notice.h"

#include <algorithm>

namespace auglens {
namespace {

void begin_card(const char* name, ImVec2 bottom_middle, float width, ImU32 edge) {
  ImGui::SetNextWindowPos(bottom_middle, ImGuiCond_Always, {0.5F, 1});
  ImGui::SetNextWindowSize({std::min(width - ui::px(32), ui::px(620)), 0});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ui::token::raised);
  ImGui::PushStyleColor(ImGuiCol_Border, edge);
  ImGui::Begin(name, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
  ImGui::PopStyleColor(2);
}

void card_icon(ui::Icon icon, ImU32 colour) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float side = ui::px(18);
  ui::draw_icon(*ImGui::GetWindowDrawList(), icon, {at.x + side / 2, at.y + ImGui::GetFrameHeight() / 2}, side, colour);
  ImGui::Dummy({side, ImGui::GetFrameHeight()});
  ImGui::SameLine(0, ui::px(10));
}

void card_close(Actions& actions) {
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - ui::px(ui::size::row));
  if (ui::icon_button(ui::Icon::cross, "dismiss", "Close  (Esc)")) actions.command(Command::dismiss);
}

}  // namespace

void draw_error(const Error& error, const std::vector<std::string>& resampling, ImVec2 bottom_middle, float width,
                Actions& actions) {
  begin_card("error", bottom_middle, width, ui::token::error);
  const Error::Parts& parts = error.parts();
  card_icon(ui::Icon::warning, ui::token::error);
  const float words = ImGui::GetContentRegionAvail().x - ui::px(ui::size::row + 8), left = ImGui::GetCursorPosX();
  ImGui::AlignTextToFramePadding();
  ui::text(parts.file.empty() ? "That did not work" : parts.file, ui::token::error, words);
  card_close(actions);
  ImGui::SetCursorPosX(left);
  ImGui::BeginGroup();
  std::string what = parts.what;
  if (!parts.where.empty()) what += " (" + parts.where + ")";
  ui::paragraph(what);
  if (!resampling.empty()) {
    if (ui::button("Take the nearest label for each voxel", "label.resample", ui::Tone::primary, ui::px(280)))
      for (const std::string& line : resampling) actions.edit(line);
  } else if (!parts.to_do.empty()) {
    ui::paragraph(parts.to_do, ui::token::dim);
  }
  ImGui::EndGroup();
  ImGui::End();
}

void draw_note(const std::string& note, ImVec2 bottom_middle, float width, Actions& actions) {
  const float words = ImGui::CalcTextSize(note.c_str()).x + ui::px(96);
  begin_card("note", bottom_middle, std::min(width, words + ui::px(32)), ui::token::border);
  card_icon(ui::Icon::check, ui::token::ok);
  ImGui::AlignTextToFramePadding();
  ui::text(note, ui::token::text, ImGui::GetContentRegionAvail().x - ui::px(ui::size::row + 8));
  card_close(actions);
  ImGui::End();
}

void draw_window_hint(ImVec2 bottom_middle, float width, Actions& actions) {
  begin_card("window hint", bottom_middle, std::min(width, ui::px(560)), ui::token::warn);
  card_icon(ui::Icon::contrast, ui::token::warn);
  ImGui::AlignTextToFramePadding();
  const float button = ui::px(130);
  ui::text("The augmented values lie outside this window", ui::token::text,
           ImGui::GetContentRegionAvail().x - button - ui::px(8));
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - button);
  if (ui::button("Fit it  (A)", "window.fit", ui::Tone::primary, button)) actions.command(Command::window_of_picture);
  ImGui::End();
}

}  // namespace auglens
