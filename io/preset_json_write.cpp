#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "io/preset_json.h"
#include "io/preset_json_crop.h"

namespace auglens {
namespace {

/// Length of the UTF-8 sequence at the start of the text; 0 when it is not one.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t n = first >= 0xC2 && first < 0xE0   ? 2
                        : first >= 0xE0 && first < 0xF0 ? 3
                        : first >= 0xF0 && first < 0xF5 ? 4
                                                        : 0;
  if (n == 0 || text.size() < n) return 0;
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool outside = (first == 0xED && byte(1) >= 0xA0) || (first == 0xF4 && byte(1) >= 0x90);
  return overlong || outside ? 0 : n;
}

constexpr std::array<const char*, 6> law_names{"constant", "uniform", "log_uniform", "reciprocal", "normal", "choice"};

/// How the two spellings differ: people like a space after commas and colons, a hash does not.
struct Spelling {
  bool spaced = true;
  std::string comma() const { return spaced ? ", " : ","; }
  std::string key(std::string_view name) const { return json_text(name) + (spaced ? ": " : ":"); }
};

std::string spell_numbers(const std::vector<double>& numbers, const Spelling& how) {
  std::string s = "[";
  for (const double v : numbers) s += (s.size() == 1 ? "" : how.comma()) + json_number(v);
  return s + "]";
}

std::string spell_value(const Value& value, const Spelling& how) {
  struct Visitor {
    const Spelling& how;
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(double v) const { return json_number(v); }
    std::string operator()(const std::string& text) const { return json_text(text); }
    std::string operator()(const std::vector<double>& v) const { return spell_numbers(v, how); }
  };
  return std::visit(Visitor{how}, value);
}

std::string spell_law(const Distribution& law, const Spelling& how) {
  if (law.law == Law::constant) return spell_value(law.constant, how);
  std::string s = "{" + how.key(law_names[static_cast<std::size_t>(law.law)]);
  if (law.law == Law::choice) {
    s += "[";
    for (std::size_t i = 0; i < law.items.size(); ++i) s += (i == 0 ? "" : how.comma()) + spell_law(law.items[i], how);
    s += "]";
    if (!law.weights.empty()) s += how.comma() + how.key("weights") + spell_numbers(law.weights, how);
  } else {
    s += spell_numbers({law.a, law.b}, how);
  }
  if (law.clip) s += how.comma() + how.key("clip") + spell_numbers({(*law.clip)[0], (*law.clip)[1]}, how);
  return s + "}";
}

std::string spell_setting(const Setting& setting, const Spelling& how) {
  if (setting.laws.size() == 1) return spell_law(setting.laws[0], how);
  std::string s = "[";
  for (const Distribution& law : setting.laws) s += (s.size() == 1 ? "" : how.comma()) + spell_law(law, how);
  return s + "]";
}

/// `every`: the canonical form spells defaults too; the form for people only what is given.
std::string spell_parameters(const Step& step, const Spelling& how, bool every) {
  std::string s;
  for (std::size_t i = 0; i < step.settings.size(); ++i) {
    if (!every && !step.settings[i]) continue;
    s += (s.empty() ? "" : how.comma()) + how.key(step.op->parameters[i].name) + spell_setting(step.setting(i), how);
  }
  return "{" + s + "}";
}

std::string spell_step_head(const Step& step, const Spelling& how, bool every) {
  const auto flag = [](bool b) { return b ? "true" : "false"; };
  std::string s = how.key("id") + json_text(step.id) + how.comma() + how.key("operator") + json_text(step.op->name);
  if (every || !step.enabled) s += how.comma() + how.key("enabled") + flag(step.enabled);
  if (every || step.probability != 1) s += how.comma() + how.key("probability") + json_number(step.probability);
  if (step.op->family != Family::intensity) return s;
  if (every || step.channel_probability != 1)
    s += how.comma() + how.key("channel_probability") + json_number(step.channel_probability);
  if (every || step.draw_per_channel) s += how.comma() + how.key("draw_per_channel") + flag(step.draw_per_channel);
  return s;
}

std::string spell_crop(const Crop& crop, const Spelling& how) {
  const auto size = [&](std::size_t k) { return std::to_string(crop.size[k]); };
  std::string s = "{" + how.key("size") + "[" + size(0) + how.comma() + size(1) + how.comma() + size(2) + "]";
  s += how.comma() + how.key("sampler") + json_text(name_of(crop.sampler));
  s += how.comma() + how.key("before") + (crop.before ? json_text(*crop.before) : "null");
  s += how.comma() + how.key("pad") + json_number(crop.pad) + how.comma() + how.key("parameters") + "{";
  bool first = true;
  for (const auto& [name, value] : crop.parameters) {
    s += (first ? "" : how.comma()) + how.key(name) + spell_value(value, how);
    first = false;
  }
  return s + "}}";
}

std::string spell_limits(const Limits& limits, const Spelling& how, bool every) {
  std::string s;
  for (const LimitRow& row : limit_table()) {
    const auto& value = limits.*row.member;
    if (!every && !value) continue;
    s += (s.empty() ? "" : how.comma()) + how.key(row.name) + (value ? json_number(*value) : "null");
  }
  return "{" + s + "}";
}

}  // namespace

