// One frame of the window: its regions from left to right, then what lies over them.

#include <algorithm>
#include <cmath>

#include "viewer/panels/help_sheet.h"
#include "viewer/panels/notice.h"
#include "viewer/panels/pipeline_panel.h"
#include "viewer/panels/start_screen.h"
#include "viewer/panels/status_bar.h"
#include "viewer/panels/toolbar.h"
#include "viewer/window/application.h"

namespace auglens {
namespace {

constexpr ImGuiWindowFlags region_flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                          ImGuiWindowFlags_NoNav;

void begin_region(const char* name, float x, float y, float width, float height, ImU32 colour, ImVec2 padding,
                  ImGuiWindowFlags more = 0) {
  ImGui::SetNextWindowPos({x, y});
  ImGui::SetNextWindowSize({width, height});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, colour);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
  ImGui::Begin(name, nullptr, region_flags | more);
  ImGui::PopStyleVar(4);
  ImGui::PopStyleColor();
}

}  // namespace

void Application::draw_regions(Actions& actions) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  if (!chrome_) {
    draw_middle(0, 0, size.x, size.y, actions);
    return;
  }
  // The panels give way before the panes do.
  const float most = std::max(ui::px(200), (size.x - ui::px(360)) / 2);
  const float status = ui::px(ui::size::status), body = size.y - status;
  const float left = std::round(std::min(ui::px(left_width_), most)),
              right = std::round(std::min(ui::px(right_width_), most));
  draw_left(0, 0, left, body, actions);
  draw_middle(left, 0, size.x - left - right, body, actions);
  draw_right(size.x - right, 0, right, body, actions);
  draw_status(body, status, actions);
  splitter("splitter.left", left, body, left_width_, 1);
  splitter("splitter.right", size.x - right, body, right_width_, -1);
}

void Application::draw_left(float x, float y, float width, float height, Actions& actions) {
  begin_region("left", x, y, width, height, ui::token::panel, {ui::px(12), ui::px(8)});
  const SessionState& state = session_.state();
  const History& history = session_.history();
  const PipelineState shown{*state.recipe.preset,
                            state.recipe.seed,
                            state.recipe.sample,
                            draw_ ? &*draw_ : nullptr,
                            history.can_undo(),
                            history.can_redo(),
                            history.undo_line(),
                            history.redo_line(),
                            state.shown() != nullptr ? state.shown()->data.image.grid.size : Index3{0, 0, 0},
                            state.view.layout == Layout::crops,
                            state.view.windows,
                            state.crop};
  draw_pipeline_panel(shown, actions);
  ImGui::End();
}

void Application::draw_right(float x, float y, float width, float height, Actions& actions) {
  begin_region("right", x, y, width, height, ui::token::panel, {ui::px(12), ui::px(8)}, ImGuiWindowFlags_NoScrollbar);
  draw_inspector(actions);
  ImGui::End();
}

void Application::draw_middle(float x, float y, float width, float height, Actions& actions) {
  const float bar = chrome_ ? ui::px(ui::size::toolbar) : 0;
  if (chrome_) {
    begin_region("toolbar", x, y, width, bar, ui::token::app, {ui::px(8), ui::px(7)});
    draw_toolbar(session_.state(), actions);
    ImGui::End();
  }
  begin_region("stage", x, y + bar, width, height - bar, ui::token::app, {0, 0}, ImGuiWindowFlags_NoScrollWithMouse);
  draw_stage(actions);
  ImGui::End();
}

