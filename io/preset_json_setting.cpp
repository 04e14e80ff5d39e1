#include "io/preset_json_setting.h"

#include <array>
#include <cmath>

#include "io/nearest_name.h"
#include "io/preset_json.h"
#include "io/preset_json_keys.h"

namespace auglens {
namespace {

using Kind = Json::Kind;

constexpr std::string_view one_law = "a law is an object with one of uniform, log_uniform, reciprocal, normal, choice";

std::array<double, 2> read_pair(const JsonCursor& at) {
  if (!at.is(Kind::list) || at->items.size() != 2) at.refuse(shown(at.value()) + " is not a pair", "give [a, b]");
  return {read_number(at.item(0)), read_number(at.item(1))};
}

std::vector<double> read_numbers(const JsonCursor& at) {
  std::vector<double> numbers;
  for (std::size_t i = 0; i < at->items.size(); ++i) numbers.push_back(read_number(at.item(i)));
  return numbers;
}

/// A bare value: the constant law. A list is a whole vector.
Value read_value(const JsonCursor& at) {
  switch (at->kind) {
    case Kind::null:
      return std::monostate{};
    case Kind::boolean:
      return at->flag;
    case Kind::number:
      return at->number;
    case Kind::text:
      return at->text;
    case Kind::list:
      return read_numbers(at);
    case Kind::object:
      break;
  }
  at.refuse("an object is given where a value is expected", "give a number, a text, true, false or a list of numbers");
}

std::optional<Law> law_named(std::string_view name) {
  if (name == "uniform") return Law::uniform;
  if (name == "log_uniform") return Law::log_uniform;
  if (name == "reciprocal") return Law::reciprocal;
  if (name == "normal") return Law::normal;
  if (name == "choice") return Law::choice;
  return std::nullopt;
}

Distribution read_law(const JsonCursor& at, int depth);

void read_choice(const JsonCursor& at, int depth, Distribution& law) {
  if (depth > 0) at.refuse("a choice inside a choice is not allowed", "write all items in one choice");
  if (!at.is(Kind::list)) at.refuse(shown(at.value()) + " is not a list", "give \"choice\": [item, item, ...]");
  for (std::size_t i = 0; i < at->items.size(); ++i) law.items.push_back(read_law(at.item(i), depth + 1));
}

Distribution read_law(const JsonCursor& at, int depth) {
  Distribution law;
  if (!at.is(Kind::object)) {
    law.constant = read_value(at);
    return law;
  }
  for (std::size_t i = 0; i < at->members.size(); ++i) {
    const JsonCursor member = at.member(i);
    if (member.key() == "clip") {
      law.clip = read_pair(member);
    } else if (member.key() == "weights") {
      if (at->find("choice") == nullptr) member.refuse("weights without a choice", "remove them or give a choice");
      if (!member.is(Kind::list)) member.refuse(shown(member.value()) + " is not a list", "give one weight per item");
      law.weights = read_numbers(member);
      if (law.weights.empty()) member.refuse("the list is empty", "give one weight for each item, or no weights");
    } else if (const auto named = law_named(member.key())) {
      if (law.law != Law::constant) member.refuse("two laws are given", std::string(one_law));
      law.law = *named;
      if (*named == Law::choice) {
        read_choice(member, depth, law);
      } else {
        const auto pair = read_pair(member);
        law.a = pair[0];
        law.b = pair[1];
      }
    } else {
      const std::vector<std::string> names{"uniform", "log_uniform", "reciprocal", "normal",
                                           "choice",  "weights",     "clip"};
      member.refuse(quoted_key(member) + " is not a law", hint_among(member.key(), names));
    }
  }
  if (law.law == Law::constant) at.refuse("the law is missing", std::string(one_law));
  return law;
}

/// Rules of spelling that the tables cannot see any more once the tree is gone.
void check_spelling(const Parameter& parameter, const JsonCursor& at, const std::string& to_do) {
  const bool counted = parameter.shape == ParameterShape::axes || parameter.shape == ParameterShape::vector;
  if (at.is(Kind::list)) {
    for (std::size_t i = 0; i < at->items.size(); ++i) {
      const JsonCursor item = at.item(i);
      if (!item.is(Kind::number) && !item.is(Kind::object))
        item.refuse(shown(item.value()) + " is not a number or a law", to_do);
    }
    if (at->items.size() == 1 && counted && parameter.components > 1)
      at.refuse("1 value is given where " + std::to_string(parameter.components) + " are expected", to_do);
    if (at->items.size() == 1 && at->items[0].kind == Kind::object && parameter.shape == ParameterShape::scalar)
      at.refuse("a list is given where one value is expected", to_do);
  }
  const Json* choice = at.is(Kind::object) ? at->find("choice") : nullptr;
  if (choice != nullptr && parameter.shape == ParameterShape::vector) {
    std::size_t lists = 0;
    for (const Json& item : choice->items) lists += item.kind == Kind::list ? 1 : 0;
    if (lists != 0 && lists != choice->items.size())
      at.refuse("whole lists and single values are mixed in one choice", "give only whole lists", "/choice");
  }
}

bool plain_list(const Json& list) {
  for (const Json& item : list.items) {
    if (item.kind == Kind::object) return false;
  }
  return true;
}

}  // namespace

std::string allowed_by(const Parameter& p) {
  std::string words;
  if (p.type == ParameterType::boolean) words = "true or false";
  if (p.type == ParameterType::text) words = "a text";
  if (p.type == ParameterType::option) {
    std::vector<std::string> names;
    for (const auto option : p.options) names.emplace_back(option);
    words = "one of " + joined(names);
  }
  if (!words.empty()) return words + (p.may_be_absent() ? " or null" : "");
  words = p.type == ParameterType::integer ? "an integer" : "a number";
  const std::string low = std::isinf(p.minimum) ? "" : json_number(p.minimum);
  const std::string high = std::isinf(p.maximum) ? "" : json_number(p.maximum);
  if (!low.empty() && !high.empty()) {
    words += std::string(" in ") + (p.open_minimum ? "(" : "[") + low + ", " + high + "]";
  } else if (!low.empty()) {
    words += (p.open_minimum ? " > " : " >= ") + low;
  } else if (!high.empty()) {
    words += " <= " + high;
  }
  if (p.shape == ParameterShape::axes)
    words += p.channel_rows ? " or a list of three (for each channel in turn)" : " or a list of three";
  if (p.shape == ParameterShape::vector) words = std::to_string(p.components) + " numbers, each " + words;
  if (p.shape == ParameterShape::channels || p.type == ParameterType::fill) words += " or a list with one per channel";
  if (p.shape == ParameterShape::list) words += " or a list of at most " + std::to_string(p.components);
  if (p.type == ParameterType::fill) words += " or \"minimum\"";
  if (p.may_be_absent()) words += " or null";
  return words;
}

double read_number(const JsonCursor& at) {
  if (!at.is(Kind::number)) at.refuse(shown(at.value()) + " is not a number", "give a finite number");
  return at->number;
}

void refuse_problem(const JsonCursor& at, const std::string& problem, std::string_view deeper,
                    const std::string& else_to_do) {
  const auto colon = problem.rfind(": ", problem.find('{'));
  if (colon == std::string::npos) at.refuse(problem, else_to_do, deeper);
  at.refuse(problem.substr(0, colon), problem.substr(colon + 2), deeper);
}

Setting read_setting(const Parameter& parameter, const JsonCursor& at) {
  Setting setting;
  const std::string to_do = std::string(parameter.name) + " takes " + allowed_by(parameter);
  const bool numeric = parameter.type == ParameterType::real || parameter.type == ParameterType::integer ||
                       parameter.type == ParameterType::fill;
  if (at.is(Kind::list) && !numeric) at.refuse("a list is given where one value is expected", to_do);
  check_spelling(parameter, at, to_do);
  if (at.is(Kind::list) && !plain_list(at.value())) {
    for (std::size_t i = 0; i < at->items.size(); ++i) setting.laws.push_back(read_law(at.item(i), 0));
  } else {
    setting.laws.push_back(read_law(at, 0));
  }
  std::string deeper;
  const std::string problem = problem_of(parameter, setting, deeper);
  if (!problem.empty()) refuse_problem(at, problem, deeper, to_do);
  return setting;
}

Setting parse_setting(const Parameter& parameter, std::string_view json) {
  const std::string name(parameter.name);
  const Json tree = parse_json(json, name);
  return read_setting(parameter, JsonCursor(tree, name));
}

}  // namespace auglens
