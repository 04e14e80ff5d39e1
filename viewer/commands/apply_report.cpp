#include "viewer/commands/apply_report.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "io/preset_json.h"

namespace auglens {
namespace {

template <class Items, class Spell>
std::string list_of(const Items& items, const Spell& spell) {
  std::string s = "[";
  for (const auto& item : items) s += (s.size() == 1 ? "" : ", ") + spell(item);
  return s + "]";
}

std::string grid_json(const Grid& grid) {
  const auto whole = [](std::int64_t n) { return std::to_string(n); };
  return "{\"size\": " + list_of(grid.size, whole) + ", \"spacing\": " + list_of(grid.spacing, json_number) +
         ", \"origin\": " + list_of(grid.origin, json_number) +
         ", \"direction\": " + list_of(grid.direction, json_number) + "}";
}

std::string number_or_null(double v) {
  return std::isfinite(v) ? json_number(v) : "null";
}

std::string statistics_json(const Statistics& s) {
  return "{\"minimum\": " + number_or_null(s.minimum) + ", \"maximum\": " + number_or_null(s.maximum) +
         ", \"mean\": " + number_or_null(s.mean) + ", \"deviation\": " + number_or_null(s.deviation()) +
         ", \"nonfinite\": " + std::to_string(s.nonfinite) + "}";
}

/// The numbers that the step had to know of its complete input, one entry per channel, null where none were needed.
std::string facts_json(const Plan& plan, std::size_t step) {
  for (const BoundStep& bound : plan.steps) {
    if (bound.step != step) continue;
    const auto known = [](const auto& s) { return s.has_value(); };
    if (std::none_of(bound.statistics.begin(), bound.statistics.end(), known)) return "{}";
    return "{\"statistics\": " +
           list_of(bound.statistics, [](const auto& s) { return s ? statistics_json(*s) : std::string("null"); }) + "}";
  }
  return "{}";
}

std::string step_json(const Step& step, const DrawnStep& drawn, const Plan& plan, std::size_t index) {
  std::string s = "{\"id\": " + json_text(step.id) + ", \"operator\": " + json_text(step.op->name);
  s += std::string(", \"applied\": ") + (drawn.applied ? "true" : "false");
  const auto& coins = drawn.channel_applied;
  if (drawn.applied && std::find(coins.begin(), coins.end(), false) != coins.end())
    s += ", \"channels_applied\": " + list_of(coins, [](bool hit) { return std::string(hit ? "true" : "false"); });
  s += ", \"parameters\": {";
  for (std::size_t i = 0; i < step.op->parameters.size(); ++i)
    s += (i == 0 ? "" : ", ") + json_text(step.op->parameters[i].name) + ": " +
         write_value(outcome_of(drawn, step.op->parameters[i], i));
  return s + "}, \"facts\": " + facts_json(plan, index) + "}";
}

}  // namespace

std::string apply_report(const Preset& preset, const Plan& plan, const std::vector<std::string>& files) {
  std::string s = "{\"preset\": \"" + preset_hash_text(preset) + "\", \"seed\": " + std::to_string(plan.draw.seed);
  s += ", \"sample\": " + std::to_string(plan.draw.sample) + ", \"stream\": " + json_text(name_of(preset.stream));
  s += ",\n \"output\": " + grid_json(plan.out) + ",\n \"steps\": [";
  for (std::size_t k = 0; k < preset.steps.size(); ++k)
    s += (k == 0 ? "\n  " : ",\n  ") + step_json(preset.steps[k], plan.draw.steps[k], plan, k);
  s += preset.steps.empty() ? "]" : "\n ]";
  s += ",\n \"crop\": null, \"files\": ";
  return s + list_of(files, [](const std::string& file) { return json_text(file); }) + "}";
}

}  // namespace auglens