void Application::draw_stage(Actions& actions) {
  const ImVec2 low = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  stage_area_ = {static_cast<int>(low.x), static_cast<int>(low.y), static_cast<int>(room.x * pixels.x),
                 static_cast<int>(room.y * pixels.y)};
  if (stage_) stage_->show(session_.state(), *results_, stage_area_.width, stage_area_.height);
  if (!stage_ || !stage_->has_picture()) {
    // An open case without a picture shows none: one is on its way, or an error tells why not.
    const Activity now = activity();
    if (session_.state().shown() == nullptr || now.stoppable) draw_start_screen(now.what, now.share, actions);
    return;
  }
  const ImVec2 high{low.x + room.x, low.y + room.y};
  // ImGui wants a place it can take the mouse over; the picture is drawn behind it.
  ImGui::InvisibleButton(
      "panes", room,
      ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
  ui::mark("panes");
  for (const Pane& pane : stage_->panes()) {
    if (!trace_.on()) break;
    const char* kind = pane.kind == PaneKind::volume  ? "pane.volume"
                       : pane.plane == Plane::axial   ? "pane.axial"
                       : pane.plane == Plane::coronal ? "pane.coronal"
                                                      : "pane.sagittal";
    const auto at = [&](int px, int py) {
      return ImVec2{low.x + static_cast<float>(px) / pixels.x, low.y + static_cast<float>(py) / pixels.y};
    };
    ui::frame().items->push_back({kind, at(pane.area.x, pane.area.y), at(pane.area.right(), pane.area.bottom())});
  }
  ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(stage_->texture())),
                                       low, high);
  mouse_.update(hand_over(low, high), *stage_, session_.state(), objects().get(), actions);
}

StageHand Application::hand_over(ImVec2 low, ImVec2 high) const {
  const ImGuiIO& io = ImGui::GetIO();
  StageHand hand;
  hand.x = (io.MousePos.x - low.x) * io.DisplayFramebufferScale.x;
  hand.y = (io.MousePos.y - low.y) * io.DisplayFramebufferScale.y;
  hand.inside = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) && io.MousePos.x < high.x &&
                io.MousePos.y < high.y;
  hand.wheel = io.MouseWheel;
  hand.control = io.KeyCtrl;
  hand.shift = io.KeyShift;
  hand.window_key = ImGui::IsKeyDown(ImGuiKey_W);
  hand.pan_key = ImGui::IsKeyDown(ImGuiKey_Space);
  return hand;
}

void Application::draw_status(float y, float height, Actions& actions) {
  begin_region("status", 0, y, ImGui::GetIO().DisplaySize.x, height, ui::token::app, {ui::px(12), ui::px(6)});
  const Results& r = *results_;
  StatusState status;
  const bool current =
      r.slices && r.slices->shown == session_.state().shown_case() && session_.state().shown() != nullptr;
  status.probe = current ? r.probe.get() : nullptr;
  status.activity = activity();
  status.approximate = current && r.slices->approximate;
  status.coarse = current && r.volume && r.volume->coarse && volume_area(session_.state().view, 64, 64).width > 0;
  status.settled = r.settled;
  status.original = session_.state().original;
  status.dirty = session_.dirty();
  status.device = device_.kind() == DeviceKind::cpu
                      ? std::to_string(device_.threads()) + (device_.threads() == 1 ? " thread" : " threads")
                      : device_.name();
  status.road = stage_ ? std::string(name_of(stage_->road())) : std::string();
  status.gl = context_->info().renderer;
  status.software_gl = context_->info().software;
  draw_status_bar(status, actions);
  ImGui::End();
}

void Application::draw_over(Actions& actions) {
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  const float width = static_cast<float>(stage_area_.width) / pixels.x,
              height = static_cast<float>(stage_area_.height) / pixels.y;
  const ImVec2 bottom{static_cast<float>(stage_area_.x) + width / 2,
                      static_cast<float>(stage_area_.y) + height - ui::px(16)};
  if (session_.error())
    draw_error(*session_.error(), session_.resampling(), bottom, width, actions);
  else if (const Error* error = picture_error())
    draw_error(*error, {}, bottom, width, actions);
  else if (!note_.empty())
    draw_note(note_, bottom, width, actions);
  else if (window_misses_picture())
    draw_window_hint(bottom, width, actions);
  if (auto chosen = browser_.draw()) take_files(*chosen);
  draw_help_sheet(help_);
}

void Application::splitter(const char* name, float x, float height, float& width, float sign) {
  const float half = ui::px(3);
  begin_region(name, x - half, 0, 2 * half, height, 0, {0, 0}, ImGuiWindowFlags_NoBackground);
  ImGui::InvisibleButton(name, {2 * half, height});
  ui::mark(name);
  const bool held = ImGui::IsItemActive();
  if (held || ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  ImGui::GetWindowDrawList()->AddLine({x, 0}, {x, height}, held ? ui::token::accent : ui::token::border, 1);
  if (held) width = std::clamp(width + sign * ImGui::GetIO().MouseDelta.x / ui::frame().scale, 240.0F, 560.0F);
  ImGui::End();
}

}  // namespace auglens
