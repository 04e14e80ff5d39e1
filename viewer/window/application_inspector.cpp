// The panel at the right: its tabs, and what each of them shows.

#include <algorithm>

#include "viewer/panels/case_panel.h"
#include "viewer/panels/odds_panel.h"
#include "viewer/panels/safety_panel.h"
#include "viewer/window/application.h"

namespace auglens {

std::vector<Application::Tab> Application::offered_tabs() const {
  const LoadedCase* shown = session_.state().shown();
  std::vector<Tab> tabs = {Tab::scan};
  if (shown != nullptr && (shown->data.labels || session_.state().recipe.preset->crop)) tabs.push_back(Tab::objects);
  if (shown != nullptr && shown->data.labels) tabs.push_back(Tab::safety);
  return tabs;
}

/// The chosen one as long as it is offered: it comes back with the next case that has labels.
Application::Tab Application::tab() const {
  const std::vector<Tab> tabs = offered_tabs();
  return std::find(tabs.begin(), tabs.end(), chosen_tab_) != tabs.end() ? chosen_tab_ : Tab::scan;
}

void Application::draw_inspector(Actions& actions) {
  draw_tabs();
  ImGui::BeginChild("inspector", {0, 0});
  switch (tab()) {
    case Tab::scan:
      draw_scan_tab(actions);
      break;
    case Tab::objects:
      draw_objects_tab(actions);
      break;
    case Tab::safety:
      draw_safety_tab(actions);
      break;
  }
  ImGui::EndChild();
}

void Application::draw_tabs() {
  static constexpr std::array<std::string_view, 3> words = {"Scan", "Objects", "Safety"};
  const std::vector<Tab> tabs = offered_tabs();
  if (tabs.size() == 1) {
    ImGui::PushFont(ui::frame().fonts.title);
    ImGui::AlignTextToFramePadding();
    ui::text(session_.state().shown() != nullptr ? "Scan" : "No scan");
    ImGui::PopFont();
    return;
  }
  std::vector<std::string_view> offered;
  for (const Tab t : tabs) offered.push_back(words[static_cast<std::size_t>(t)]);
  const auto chosen = std::find(tabs.begin(), tabs.end(), tab()) - tabs.begin();
  const int picked = ui::segments("tab", offered, static_cast<int>(chosen), ImGui::GetContentRegionAvail().x);
  if (picked < 0) return;
  chosen_tab_ = tabs[static_cast<std::size_t>(picked)];
  pacer_.stir();  // the worker hears of it in the next frame
}

void Application::draw_scan_tab(Actions& actions) {
  const bool plan = results_ && results_->slices && results_->slices->plan &&
                    results_->slices->shown == session_.state().shown_case();
  draw_case_panel(session_.state(), plan ? &results_->slices->plan->out : nullptr, shown_values_, actions);
}

void Application::draw_objects_tab(Actions& actions) {
  // Each part scrolls on its own, so that both are in sight.
  constexpr float most = 0.45F;
  const float room = ImGui::GetContentRegionAvail().y, gap = ImGui::GetStyle().ItemSpacing.y;
  ImGui::BeginChild("objects", {0, room - std::min(odds_height_, room * most) - gap});
  objects_panel_.draw({session_.state(), objects()}, actions);
  ImGui::EndChild();
  ImGui::BeginChild("odds", {0, 0});
  const float top = ImGui::GetCursorPosY();
  draw_odds_panel(session_.state(), *studies_, study_choice_);
  const float taken = ImGui::GetCursorPosY() - top;
  if (taken != odds_height_) pacer_.stir();
  odds_height_ = taken;
  ImGui::EndChild();
}

void Application::draw_safety_tab(Actions& actions) {
  draw_safety_panel(session_.state(), *studies_, study_choice_, actions);
}

}  // namespace auglens
