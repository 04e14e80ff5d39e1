#include "viewer/panels/crop_card.h"

#include <algorithm>

#include "io/preset_json.h"
#include "io/preset_json_crop.h"
#include "viewer/panels/setting_editor.h"
#include "viewer/panels/view_edits.h"

namespace auglens {
namespace {

constexpr Parameter window_size{.name = "size",
                                .type = ParameterType::integer,
                                .shape = ParameterShape::vector,
                                .components = 3,
                                .unit = "voxels",
                                .minimum = 1,
                                .maximum = 65536,
                                .slider_low = 8,
                                .slider_high = 256,
                                .laws = no_law,
                                .help = "x, y, z of the patch that the network gets"};
constexpr Parameter pad_value{.name = "pad",
                              .unit = "image units",
                              .minimum = -1e9,
                              .maximum = 1e9,
                              .slider_low = -1000,
                              .slider_high = 1000,
                              .standard = 0.0,
                              .laws = no_law,
                              .help = "what the patch holds outside the volume"};

std::string edit_of(const Crop& crop) {
  return "preset.crop " + write_crop(crop);
}

/// A window of at most 96 voxels that fits.
Crop first_crop(const Index3& volume) {
  Crop crop;
  crop.sampler = SamplerKind::object_box;
  for (std::size_t k = 0; k < 3; ++k) crop.size[k] = std::clamp<std::int64_t>(volume[k] * 3 / 4, 1, 96);
  return crop;
}

/// What the hand made of one value; false when it was left alone.
bool edit_value(const Parameter& parameter, Value& value, Actions& actions) {
  const std::string name = "crop." + std::string(parameter.name);
  const SettingChange change = edit_setting({name, parameter, nullptr}, Setting::of(value));
  actions.drag(change.touch);
  if (change.touch.reset) {
    value = parameter.default_value();
    return true;
  }
  if (!change.touch.changed) return false;
  try {
    value = parse_setting(parameter, change.json).laws.at(0).constant;
    return true;
  } catch (const Error&) {  // half typed: it stays as it was
    return false;
  }
}

void draw_header(const PipelineState& state, Actions& actions) {
  const float left = ImGui::GetCursorPosX(), width = ImGui::GetContentRegionAvail().x;
  const float buttons = ui::px(ui::size::row), top = ImGui::GetCursorPosY();
  ImGui::AlignTextToFramePadding();
  ui::text("Training window", ui::token::text, width - buttons - ui::px(80));
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPos({left + width - buttons - ui::px(70), top + ui::px(4)});
  if (ui::link(state.figure ? "Back to planes" : "Explain", "crop.figure"))
    actions.edit(state.figure ? "view.layout \"mpr\"" : "view.layout \"crops\"");
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPos({left + width - buttons, top});
  if (ui::icon_button(ui::Icon::cross, "crop.remove", "Without a training window")) actions.edit("preset.crop null");
}

/// What the picture shows of the window.
void draw_shown(const PipelineState& state, Actions& actions) {
  const auto flip = [&](std::string_view words, std::string_view hint, std::string_view path, bool on) {
    ui::label(words, hint, 88);
    if (ui::toggle(path, on)) actions.edit(edit::flag(path, !on));
  };
  if (state.figure) return;
  flip("outlines", "This sample's window, those of the next samples, and the object it was drawn about", "view.windows",
       state.windows);
  flip("patch alone", "What the network receives: the window cut out, padded, after the whole chain", "view.crop",
       state.cut);
}

void draw_sampler(const Crop& crop, Actions& actions) {
  std::vector<std::string> names;
  for (const SamplerRow& row : sampler_table()) names.push_back(spoken(row.name));
  const std::vector<std::string_view> words(names.begin(), names.end());
  ui::label("sampler", sampler_row(crop.sampler).help, 88);
  const int picked =
      ui::choice("crop.sampler", words, static_cast<int>(crop.sampler), ImGui::GetContentRegionAvail().x);
  if (picked < 0) return;
  Crop other = crop;
  other.sampler = static_cast<SamplerKind>(picked);
  other.parameters.clear();  // each sampler has its own
  actions.edit(edit_of(other));
}

void draw_values(const Crop& crop, Actions& actions) {
  Value size = std::vector<double>{static_cast<double>(crop.size[0]), static_cast<double>(crop.size[1]),
                                   static_cast<double>(crop.size[2])};
  if (edit_value(window_size, size, actions)) {
    Crop other = crop;
    const auto& numbers = std::get<std::vector<double>>(size);
    for (std::size_t k = 0; k < 3; ++k) other.size[k] = static_cast<std::int64_t>(numbers[k]);
    actions.edit(edit_of(other));
  }
  Value pad = crop.pad;
  if (edit_value(pad_value, pad, actions)) {
    Crop other = crop;
    other.pad = std::get<double>(pad);
    actions.edit(edit_of(other));
  }
  for (const Parameter& parameter : sampler_row(crop.sampler).parameters) {
    const auto given = crop.parameters.find(std::string(parameter.name));
    Value value = given == crop.parameters.end() ? parameter.default_value() : given->second;
    if (!edit_value(parameter, value, actions)) continue;
    Crop other = crop;
    other.parameters[std::string(parameter.name)] = std::move(value);
    actions.edit(edit_of(other));
  }
}

}  // namespace

void draw_crop_card(const PipelineState& state, Actions& actions) {
  if (!state.preset.crop) {
    if (state.volume[0] > 0 && ui::link("Add a training window", "crop.add"))
      actions.edit(edit_of(first_crop(state.volume)));
    return;
  }
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui::token::raised);
  ImGui::PushStyleColor(ImGuiCol_Border, ui::token::border);
  ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, ui::px(6));
  ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 1);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui::px(10), ui::px(6)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ui::px(6), ui::px(3)));
  ImGui::BeginChild("card.crop", {0, 0},
                    ImGuiChildFlags_Border | ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_AlwaysUseWindowPadding,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_header(state, actions);
  ui::gap(2);
  draw_shown(state, actions);
  draw_sampler(*state.preset.crop, actions);
  draw_values(*state.preset.crop, actions);
  ImGui::EndChild();
  ImGui::PopStyleVar(4);
  ImGui::PopStyleColor(2);
}

}  // namespace auglens
