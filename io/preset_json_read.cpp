#include <array>
#include <cmath>
#include <optional>

#include "io/nearest_name.h"
#include "io/preset_json.h"
#include "io/preset_json_crop.h"
#include "io/preset_json_keys.h"
#include "io/preset_json_setting.h"

namespace auglens {
namespace {

using Kind = Json::Kind;

constexpr std::uint64_t largest_seed = (std::uint64_t{1} << 63) - 1;
constexpr std::size_t most_steps = 1000;
constexpr std::array<const char*, 3> stream_names{"auglens", "monai", "dali"};

/// An object whose keys are known; absent members keep what the caller has.
class Members {
 public:
  Members(const JsonCursor& at, std::span<const std::string_view> keys)
      : at_(at), keys_(keys), found_(known_members(at, keys)) {}

  std::optional<JsonCursor> get(std::string_view key) const {
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      if (keys_[k] == key && found_[k] >= 0) return at_.member(static_cast<std::size_t>(found_[k]));
    }
    return std::nullopt;
  }
  void read(std::string_view key, bool& flag) const {
    if (const auto m = get(key)) {
      if (!m->is(Kind::boolean)) m->refuse(shown(m->value()) + " is not true or false", "give true or false");
      flag = (*m)->flag;
    }
  }
  void read(std::string_view key, std::string& text) const {
    if (const auto m = get(key)) {
      if (!m->is(Kind::text)) m->refuse(shown(m->value()) + " is not a text", "give a text in quotes");
      text = (*m)->text;
    }
  }
  void read_probability(std::string_view key, double& share) const {
    if (const auto m = get(key)) {
      share = read_number(*m);
      if (share < 0 || share > 1) m->refuse(shown(m->value()) + " is not allowed", "use a number in [0, 1]");
    }
  }

