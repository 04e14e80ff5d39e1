#include "viewer/edit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

#include "io/nearest_name.h"
#include "io/preset_json_crop.h"
#include "ops/operator.h"
#include "viewer/edit_json.h"
#include "viewer/edit_view.h"

namespace auglens {
namespace {

constexpr std::pair<std::string_view, Verb> verbs[] = {{"undo", Verb::undo},
                                                       {"redo", Verb::redo},
                                                       {"preset new", Verb::preset_new},
                                                       {"drag begin", Verb::drag_begin},
                                                       {"drag end", Verb::drag_end}};

[[noreturn]] void refuse(std::string what, std::string to_do) {
  throw Error(ErrorKind::usage, {"", std::move(what), "", std::move(to_do)});
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const auto start = line.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) break;
    line.remove_prefix(start);
    const auto end = std::min(line.find_first_of(" \t\r\n"), line.size());
    words.emplace_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return words;
}

StepAdd parse_add(const std::vector<std::string>& words) {
  constexpr std::string_view form = "write: step add OPERATOR [first | before ID | after ID] [id ID]";
  if (words.size() < 3) refuse("step add: the operator is missing", std::string(form));
  StepAdd add;
  add.op = words[2];
  if (find_operator(add.op) == nullptr) {
    std::vector<std::string> names;
    for (const Operator* op : catalogue()) names.emplace_back(op->name);
    refuse("step add: there is no operator \"" + add.op + "\"", hint_among(add.op, names));
  }
  bool placed = false;
  for (std::size_t i = 3; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool last = i + 1 == words.size();
    if (!placed && word == "first") {
      add.place = StepPlace::first;
      placed = true;
    } else if (!placed && !last && (word == "before" || word == "after")) {
      add.place = word == "before" ? StepPlace::before : StepPlace::after;
      add.beside = words[++i];
      placed = true;
    } else if (!last && word == "id" && add.id.empty()) {
      add.id = words[++i];
    } else {
      refuse("step add: \"" + word + "\" is not understood", std::string(form));
    }
  }
  return add;
}

Edit parse_step(const std::vector<std::string>& words) {
  const std::string verb = words.size() > 1 ? words[1] : "";
  if (verb == "add") return {parse_add(words)};
  if (verb == "remove") {
    if (words.size() != 3) refuse("step remove: it takes one id", "write: step remove ID");
    return {StepRemove{words[2]}};
  }
  if (verb == "reset") {
    if (words.size() != 4) refuse("step reset: it takes an id and a parameter", "write: step reset ID PARAMETER");
    return {StepReset{words[2], words[3]}};
  }
  if (verb == "move") {
    StepMove move;
    bool good = words.size() == 4;
    if (good) {
      const char* end = words[3].data() + words[3].size();
      const auto [stop, error] = std::from_chars(words[3].data(), end, move.to);
      good = error == std::errc() && stop == end && move.to >= 0;
    }
    if (!good) refuse("step move: it takes an id and a place", "write: step move ID N, N counted from 0");
    move.id = words[2];
    return {move};
  }
  refuse("step: \"" + verb + "\" is not understood", "use add, remove, move, reset, or a path such as step.ID.enabled");
}

/// step.ID.PARAMETER: what only a session knows (the ids) is left to it.
void check_step_path(std::string_view path) {
  const auto dot = path.find('.', 5);
  if (dot == std::string_view::npos || dot == 5 || dot + 1 == path.size())
    refuse("\"" + std::string(path) + "\" is not a path", "write: step.ID.PARAMETER JSON");
}

void check_value(const EditRow& row, const JsonCursor& at) {
  constexpr std::uint64_t most_seed = std::numeric_limits<std::int64_t>::max();
  constexpr std::uint64_t most_32 = std::numeric_limits<std::uint32_t>::max();
  switch (row.shape) {
    case EditShape::boolean:
      boolean_of(at);
      return;
    case EditShape::seed:
      whole_of(at, most_seed);
      return;
    case EditShape::sample:
    case EditShape::index:
      whole_of(at, most_32);
      return;
    case EditShape::text:
      text_of(at);
      return;
    case EditShape::texts:
      if (at.is(Json::Kind::text)) return;
      if (!at.is(Json::Kind::list) || at->items.empty())
        at.refuse(shown(at.value()) + " is not a file", "use \"FILE\" or [\"FILE\",\"FILE\"]");
      for (std::size_t i = 0; i < at->items.size(); ++i) text_of(at.item(i));
      return;
    case EditShape::crop:
      if (!at.is(Json::Kind::null)) read_crop(at);
      return;
    case EditShape::limits:
      if (!at.is(Json::Kind::null)) read_limits(at);
      return;
    case EditShape::view:
      ViewTarget scratch;
      set_view(row.path, at, scratch);
      return;
  }
}

[[noreturn]] void refuse_path(std::string_view path) {
  std::vector<std::string> names{"step add", "step remove", "step move", "step reset"};
  for (const auto& [name, verb] : verbs) names.emplace_back(name);
  for (const EditRow& row : edit_rows()) names.emplace_back(row.path);
  refuse("\"" + std::string(path) + "\" is not an edit", hint_among(path, names));
}

struct Spelling {
  std::string operator()(const Assign& e) const { return e.path + " " + e.json; }
  std::string operator()(const StepAdd& e) const {
    constexpr std::array<std::string_view, 4> places{"", " first", " before ", " after "};
    return "step add " + e.op + std::string(places[static_cast<std::size_t>(e.place)]) + e.beside +
           (e.id.empty() ? "" : " id " + e.id);
  }
  std::string operator()(const StepRemove& e) const { return "step remove " + e.id; }
  std::string operator()(const StepMove& e) const { return "step move " + e.id + " " + std::to_string(e.to); }
  std::string operator()(const StepReset& e) const { return "step reset " + e.id + " " + e.parameter; }
  std::string operator()(Verb e) const {
    for (const auto& [name, verb] : verbs)
      if (verb == e) return std::string(name);
    return "";
  }
};

}  // namespace

std::string Edit::line() const {
  return std::visit(Spelling{}, what);
}

Edit assign(std::string_view path, std::string_view json) {
  const bool step = path.starts_with("step.");
  const EditRow* row = find_edit_row(path);
  if (step) check_step_path(path);
  if (!step && row == nullptr) refuse_path(path);
  if (json.empty())
    refuse(std::string(path) + ": the value is missing", row != nullptr ? std::string(row->help) : "write it as JSON");
  return as_usage(path, [&] {
    const std::string file(path);
    const Json tree = parse_json(json, file);
    if (row != nullptr) check_value(*row, JsonCursor(tree, file));
    return Edit{Assign{file, spell(tree)}};
  });
}

Edit parse_edit(std::string_view line) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto start = line.find_first_not_of(blanks);
  if (start == std::string_view::npos) refuse("the edit is empty", "write a path and JSON, such as: sample 3");
  line = line.substr(start, line.find_last_not_of(blanks) - start + 1);
  const auto words = words_of(line);
  if (words[0] == "step") return parse_step(words);
  const std::string plain = words.size() == 2 ? words[0] + " " + words[1] : words[0];
  for (const auto& [name, verb] : verbs)
    if (name == plain && words.size() <= 2) return {verb};
  if (words[0] == "undo" || words[0] == "redo") refuse(words[0] + " takes nothing behind it", "write: " + words[0]);
  const auto json = line.find_first_not_of(blanks, words[0].size());
  return assign(words[0], json == std::string_view::npos ? std::string_view() : line.substr(json));
}

}  // namespace auglens
