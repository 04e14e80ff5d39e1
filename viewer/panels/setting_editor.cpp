#include "viewer/panels/setting_editor.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "io/preset_json.h"
#include "viewer/panels/law_change.h"

namespace auglens {
namespace {

struct LawWords {
  std::string_view name, what;
};
constexpr std::array<LawWords, 6> law_words = {
    LawWords{"constant", "the same number in every sample"},
    LawWords{"uniform", "every number between two bounds is as likely"},
    LawWords{"log-uniform", "every factor between two bounds is as likely"},
    LawWords{"reciprocal", "one divided by a uniform number"},
    LawWords{"normal", "mean and standard deviation, kept within the limits"},
    LawWords{"choice", "one of a few values"},
};
constexpr float law_button = 24, label_width = 88;

std::string unit_of(const Parameter& p) {
  if (p.unit == "degrees" || p.unit == "degree" || p.unit == "deg") return "°";
  return std::string(p.unit);
}

ui::NumberStyle style_of(const Parameter& p, const std::string& unit, const Distribution& law) {
  ui::NumberStyle style;
  style.low = p.slider_low;
  style.high = p.slider_high;
  style.minimum = p.open_minimum ? std::nextafter(p.minimum, INFINITY) : p.minimum;
  style.maximum = p.maximum;
  if (p.open_minimum && style.low <= p.minimum)
    style.low = style.minimum = p.minimum + (p.slider_high - p.minimum) * 1e-3;
  style.unit = unit;
  style.integer = p.type == ParameterType::integer;
  style.logarithmic = law.law == Law::log_uniform || law.law == Law::reciprocal;
  return style;
}

std::string explanation(const Parameter& p) {
  std::string words(p.help);
  words += "\n\nTakes " + allowed_by(p);
  if (!p.unit.empty()) words += ", in " + std::string(p.unit);
  words += ".";
  if (!p.peer.empty()) words += "\nThe training framework calls it " + std::string(p.peer) + ".";
  return words + "\nA double click resets it.";
}

std::optional<double> drawn_number(const Value* drawn, std::size_t component) {
  if (drawn == nullptr) return std::nullopt;
  if (const double* number = std::get_if<double>(drawn)) return *number;
  if (const auto* all = std::get_if<std::vector<double>>(drawn); all != nullptr && component < all->size())
    return (*all)[component];
  return std::nullopt;
}

float line_width() {
  return ImGui::GetContentRegionAvail().x;
}

/// The button with the law's shape; a list of those allowed opens below it.
bool pick_law(const std::string& name, const Parameter& p, Distribution& law) {
  if (p.laws.bits == 0) return false;
  bool changed = false;
  const auto now = static_cast<std::size_t>(law.law);
  const auto icon = static_cast<ui::Icon>(static_cast<int>(ui::Icon::law_constant) + static_cast<int>(law.law));
  const std::string popup = name + ".laws";
  if (ui::icon_button(icon, name + ".law", std::string(law_words[now].name) + ": " + std::string(law_words[now].what)))
    ImGui::OpenPopup(popup.c_str());
  if (!ImGui::BeginPopup(popup.c_str())) return false;
  ui::close_on_escape();
  for (std::size_t k = 0; k < law_words.size(); ++k) {
    if (!p.laws.allows(static_cast<Law>(k))) continue;
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const std::string words = "       " + std::string(law_words[k].name) + "   ";
    if (ImGui::Selectable(words.c_str(), k == now, 0, {0, ui::px(22)})) {
      law = with_law(p, law, static_cast<Law>(k));
      changed = k != now;
    }
    ui::mark(name + ".law." + std::string(law_words[k].name));
    const auto shape = static_cast<ui::Icon>(static_cast<std::size_t>(ui::Icon::law_constant) + k);
    ui::draw_icon(*ImGui::GetWindowDrawList(), shape, {start.x + ui::px(10), start.y + ui::px(9)}, ui::px(16),
                  k == now ? ui::token::accent : ui::token::dim);
    ui::hint(law_words[k].what);
  }
  ImGui::EndPopup();
  return changed;
}

ui::Touch edit_normal(const std::string& name, Distribution& law, const ui::NumberStyle& style, float width) {
  ui::label("mean", {}, 52);
  ui::Touch touch = ui::number(name + ".mean", law.a, style, width - ui::px(52));
  ui::NumberStyle spread = style;
  spread.low = 0;
  spread.high = (style.high - style.low) / 2;
  spread.minimum = 0;
  spread.drawn.reset();
  spread.integer = spread.logarithmic = false;
  ui::label("std", {}, 52);
  touch |= ui::number(name + ".std", law.b, spread, width - ui::px(52));
  return touch;
}

ui::Touch edit_choice(const std::string& name, const Parameter& p, Distribution& law, const ui::NumberStyle& style,
                      float width) {
  ui::Touch touch;
  int removed = -1;
  for (std::size_t k = 0; k < law.items.size(); ++k) {
    const std::string item = name + "." + std::to_string(k);
    if (double* number = std::get_if<double>(&law.items[k].constant);
        law.items[k].law == Law::constant && number != nullptr) {
      touch |= ui::number(item, *number, style, width - ui::px(30));
    } else {
      Setting one{{law.items[k]}};
      ui::text(write_setting(one), ui::token::text, width - ui::px(34));
    }
    ImGui::SameLine(width - ui::px(22));
    if (ui::icon_button(ui::Icon::cross, item + ".remove", "Remove this value", false, law.items.size() > 1))
      removed = static_cast<int>(k);
  }
  if (removed >= 0) {
    law.items.erase(law.items.begin() + removed);
    if (!law.weights.empty()) law.weights.erase(law.weights.begin() + removed);
    touch.changed = true;
  }
  if (p.type != ParameterType::option && p.type != ParameterType::boolean &&
      ui::button("Add a value", name + ".add", ui::Tone::quiet)) {
    law.items.push_back(law.items.back());
    if (!law.weights.empty()) law.weights.push_back(law.weights.back());
    touch.changed = true;
  }
  return touch;
}

/// The numbers of a law that is not constant, below its label.
ui::Touch edit_law(const std::string& name, const Parameter& p, Distribution& law, const ui::NumberStyle& style) {
  const float width = line_width();
  switch (law.law) {
    case Law::normal:
      return edit_normal(name, law, style, width);
    case Law::choice:
      return edit_choice(name, p, law, style, width);
    default:
      return ui::range(name, law.a, law.b, style, width);
  }
}

/// One number and its law. A constant takes one line, a law two or more.
ui::Touch edit_number(const SettingRow& row, const std::string& name, std::string_view words, std::size_t component,
                      Distribution& law) {
  const Parameter& p = row.parameter;
  const std::string unit = unit_of(p);
  ui::NumberStyle style = style_of(p, unit, law);
  if (law.law != Law::constant) style.drawn = drawn_number(row.drawn, component);
  ui::Touch touch;
  touch.reset = ui::label(words, explanation(p), label_width);
  const float room = line_width() - (p.laws.bits != 0 ? ui::px(law_button + 8) : 0);
  double* number = std::get_if<double>(&law.constant);
  if (law.law == Law::constant && number != nullptr) {
    touch |= ui::number(name, *number, style, room);
  } else {
    const std::string got = style.drawn ? "drew " + ui::number_text(*style.drawn, unit) : std::string();
    ImGui::AlignTextToFramePadding();
    ui::text(law.law == Law::constant ? "not given" : got, ui::token::dim, room);
    ImGui::SameLine(0, 0);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, line_width() - ui::px(law_button + 2)));
    if (law.law == Law::constant && ui::icon_button(ui::Icon::plus, name + ".give", "Give a value")) {
      Distribution between;
      between.law = Law::uniform;
      between.a = p.slider_low;
      between.b = p.slider_high;
      if (p.shape == ParameterShape::list) between.a = between.b = 1;  // class or threshold: none that puts all out
      law = with_law(p, between, Law::constant);
      touch.changed = true;
    }
  }
  if (law.law != Law::constant || number != nullptr) {
    if (number != nullptr && law.law == Law::constant && p.laws.bits != 0) ImGui::SameLine(0, ui::px(6));
    touch.changed |= pick_law(name, p, law);
  }
  if (law.law != Law::constant) {
    ui::NumberStyle drawn = style_of(p, unit, law);
    drawn.drawn = drawn_number(row.drawn, component);
    touch |= edit_law(name, p, law, drawn);
  }
  return touch;
}

