#include "ops/preset.h"

#include <algorithm>
#include <map>

#include "ops/draw.h"
#include "ops/objects/crop_numbers.h"
#include "ops/objects/crop_rule.h"
#include "ops/operator.h"
#include "ops/random.h"
#include "ops/replay/monai_class.h"

namespace auglens {

Step Step::make(std::string id, const Operator& op) {
  Step step;
  step.id = std::move(id);
  step.op = &op;
  step.settings.resize(op.parameters.size());
  return step;
}

Setting Step::setting(std::size_t parameter) const {
  if (settings[parameter]) return *settings[parameter];
  return Setting::of(op->parameters[parameter].default_value());
}

namespace {

bool good_id(const std::string& id) {
  return !id.empty() && id.size() <= 32 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

/// The random streams of a preset must differ, or two parameters would move together.
void check_streams(const Preset& preset, std::vector<Problem>& problems) {
  std::map<std::uint32_t, std::string> seen;
  for (const std::string_view name : crop_streams)
    if (preset.crop) seen.emplace(fnv1a32(name), name);
  for (std::size_t k = 0; k < preset.steps.size(); ++k) {
    const Step& step = preset.steps[k];
    std::vector<std::string> names{"probability", "channel_probability", "voxel"};
    for (const auto& p : step.op->parameters) names.emplace_back(p.name);
    for (const auto& name : names) {
      const std::string full = step.id + "/" + name;
      const auto [place, fresh] = seen.emplace(fnv1a32(full), full);
      if (!fresh && place->second != full)
        problems.push_back({"/steps/" + std::to_string(k) + "/id", "\"" + full + "\" and \"" + place->second +
                                                                       "\" share one random stream: rename this step"});
    }
  }
}

/// The operator's own rules on some outcomes of a step's laws; rare ones are found where they are drawn.
Broken broken_draw(const Step& step) {
  Chain alone{step};
  alone[0].enabled = true;
  alone[0].probability = alone[0].channel_probability = 1;
  for (std::uint64_t sample = 0; sample < 64; ++sample) {
    const Draw draw = make_draw(alone, 1, sample, 1);
    Broken broken = step.op->check(DrawnValues(*step.op, draw.steps[0].of_channel(0)));
    if (broken.what.empty()) continue;
    broken.what = "a number that its law can draw breaks a rule: " + broken.what;
    return broken;
  }
  return {};
}

/// Runs the operator's own rules on what a step gives.
Broken broken_rule(const Step& step) {
  std::vector<Value> values;
  for (std::size_t i = 0; i < step.settings.size(); ++i) {
    const Setting s = step.setting(i);
    if (!s.is_constant()) return broken_draw(step);
    if (s.laws.size() == 1) {
      values.push_back(s.laws[0].constant);
      continue;
    }
    std::vector<double> list;
    for (const auto& d : s.laws)
      if (const double* v = std::get_if<double>(&d.constant)) list.push_back(*v);
    values.emplace_back(std::move(list));
  }
  return step.op->check(DrawnValues(*step.op, values));
}

}  // namespace

std::vector<Problem> problems_of(const Preset& preset) {
  std::vector<Problem> problems;
  std::map<std::string, std::size_t> ids;
  for (std::size_t k = 0; k < preset.steps.size(); ++k) {
    const Step& step = preset.steps[k];
    const std::string at = "/steps/" + std::to_string(k);
    if (!good_id(step.id))
      problems.push_back({at + "/id", "\"" + step.id + "\" is not an id: use 1 to 32 of a-z, 0-9, _ and -"});
    if (!ids.emplace(step.id, k).second)
      problems.push_back({at + "/id", "\"" + step.id + "\" is used twice: give each step an id of its own"});
    if (!(step.probability >= 0 && step.probability <= 1))
      problems.push_back({at + "/probability", "a probability is a number in [0, 1]"});
    if (!(step.channel_probability >= 0 && step.channel_probability <= 1))
      problems.push_back({at + "/channel_probability", "a probability is a number in [0, 1]"});
    for (std::size_t i = 0; i < step.settings.size(); ++i) {
      if (!step.settings[i]) continue;
      std::string inner;
      if (auto what = problem_of(step.op->parameters[i], *step.settings[i], inner); !what.empty())
        problems.push_back({at + "/parameters/" + std::string(step.op->parameters[i].name) + inner, what});
    }
    if (problems.empty())
      if (const Broken broken = broken_rule(step); !broken.what.empty())
        problems.push_back({at + "/parameters/" + std::string(broken.parameter), broken.what});
  }
  check_streams(preset, problems);
  if (problems.empty()) problems = replay_problems(preset);
  if (preset.crop)
    for (Problem& problem : problems_of(*preset.crop)) problems.push_back(std::move(problem));
  return problems;
}

}  // namespace auglens
