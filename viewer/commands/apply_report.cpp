#include "viewer/commands/apply_report.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "io/preset_json.h"
#include "ops/objects/crop_cut.h"

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

std::string cut_json(const CropWindow& cut) {
  const auto whole = [](std::int64_t n) { return std::to_string(n); };
  return "{\"start\": " + list_of(cut.window.start, whole) + ", \"size\": " + list_of(cut.window.size, whole) +
         ", \"class\": " + std::to_string(cut.class_value) + "}";
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

std::string apply_report(const AppliedSample& a, const std::vector<std::string>& files) {
  const Plan& plan = a.plan;
  const std::size_t skipped = a.cut != nullptr ? cut_place(a.preset.steps, *a.preset.crop) : a.applied.steps.size();
  std::string s = "{\"preset\": \"" + preset_hash_text(a.preset) + "\", \"seed\": " + std::to_string(plan.draw.seed);
  s += ", \"sample\": " + std::to_string(a.sample) + ", \"stream\": " + json_text(name_of(a.preset.stream));
  s += ",\n \"output\": " + grid_json(plan.out) + ",\n \"steps\": [";
  bool first = true;
  for (std::size_t k = 0; k < a.applied.steps.size(); ++k) {
    if (k == skipped) continue;  // the window has a key of its own
    s += (first ? "\n  " : ",\n  ") + step_json(a.applied.steps[k], plan.draw.steps[k], plan, k);
    first = false;
  }
  s += first ? "]" : "\n ]";
  s += ",\n \"crop\": " + (a.cut != nullptr ? cut_json(*a.cut) : std::string("null")) + ", \"files\": ";
  return s + list_of(files, [](const std::string& file) { return json_text(file); }) + "}";
}

}  // namespace auglens