std::string json_text(std::string_view text) {
  std::string s = "\"";
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text[0]);
    const std::size_t n = sequence_length(text);
    if (c == '"' || c == '\\') {
      s += {'\\', static_cast<char>(c)};
    } else if (c == '\n') {
      s += "\\n";
    } else if (c < 0x20 || c == 0x7f) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
      s += code;
    } else {
      s += n == 0 ? "\xEF\xBF\xBD" : text.substr(0, n);
    }
    text.remove_prefix(n == 0 ? 1 : n);
  }
  return s + "\"";
}

std::string json_number(double value) {
  if (!std::isfinite(value)) throw std::logic_error("a number that is not finite cannot be written as JSON");
  if (value == 0) return std::signbit(value) ? "-0.0" : "0";  // readers take -0 for the integer 0
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

std::string write_value(const Value& value) {
  return spell_value(value, {});
}
std::string write_setting(const Setting& setting) {
  return spell_setting(setting, {});
}

std::string write_preset(const Preset& preset) {
  const Spelling how;
  std::string s =
      "{\n  \"auglens_preset\": 1,\n  \"name\": " + json_text(preset.name) + ",\n  \"note\": " + json_text(preset.note);
  s += ",\n  \"seed\": " + std::to_string(preset.seed) + ",\n  \"stream\": " + json_text(name_of(preset.stream));
  s += std::string(",\n  \"fuse\": ") + (preset.fuse ? "true" : "false") + ",\n  \"steps\": [";
  for (std::size_t k = 0; k < preset.steps.size(); ++k) {
    const Step& step = preset.steps[k];
    s += std::string(k == 0 ? "\n" : ",\n") + "    {" + spell_step_head(step, how, false);
    s += ",\n     \"parameters\": " + spell_parameters(step, how, false) + "}";
  }
  s += preset.steps.empty() ? "]" : "\n  ]";
  if (preset.crop) s += ",\n  \"crop\": " + spell_crop(*preset.crop, how);
  if (preset.limits) s += ",\n  \"limits\": " + spell_limits(*preset.limits, how, false);
  return s + "\n}\n";
}

std::string write_crop(const Crop& crop) {
  return spell_crop(crop, {});
}

std::string write_limits(const Limits& limits) {
  return spell_limits(limits, {}, false);
}

std::string canonical_preset(const Preset& preset) {
  const Spelling how{.spaced = false};
  std::string s = "{\"auglens_preset\":1,\"name\":" + json_text(preset.name) + ",\"note\":" + json_text(preset.note);
  s += ",\"seed\":" + std::to_string(preset.seed) + ",\"stream\":" + json_text(name_of(preset.stream));
  s += std::string(",\"fuse\":") + (preset.fuse ? "true" : "false") + ",\"steps\":[";
  for (std::size_t k = 0; k < preset.steps.size(); ++k) {
    const Step& step = preset.steps[k];
    s += (k == 0 ? "{" : ",{") + spell_step_head(step, how, true);
    s += ",\"parameters\":" + spell_parameters(step, how, true) + "}";
  }
  s += "],\"crop\":" + (preset.crop ? spell_crop(with_defaults(*preset.crop), how) : "null");
  s += ",\"limits\":" + (preset.limits ? spell_limits(*preset.limits, how, true) : "null");
  return s + "}";
}

std::uint64_t preset_hash(const Preset& preset) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : canonical_preset(preset)) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

std::string preset_hash_text(const Preset& preset) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(preset_hash(preset)));
  return digits;
}

}  // namespace auglens
