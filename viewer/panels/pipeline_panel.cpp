#include "viewer/panels/pipeline_panel.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "io/preset_json.h"
#include "ops/operator.h"
#include "viewer/panels/crop_card.h"
#include "viewer/panels/setting_editor.h"
#include "viewer/panels/step_card.h"

namespace auglens {
namespace {

void draw_title(const PipelineState& state, Actions& actions) {
  ImGui::PushFont(ui::frame().fonts.title);
  ImGui::AlignTextToFramePadding();
  const float buttons = 4 * ui::px(ui::size::row) + 3 * ui::px(2);
  const float left = ImGui::GetCursorPosX(), width = ImGui::GetContentRegionAvail().x;
  ui::text("Pipeline", ui::token::text, width - buttons);
  ImGui::PopFont();
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPosX(left + width - buttons);
  const std::string undo = "Undo" + (state.undo_name.empty() ? "" : " " + state.undo_name) + "  (Ctrl+Z)";
  const std::string redo = "Redo" + (state.redo_name.empty() ? "" : " " + state.redo_name) + "  (Ctrl+Shift+Z)";
  if (ui::icon_button(ui::Icon::undo, "undo", undo, false, state.can_undo)) actions.edit("undo");
  ImGui::SameLine(0, ui::px(2));
  if (ui::icon_button(ui::Icon::redo, "redo", redo, false, state.can_redo)) actions.edit("redo");
  ImGui::SameLine(0, ui::px(2));
  if (ui::icon_button(ui::Icon::folder, "preset.open", "Open a preset")) actions.command(Command::open_preset);
  ImGui::SameLine(0, ui::px(2));
  if (ui::icon_button(ui::Icon::save, "preset.save", "Save this preset  (Ctrl+S)"))
    actions.command(Command::save_preset);
}

void draw_name(const PipelineState& state, Actions& actions) {
  std::string name = state.preset.name;
  ui::label("name", "What the preset is called; it is saved with it", 56);
  if (ui::text_field("name", name, "unnamed", ImGui::GetContentRegionAvail().x))
    actions.edit("preset.name " + json_text(name));
}

/// A whole number typed as text: doubles cannot hold every seed.
bool whole_number_field(std::string_view name, std::uint64_t& value, float width) {
  std::string words = std::to_string(value);
  if (!ui::text_field(name, words, "", width)) return false;
  std::uint64_t typed = 0;
  const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), typed);
  if (error != std::errc() || end != words.data() + words.size() || typed == value) return false;
  value = typed;
  return true;
}

void draw_seed_and_sample(const PipelineState& state, Actions& actions) {
  const float side = ui::px(ui::size::row), full = ImGui::GetContentRegionAvail().x - ui::px(56);
  ui::label("seed", "The same seed and sample give the same picture on every machine", 56);
  std::uint64_t seed = state.seed;
  if (whole_number_field("seed", seed, full - side - ui::px(4))) actions.edit("seed " + std::to_string(seed));
  ImGui::SameLine(0, ui::px(4));
  if (ui::icon_button(ui::Icon::dice, "seed.new", "A new seed  (R)")) actions.command(Command::new_seed);
  ui::label("sample", "Which draw of the preset is shown", 56);
  if (ui::icon_button(ui::Icon::left, "sample.previous", "Previous sample  ([ or P)", false, state.sample > 0))
    actions.edit("sample " + std::to_string(state.sample - 1));
  ImGui::SameLine(0, ui::px(4));
  std::uint64_t sample = state.sample;
  if (whole_number_field("sample", sample, full - 2 * side - ui::px(8)))
    actions.edit("sample " + std::to_string(sample));
  ImGui::SameLine(0, ui::px(4));
  if (ui::icon_button(ui::Icon::right, "sample.next", "Next sample  (] or N)"))
    actions.edit("sample " + std::to_string(state.sample + 1));
}

void draw_operator(const PipelineState& state, const Operator& op, Actions& actions) {
  const float height = ImGui::GetTextLineHeight() * 2 + ui::px(8);
  const ImVec2 start = ImGui::GetCursorPos();
  if (ImGui::Selectable(("##" + std::string(op.name)).c_str(), false, 0, {0, height})) {
    const std::string id = free_step_id(state.preset, op.name);
    const std::string after = state.preset.steps.empty() ? "" : " after " + state.preset.steps.back().id;
    actions.edit("step add " + std::string(op.name) + after + " id " + id);
  }
  ui::mark("add." + std::string(op.name));
  const ImVec2 end = ImGui::GetCursorPos();
  ImGui::SetCursorPos({start.x + ui::px(2), start.y + ui::px(1)});
  ImGui::BeginGroup();
  ui::text(spoken(op.name));
  ImGui::SetCursorPosY(start.y + ui::px(20));
  ui::small_text(op.help);
  ImGui::EndGroup();
  ImGui::SetCursorPos(end);
}

void draw_add(const PipelineState& state, Actions& actions) {
  if (ui::button("Add a step", "add", ui::Tone::plain, ImGui::GetContentRegionAvail().x)) ImGui::OpenPopup("operators");
  ImGui::SetNextWindowSize({ui::px(360), 0});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {ui::px(360), ImGui::GetMainViewport()->Size.y * 0.7F});
  if (!ImGui::BeginPopup("operators")) return;
  ui::close_on_escape();
  static constexpr std::array families = {std::pair{Family::spatial, "Where anatomy lies"},
                                          std::pair{Family::intensity, "What it looks like"}};
  for (const auto& [family, title] : families) {
    ui::heading(title);
    for (const Operator* op : catalogue()) {
      if (op->family == family) draw_operator(state, *op, actions);
    }
  }
  ImGui::EndPopup();
}

}  // namespace

std::string free_step_id(const Preset& preset, std::string_view op) {
  const auto taken = [&](const std::string& id) {
    return std::any_of(preset.steps.begin(), preset.steps.end(), [&](const Step& s) { return s.id == id; });
  };
  std::string id(op.substr(0, 28));
  for (int k = 2; taken(id); ++k) id = std::string(op.substr(0, 28)) + "-" + std::to_string(k);
  return id;
}

void draw_pipeline_panel(const PipelineState& state, Actions& actions) {
  draw_title(state, actions);
  ui::gap(2);
  draw_name(state, actions);
  draw_seed_and_sample(state, actions);
  ui::gap(4);
  const float below = ui::px(ui::size::row) + ImGui::GetStyle().ItemSpacing.y;
  ImGui::BeginChild("steps", {0, -below});
  const int steps = static_cast<int>(state.preset.steps.size());
  for (int k = 0; k < steps; ++k) {
    const auto place = static_cast<std::size_t>(k);
    const DrawnStep* drawn =
        state.draw != nullptr && place < state.draw->steps.size() ? &state.draw->steps[place] : nullptr;
    draw_step_card({state.preset.steps[place], k, steps, drawn}, actions);
    ui::gap(1);
  }
  if (steps == 0) {
    ui::gap(6);
    ui::paragraph("No steps: what you see is the scan as it is. Add one and move its sliders.", ui::token::dim);
    ui::gap(6);
  }
  draw_crop_card(state, actions);
  ImGui::EndChild();
  draw_add(state, actions);
}

}  // namespace auglens
