#include "viewer/session_steps.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "io/field.h"
#include "io/nearest_name.h"
#include "io/preset_json.h"
#include "ops/operator.h"
#include "viewer/edit_json.h"

namespace auglens {
namespace {

[[noreturn]] void refuse(std::string what, std::string to_do) {
  throw Error(ErrorKind::usage, {"", std::move(what), "", std::move(to_do)});
}

std::size_t place_of(const Preset& preset, std::string_view id) {
  const auto& steps = preset.steps;
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const Step& s) { return s.id == id; });
  if (found != steps.end()) return static_cast<std::size_t>(found - steps.begin());
  std::vector<std::string> ids;
  for (const Step& s : steps) ids.push_back(s.id);
  refuse("there is no step \"" + std::string(id) + "\"",
         ids.empty() ? "the preset has no steps: use step add OPERATOR" : hint_among(id, ids));
}

std::string free_id(const Preset& preset, std::string_view op) {
  const auto taken = [&](const std::string& id) {
    return std::any_of(preset.steps.begin(), preset.steps.end(), [&](const Step& s) { return s.id == id; });
  };
  std::string id(op);
  for (int n = 2; taken(id); ++n) id = std::string(op) + std::to_string(n);
  return id;
}

std::vector<std::string> fields_of(const Step& step) {
  std::vector<std::string> names{"enabled", "probability", "id"};
  if (step.op->family == Family::intensity) names.insert(names.end(), {"channel_probability", "draw_per_channel"});
  for (const Parameter& p : step.op->parameters) names.emplace_back(p.name);
  return names;
}

std::size_t parameter_of(const Step& step, std::string_view name) {
  const int k = step.op->find(name);
  if (k < 0)
    refuse("step." + step.id + "." + std::string(name) + ": " + std::string(step.op->name) + " has no such parameter",
           hint_among(name, fields_of(step)));
  return static_cast<std::size_t>(k);
}

}  // namespace

std::string step_id_of(const Assign& edit) {
  return edit.path.substr(5, edit.path.find('.', 5) - 5);
}

void change_step(Preset& preset, const Assign& edit) {
  const std::string id = step_id_of(edit), field = edit.path.substr(6 + id.size());
  Step& step = preset.steps[place_of(preset, id)];
  const bool intensity = step.op->family == Family::intensity;
  as_usage(edit.path, [&] {
    const std::string file;
    const Json tree = parse_json(edit.json, file);
    const JsonCursor at(tree, file);
    if (field == "enabled") {
      step.enabled = boolean_of(at);
    } else if (field == "probability") {
      step.probability = number_of(at, 0, 1);
    } else if (field == "id") {
      step.id = text_of(at);
    } else if (field == "channel_probability" && intensity) {
      step.channel_probability = number_of(at, 0, 1);
    } else if (field == "draw_per_channel" && intensity) {
      step.draw_per_channel = boolean_of(at);
    } else {
      const std::size_t k = parameter_of(step, field);
      step.settings[k] = parse_setting(step.op->parameters[k], edit.json);
      if (field == "field") read_step_field(step, "", "/steps/" + std::to_string(place_of(preset, id)), "");
    }
  });
}

void change_steps(Preset& preset, const StepAdd& edit) {
  const Operator* op = find_operator(edit.op);
  if (op == nullptr) refuse("there is no operator \"" + edit.op + "\"", "see auglens preset schema");
  auto& steps = preset.steps;
  std::size_t at = steps.size();
  if (edit.place == StepPlace::first) at = 0;
  if (edit.place == StepPlace::before) at = place_of(preset, edit.beside);
  if (edit.place == StepPlace::after) at = place_of(preset, edit.beside) + 1;
  const std::string id = edit.id.empty() ? free_id(preset, op->name) : edit.id;
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(at), Step::make(id, *op));
}

void change_steps(Preset& preset, const StepRemove& edit) {
  preset.steps.erase(preset.steps.begin() + static_cast<std::ptrdiff_t>(place_of(preset, edit.id)));
  if (preset.crop && preset.crop->before == edit.id) preset.crop->before.reset();
}

void change_steps(Preset& preset, const StepMove& edit) {
  const auto count = static_cast<std::int64_t>(preset.steps.size());
  const auto from = static_cast<std::int64_t>(place_of(preset, edit.id));
  if (edit.to < 0 || edit.to >= count)
    refuse("step move: there is no place " + std::to_string(edit.to), "use 0 to " + std::to_string(count - 1));
  const auto first = preset.steps.begin();
  if (from < edit.to)
    std::rotate(first + from, first + from + 1, first + edit.to + 1);
  else
    std::rotate(first + edit.to, first + from, first + from + 1);
}

void change_steps(Preset& preset, const StepReset& edit) {
  Step& step = preset.steps[place_of(preset, edit.id)];
  step.settings[parameter_of(step, edit.parameter)].reset();
}

void require_sound(const Preset& preset) {
  const auto problems = problems_of(preset);
  if (problems.empty()) return;
  throw Error(ErrorKind::usage, {"", problems.front().what, problems.front().pointer, ""});
}

}  // namespace auglens