ui::Touch edit_axes(const SettingRow& row, Setting& setting) {
  static constexpr std::array<std::string_view, 3> axis = {"x", "y", "z"};
  const std::string name(row.name), words = spoken(row.parameter.name);
  const bool each = one_for_each(setting);
  ui::Touch touch;
  if (!each && row.parameter.shape == ParameterShape::axes) {
    touch |= edit_number(row, name, words, 0, setting.laws[0]);
  } else {
    setting = per_component(setting, row.parameter.components);
    for (std::size_t k = 0; k < setting.laws.size(); ++k) {
      const std::string part = row.parameter.components == 3 ? std::string(axis[k]) : std::to_string(k + 1);
      touch |= edit_number(row, name + "." + part, words + " " + part, k, setting.laws[k]);
    }
  }
  if (row.parameter.shape != ParameterShape::axes) return touch;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ui::px(label_width));
  if (ui::link(each ? "one for all axes" : "one for each axis", name + ".link")) {
    setting = each ? for_all(setting) : per_component(setting, 3);
    touch.changed = true;
  }
  return touch;
}

/// Twelve numbers of a matrix: fields only, four in a row.
ui::Touch edit_matrix(const SettingRow& row, Setting& setting) {
  ui::Touch touch;
  touch.reset = ui::label(spoken(row.parameter.name), explanation(row.parameter), label_width);
  ImGui::NewLine();
  auto* numbers = std::get_if<std::vector<double>>(&setting.laws[0].constant);
  if (numbers == nullptr) return touch;
  const float gap = ui::px(6), width = (line_width() - 3 * gap) / 4;
  ui::NumberStyle style = style_of(row.parameter, "", setting.laws[0]);
  for (std::size_t k = 0; k < numbers->size(); ++k) {
    if (k % 4 != 0) ImGui::SameLine(0, gap);
    touch |= ui::number_field(std::string(row.name) + "." + std::to_string(k), (*numbers)[k], style, width);
  }
  return touch;
}

