#include "viewer/panels/step_card.h"

#include <algorithm>

#include "io/preset_json.h"
#include "ops/operator.h"
#include "viewer/panels/setting_editor.h"

namespace auglens {
namespace {

constexpr const char* payload_name = "auglens.step";

std::string path_of(const Step& step, std::string_view what) {
  return "step." + step.id + "." + std::string(what);
}

void move_step(const StepCard& card, int to, Actions& actions) {
  if (to >= 0 && to < card.steps && to != card.place)
    actions.edit("step move " + card.step.id + " " + std::to_string(to));
}

void draw_menu(const StepCard& card, Actions& actions) {
  if (!ImGui::BeginPopup("menu")) return;
  ui::close_on_escape();
  if (ImGui::MenuItem("Move up", nullptr, false, card.place > 0)) move_step(card, card.place - 1, actions);
  ui::mark("step." + card.step.id + ".up");
  if (ImGui::MenuItem("Move down", nullptr, false, card.place + 1 < card.steps))
    move_step(card, card.place + 1, actions);
  ui::mark("step." + card.step.id + ".down");
  ImGui::Separator();
  if (ImGui::MenuItem("Remove")) actions.edit("step remove " + card.step.id);
  ui::mark("step." + card.step.id + ".remove");
  ImGui::EndPopup();
}

void draw_grip(const StepCard& card) {
  const float side = ui::px(ui::size::row);
  ImGui::InvisibleButton("##grip", {ui::px(14), side});
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  const ImU32 ink = ImGui::IsItemHovered() || ImGui::IsItemActive() ? ui::token::text : ui::token::strong_border;
  ui::draw_icon(*ImGui::GetWindowDrawList(), ui::Icon::grip, {(low.x + high.x) / 2, (low.y + high.y) / 2}, ui::px(14),
                ink);
  ui::mark(path_of(card.step, "grip"));
  ui::hint("Drag to change the order");
  if (ImGui::BeginDragDropSource()) {
    ImGui::SetDragDropPayload(payload_name, card.step.id.data(), card.step.id.size());
    ui::text(card.step.id, ui::token::text, ui::px(200));
    ImGui::EndDragDropSource();
  }
}

/// The whole card takes a step that is dropped on it.
void take_drop(const StepCard& card, Actions& actions) {
  if (!ImGui::BeginDragDropTarget()) return;
  if (const ImGuiPayload* payload = ImGui::AcceptDragDropPayload(payload_name)) {
    const std::string moved(static_cast<const char*>(payload->Data), static_cast<std::size_t>(payload->DataSize));
    if (moved != card.step.id) actions.edit("step move " + moved + " " + std::to_string(card.place));
  }
  ImGui::EndDragDropTarget();
}

bool draw_header(const StepCard& card, Actions& actions) {
  const Step& step = card.step;
  draw_grip(card);
  ImGui::SameLine(0, ui::px(4));
  const float top = ImGui::GetCursorPosY();
  if (ui::toggle(path_of(step, "enabled"), step.enabled, step.enabled ? "Switch this step off" : "Switch this step on"))
    actions.edit(path_of(step, "enabled") + (step.enabled ? " false" : " true"));
  ImGui::SameLine(0, ui::px(8));
  ImGui::SetCursorPosY(top);
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  const ImGuiID open_id = ImGui::GetID("open");
  const bool open = memory.GetBool(open_id, true);

  const float buttons = 2 * ui::px(ui::size::row) + ui::px(2);
  const ImVec2 start = ImGui::GetCursorPos();
  const float width = ImGui::GetContentRegionAvail().x - buttons;
  const bool flipped = ImGui::InvisibleButton("##name", {width, ui::px(ui::size::row)});
  ui::mark(path_of(step, "name"));
  ui::hint(step.op->help);
  ImGui::SetCursorPos({start.x, start.y});
  ImGui::AlignTextToFramePadding();
  const std::string name = step.id == step.op->name ? spoken(step.id) : step.id + "  " + spoken(step.op->name);
  ui::text(name, step.enabled ? ui::token::text : ui::token::dim, width);
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPos({start.x + width, start.y});
  const bool folded =
      ui::icon_button(open ? ui::Icon::down : ui::Icon::right, path_of(step, "fold"), open ? "Fold" : "Unfold");
  if (flipped || folded) memory.SetBool(open_id, !open);
  ImGui::SameLine(0, ui::px(2));
  if (ui::icon_button(ui::Icon::menu, path_of(step, "menu"), "Order, remove")) ImGui::OpenPopup("menu");
  draw_menu(card, actions);
  return open;
}

void draw_share(const StepCard& card, std::string_view name, std::string_view words, std::string_view help,
                double value, Actions& actions) {
  const std::string path = path_of(card.step, name);
  ui::Touch touch;
  touch.reset = ui::label(words, help, 88);
  touch |= ui::number(path, value,
                      {.low = 0,
                       .high = 1,
                       .minimum = 0,
                       .maximum = 1,
                       .unit = {},
                       .integer = false,
                       .logarithmic = false,
                       .drawn = {}},
                      ImGui::GetContentRegionAvail().x);
  if (touch.reset) {
    actions.edit(path + " 1");
    actions.drag(touch);
  } else {
    actions.edit(touch, path + " " + json_number(value));
  }
}

void draw_parameter(const StepCard& card, std::size_t place, Actions& actions) {
  const Step& step = card.step;
  const Parameter& parameter = step.op->parameters[place];
  const std::string path = path_of(step, parameter.name);
  const bool applied = card.drawn != nullptr && card.drawn->applied && !card.drawn->values.empty() &&
                       place < card.drawn->values[0].size();
  const SettingRow row{path, parameter, applied ? &card.drawn->values[0][place] : nullptr};
  const SettingChange change = edit_setting(row, step.setting(place));
  if (change.touch.reset) {
    actions.edit("step reset " + step.id + " " + std::string(parameter.name));
    actions.drag(change.touch);
  } else {
    actions.edit(change.touch, path + " " + change.json);
  }
}

bool has_slider(const Parameter& p) {
  const bool number = p.type == ParameterType::real || p.type == ParameterType::integer;
  return number && p.laws.bits != 0 && p.standard.kind != DefaultValue::Kind::absent;
}

/// What is moved most is seen at once: numbers, what the preset gives, and, where there are no numbers, switches.
bool seen_at_once(const Step& step, std::size_t place) {
  const auto parameters = step.op->parameters;
  const bool numbers = std::any_of(parameters.begin(), parameters.end(), has_slider);
  const Parameter& p = parameters[place];
  return step.settings[place].has_value() || has_slider(p) || (!numbers && p.type == ParameterType::boolean);
}

/// Channel rows belong to intensity steps, and are rarely touched.
bool channels_given(const Step& step) {
  return step.channel_probability != 1 || step.draw_per_channel;
}

void draw_channel_rows(const StepCard& card, Actions& actions) {
  draw_share(card, "channel_probability", "per channel", "How often a channel gets this step, when the step is applied",
             card.step.channel_probability, actions);
  ui::label("own draws", "Each channel draws its own numbers", 88);
  const std::string path = path_of(card.step, "draw_per_channel");
  if (ui::toggle(path, card.step.draw_per_channel))
    actions.edit(path + (card.step.draw_per_channel ? " false" : " true"));
}

void draw_body(const StepCard& card, Actions& actions) {
  const Step& step = card.step;
  if (step.enabled && card.drawn != nullptr && !card.drawn->applied)
    ui::small_text("the coin of this sample left it out", ui::token::warn);
  draw_share(card, "probability", "probability", "How often a sample gets this step", step.probability, actions);
  std::size_t hidden = 0;
  for (std::size_t k = 0; k < step.op->parameters.size(); ++k) {
    if (seen_at_once(step, k))
      draw_parameter(card, k, actions);
    else
      ++hidden;
  }
  const bool channels = step.op->family == Family::intensity;
  if (channels && channels_given(step)) draw_channel_rows(card, actions);
  if (channels && !channels_given(step)) hidden += 2;
  if (hidden == 0) return;
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  const ImGuiID more_id = ImGui::GetID("more");
  const bool more = memory.GetBool(more_id, false);
  if (ui::link(more ? "Less" : std::to_string(hidden) + " more", path_of(step, "more"))) memory.SetBool(more_id, !more);
  if (!more) return;
  if (channels && !channels_given(step)) draw_channel_rows(card, actions);
  for (std::size_t k = 0; k < step.op->parameters.size(); ++k)
    if (!seen_at_once(step, k)) draw_parameter(card, k, actions);
}

}  // namespace

void draw_step_card(const StepCard& card, Actions& actions) {
  const Step& step = card.step;
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui::token::raised);
  ImGui::PushStyleColor(ImGuiCol_Border, step.enabled ? ui::token::border : ui::token::raised);
  ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, ui::px(6));
  ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 1);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui::px(10), ui::px(6)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ui::px(6), ui::px(3)));
  ImGui::BeginChild(("card." + step.id).c_str(), {0, 0},
                    ImGuiChildFlags_Border | ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_AlwaysUseWindowPadding,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  if (draw_header(card, actions)) {
    ui::gap(2);
    if (!step.enabled) ImGui::PushStyleVar(ImGuiStyleVar_Alpha, 0.55F);
    draw_body(card, actions);
    if (!step.enabled) ImGui::PopStyleVar();
  }
  ImGui::EndChild();
  take_drop(card, actions);
  ImGui::PopStyleVar(4);
  ImGui::PopStyleColor(2);
}

}  // namespace auglens