 private:
  const JsonCursor& at_;
  std::span<const std::string_view> keys_;
  std::vector<int> found_;
};

std::uint64_t read_seed(const JsonCursor& at, Stream stream) {
  const std::uint64_t top = stream == Stream::monai ? 0xffffffffULL : largest_seed;
  const std::string to_do = "use an integer from 0 to " + std::to_string(top);
  if (!at.is(Kind::number)) at.refuse(shown(at.value()) + " is not a seed", to_do);
  const bool whole = at->whole || (at->number == std::floor(at->number) && std::abs(at->number) < 9.0e18);
  if (!whole || at->number < 0) at.refuse(shown(at.value()) + " is not a seed", to_do);
  const std::uint64_t seed = at->whole ? at->magnitude : static_cast<std::uint64_t>(at->number);
  if (seed > top) at.refuse(shown(at.value()) + " is not a seed of the stream " + name_of(stream), to_do);
  return seed;
}

Stream read_stream(const JsonCursor& at) {
  for (std::size_t k = 0; k < stream_names.size(); ++k) {
    if (at.is(Kind::text) && at->text == stream_names[k]) return static_cast<Stream>(k);
  }
  at.refuse(shown(at.value()) + " is not a stream", "use one of auglens, monai, dali");
}

void read_version(const JsonCursor& root) {
  require_object(root);
  for (std::size_t i = 0; i < root->members.size(); ++i) {
    const JsonCursor m = root.member(i);
    if (m.key() != "auglens_preset") continue;
    if (m.is(Kind::number) && m->number > 1 && m->whole)
      m.refuse("the preset is of version " + shown(m.value()) + ", newer than this program's 1", "update auglens");
    if (!m.is(Kind::number) || m->number != 1) m.refuse(shown(m.value()) + " is not a version", "give 1");
    return;
  }
  root.refuse("the key \"auglens_preset\" is missing", "add \"auglens_preset\": 1; is this a preset?");
}

void read_parameters(const JsonCursor& at, Step& step) {
  require_object(at);
  for (std::size_t i = 0; i < at->members.size(); ++i) {
    const JsonCursor member = at.member(i);
    const int index = step.op->find(member.key());
    if (index < 0) {
      std::vector<std::string> names;
      for (const Parameter& p : step.op->parameters) names.emplace_back(p.name);
      member.refuse(quoted_key(member) + " is not a parameter of " + std::string(step.op->name),
                    hint_among(member.key(), names));
    }
    const auto k = static_cast<std::size_t>(index);
    step.settings[k] = read_setting(step.op->parameters[k], member);
  }
}

const Operator& read_operator(const JsonCursor& at) {
  if (!at.is(Kind::text)) at.refuse(shown(at.value()) + " is not an operator's name", "give a text in quotes");
  if (const Operator* op = find_operator(at->text)) return *op;
  for (const SamplerRow& row : sampler_table()) {
    if (at->text == row.name) at.refuse(shown(at.value()) + " is a sampler", "give it in \"crop\", not in \"steps\"");
  }
  std::vector<std::string> names;
  for (const Operator* op : catalogue()) names.emplace_back(op->name);
  at.refuse("unknown operator " + shown(at.value()), hint_among(at->text, names));
}

Step read_step(const JsonCursor& at) {
  static constexpr std::array<std::string_view, 7> keys{
      "id", "operator", "enabled", "probability", "channel_probability", "draw_per_channel", "parameters"};
  const Members members(at, keys);
  if (!members.get("operator")) at.refuse("the step's operator is missing", "add \"operator\": \"rotate\"");
  if (!members.get("id")) at.refuse("the step's id is missing", "add \"id\": 1 to 32 of a-z, 0-9, _ and -");
  std::string id;
  members.read("id", id);
  Step step = Step::make(id, read_operator(*members.get("operator")));
  members.read("enabled", step.enabled);
  members.read_probability("probability", step.probability);
  members.read_probability("channel_probability", step.channel_probability);
  members.read("draw_per_channel", step.draw_per_channel);
  for (std::string_view key : {"channel_probability", "draw_per_channel"}) {
    const auto m = members.get(key);
    if (m && step.op->family != Family::intensity)
      m->refuse(quoted_key(*m) + " is for intensity operators, " + std::string(step.op->name) + " moves anatomy",
                "remove it");
  }
  if (const auto m = members.get("parameters")) read_parameters(*m, step);
  return step;
}

Chain read_steps(const JsonCursor& at) {
  if (!at.is(Kind::list)) at.refuse(shown(at.value()) + " is not a list of steps", "give \"steps\": [{...}, ...]");
  if (at->items.size() > most_steps)
    at.refuse(std::to_string(at->items.size()) + " steps", "a preset has at most 1000");
  Chain steps;
  for (std::size_t k = 0; k < at->items.size(); ++k) steps.push_back(read_step(at.item(k)));
  return steps;
}

/// Rules over the whole preset: those of the tables, and the step that the crop names.
void check_whole(const Preset& preset, const std::string& file) {
  auto problems = problems_of(preset);
  if (preset.crop && preset.crop->before) {
    bool found = false;
    for (const Step& step : preset.steps) found = found || step.id == *preset.crop->before;
    if (!found)
      problems.push_back({"/crop/before", "no step has the id " + json_text(*preset.crop->before) +
                                              ": give the id of a step, or null"});
  }
  if (problems.empty()) return;
  const auto& [pointer, what] = problems.front();
  const auto colon = what.rfind(": ", what.find('{'));  // what is to be done; JSON has colons, too
  std::string to_do = colon == std::string::npos ? "change it in the preset" : what.substr(colon + 2);
  throw Error(ErrorKind::bad_input, {file, what.substr(0, colon), pointer, std::move(to_do)});
}

}  // namespace

const char* name_of(Stream stream) {
  return stream_names[static_cast<std::size_t>(stream)];
}

Preset read_preset(std::string_view json, const std::string& file) {
  static constexpr std::array<std::string_view, 9> keys{"auglens_preset", "name",  "note", "seed",  "stream",
                                                        "fuse",           "steps", "crop", "limits"};
  const Json tree = parse_json(json, file);
  const JsonCursor root(tree, file);
  read_version(root);
  const Members members(root, keys);
  Preset preset;
  members.read("name", preset.name);
  members.read("note", preset.note);
  members.read("fuse", preset.fuse);
  if (const auto m = members.get("stream")) preset.stream = read_stream(*m);
  if (const auto m = members.get("seed")) preset.seed = read_seed(*m, preset.stream);
  const auto steps = members.get("steps");
  if (!steps) root.refuse("the key \"steps\" is missing", "add \"steps\": [...]");
  preset.steps = read_steps(*steps);
  if (const auto m = members.get("crop"); m && !m->is(Kind::null)) preset.crop = read_crop(*m);
  if (const auto m = members.get("limits"); m && !m->is(Kind::null)) preset.limits = read_limits(*m);
  check_whole(preset, file);
  return preset;
}

}  // namespace auglens