ui::Touch edit_boolean(const SettingRow& row, Setting& setting) {
  static constexpr std::array<std::string_view, 3> words = {"off", "on", "random"};
  ui::Touch touch;
  touch.reset = ui::label(spoken(row.parameter.name), explanation(row.parameter), label_width);
  Distribution& law = setting.laws[0];
  const bool random = law.law == Law::choice, may_vary = row.parameter.laws.allows(Law::choice);
  const bool* on = std::get_if<bool>(&law.constant);
  const int chosen = random ? 2 : on != nullptr && *on ? 1 : 0;
  int pressed = -1;
  if (may_vary) {
    pressed = ui::segments(row.name, words, chosen, line_width());
  } else if (ui::toggle(row.name, chosen == 1)) {
    pressed = 1 - chosen;
  }
  if (pressed < 0 || pressed == chosen) return touch;
  touch.changed = true;
  if (pressed == 2) {
    law = with_law(row.parameter, law, Law::choice);
  } else {
    setting = Setting::of(pressed == 1);
  }
  return touch;
}

ui::Touch edit_option(const SettingRow& row, Setting& setting) {
  ui::Touch touch;
  touch.reset = ui::label(spoken(row.parameter.name), explanation(row.parameter), label_width);
  const auto* now = std::get_if<std::string>(&setting.laws[0].constant);
  const auto options = row.parameter.options;
  const auto found = now == nullptr ? options.end() : std::find(options.begin(), options.end(), *now);
  const int chosen = found == options.end() ? -1 : static_cast<int>(found - options.begin());
  const int picked = ui::choice(row.name, options, chosen, line_width());
  if (picked < 0 || picked == chosen) return touch;
  setting = Setting::of(std::string(options[static_cast<std::size_t>(picked)]));
  touch.changed = true;
  return touch;
}

/// What has no control of its own is typed as the preset spells it; whoever carries it out says what is wrong with it.
SettingChange edit_json(const SettingRow& row, const Setting& setting) {
  SettingChange change;
  const std::string how = "\nTyped as in a preset file: 0, [1, 2] or \"minimum\".";
  change.touch.reset = ui::label(spoken(row.parameter.name), explanation(row.parameter) + how, label_width);
  change.json = write_setting(setting);
  change.touch.changed = ui::text_field(row.name, change.json, "null", line_width());
  return change;
}

bool needs_text(const Parameter& p, const Setting& setting) {
  const Value& value = setting.laws[0].constant;
  const bool list = setting.laws.size() > 1 || std::holds_alternative<std::vector<double>>(value);
  if (p.type == ParameterType::text) return true;
  if (p.type == ParameterType::fill) return list || std::holds_alternative<std::string>(value);
  return list && (p.shape != ParameterShape::axes && p.shape != ParameterShape::vector);
}

}  // namespace

std::string spoken(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

SettingChange edit_setting(const SettingRow& row, Setting setting) {
  const Parameter& p = row.parameter;
  if (needs_text(p, setting)) return edit_json(row, setting);
  SettingChange change;
  if (p.type == ParameterType::boolean) {
    change.touch = edit_boolean(row, setting);
  } else if (p.type == ParameterType::option) {
    change.touch = edit_option(row, setting);
  } else if (p.shape == ParameterShape::vector && p.components > 3) {
    change.touch = edit_matrix(row, setting);
  } else if (p.shape == ParameterShape::axes || p.shape == ParameterShape::vector) {
    change.touch = edit_axes(row, setting);
  } else {
    change.touch = edit_number(row, std::string(row.name), spoken(p.name), 0, setting.laws[0]);
  }
  if (change.touch.changed) change.json = write_setting(setting);
  return change;
}

}  // namespace auglens
