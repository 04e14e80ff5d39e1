#include "ops/parameter.h"

#include <cmath>
#include <sstream>

namespace auglens {

namespace {

std::string text_of(double v) {
  std::ostringstream s;
  s.precision(12);
  s << v;
  return s.str();
}

std::string range_of(const Parameter& p) {
  if (std::isinf(p.minimum) && std::isinf(p.maximum)) return "any finite number";
  if (std::isinf(p.maximum)) return (p.open_minimum ? "a number > " : "a number >= ") + text_of(p.minimum);
  if (std::isinf(p.minimum)) return "a number <= " + text_of(p.maximum);
  return std::string("a number in ") + (p.open_minimum ? "(" : "[") + text_of(p.minimum) + ", " + text_of(p.maximum) +
         "]";
}

std::string problem_of_number(const Parameter& p, double v) {
  const bool low = p.open_minimum ? !(v > p.minimum) : v < p.minimum;
  if (!std::isfinite(v) || low || v > p.maximum) return text_of(v) + " is not allowed: use " + range_of(p);
  if (p.type == ParameterType::integer && v != std::floor(v)) return text_of(v) + " is not an integer";
  return "";
}

std::string problem_of_text(const Parameter& p, const std::string& text) {
  if (p.type == ParameterType::text) return "";
  if (p.type == ParameterType::fill && text == "minimum") return "";
  if (p.type != ParameterType::option) return "\"" + text + "\" is not " + range_of(p);
  std::string allowed;
  for (const auto option : p.options) {
    if (option == text) return "";
    allowed += (allowed.empty() ? "" : ", ") + std::string(option);
  }
  return "\"" + text + "\" is not one of " + allowed;
}

std::string problem_of_vector(const Parameter& p, const std::vector<double>& v, std::string& at) {
  const bool list =
      p.shape == ParameterShape::channels || p.shape == ParameterShape::list || p.type == ParameterType::fill;
  if (p.shape == ParameterShape::scalar && !list) return "a list is given where one value is expected";
  const auto components = static_cast<std::size_t>(p.components);
  const bool rows = p.channel_rows && !v.empty() && v.size() % components == 0;
  if (!list && !rows && v.size() != components)
    return std::to_string(v.size()) + " numbers are given where " + std::to_string(p.components) + " are expected";
  if (v.empty()) return "the list is empty";
  if (p.shape == ParameterShape::list && v.size() > components)
    return std::to_string(v.size()) + " numbers are given where at most " + std::to_string(components) +
           " are expected";
  for (std::size_t i = 0; i < v.size(); ++i)
    if (auto problem = problem_of_number(p, v[i]); !problem.empty()) {
      at += "/" + std::to_string(i);
      return problem;
    }
  return "";
}

std::string problem_of_constant(const Parameter& p, const Value& value, bool component, std::string& at) {
  struct Visitor {
    const Parameter& p;
    bool component;
    std::string& at;
    std::string operator()(std::monostate) const {
      return p.may_be_absent() ? "" : "null is not allowed: use " + range_of(p);
    }
    std::string operator()(bool) const {
      return p.type == ParameterType::boolean ? "" : "true or false is given where " + range_of(p) + " is expected";
    }
    std::string operator()(double v) const {
      if (p.type == ParameterType::boolean) return text_of(v) + " is not true or false";
      if (p.type == ParameterType::option || p.type == ParameterType::text) return text_of(v) + " is not a text";
      if (!component && p.shape == ParameterShape::vector)
        return "one number is given where " + std::to_string(p.components) + " are expected";
      return problem_of_number(p, v);
    }
    std::string operator()(const std::string& text) const { return problem_of_text(p, text); }
    std::string operator()(const std::vector<double>& v) const { return problem_of_vector(p, v, at); }
  };
  return std::visit(Visitor{p, component, at}, value);
}

constexpr std::string_view law_names[] = {"constant", "uniform", "log_uniform", "reciprocal", "normal", "choice"};

/// The largest normal number that two 32-bit words give (random.h): sqrt(-2 ln 2^-33).
constexpr double largest_normal = 6.77;

std::string problem_of_bounds(const Parameter& p, const Distribution& d, std::string& at) {
  const std::string name(law_names[static_cast<int>(d.law)]);
  if (p.type != ParameterType::real && p.type != ParameterType::integer && p.type != ParameterType::fill)
    return "this parameter takes a value or a choice, not " + name;
  if (d.law == Law::normal) {
    at += "/normal/1";
    if (!std::isfinite(d.a) || !std::isfinite(d.b) || d.b < 0)
      return text_of(d.b) + " is not allowed: use a standard deviation >= 0";
    at.resize(at.size() - 2);
    const double reach = largest_normal * d.b;
    if (!d.clip && (!problem_of_number(p, d.a - reach).empty() || !problem_of_number(p, d.a + reach).empty()))
      return "this normal law may leave the allowed range: add a clip [low, high], each " + range_of(p);
    return d.clip ? "" : problem_of_number(p, d.a);
  }
  for (int i = 0; i < 2; ++i)
    if (auto problem = problem_of_number(p, i == 0 ? d.a : d.b); !problem.empty()) {
      at += "/" + name + "/" + std::to_string(i);
      return problem;
    }
  at += "/" + name;
  if (d.b < d.a) return "the maximum " + text_of(d.b) + " is below the minimum " + text_of(d.a);
  if (d.law != Law::uniform && !(d.a > 0))
    return "the minimum " + text_of(d.a) + " is not above 0, as " + name + " needs";
  return "";
}

std::string problem_of_law(const Parameter& p, const Distribution& d, bool component, int depth, std::string& at);

std::string problem_of_choice(const Parameter& p, const Distribution& d, bool component, int depth, std::string& at) {
  at += "/choice";
  if (depth > 0) return "a choice inside a choice is not allowed";
  if (d.items.empty()) return "the choice is empty";
  for (std::size_t i = 0; i < d.items.size(); ++i) {
    std::string inner;
    // a whole vector may be an item only where one law draws all components
    if (auto problem = problem_of_law(p, d.items[i], true, depth + 1, inner); !problem.empty()) {
      at += "/" + std::to_string(i) + inner;
      return problem;
    }
    if (component && std::holds_alternative<std::vector<double>>(d.items[i].constant))
      return "a list is given for one component";
  }
  at.resize(at.size() - 7);
  if (d.weights.empty()) return "";
  at += "/weights";
  if (d.weights.size() != d.items.size())
    return "there must be one weight for each of the " + std::to_string(d.items.size()) + " items";
  double sum = 0;
  for (const double w : d.weights) {
    if (!(w >= 0) || !std::isfinite(w)) return text_of(w) + " is not allowed: use weights >= 0";
    sum += w;
  }
  return sum > 0 ? "" : "all weights are 0";
}

std::string problem_of_law(const Parameter& p, const Distribution& d, bool component, int depth, std::string& at) {
  if (!p.laws.allows(d.law))
    return std::string(law_names[static_cast<int>(d.law)]) + " is not allowed for this parameter";
  if (d.clip) {
    const auto [low, high] = *d.clip;
    if (!std::isfinite(low) || !std::isfinite(high) || high < low) {
      at += "/clip";
      return "clip needs two numbers, the lower one first";
    }
    for (const double bound : *d.clip)
      if (auto problem = problem_of_number(p, bound); !problem.empty()) {
        at += "/clip";
        return problem;
      }
  }
  if (d.law == Law::constant) return problem_of_constant(p, d.constant, component, at);
  if (d.law == Law::choice) return problem_of_choice(p, d, component, depth, at);
  return problem_of_bounds(p, d, at);
}

}  // namespace

Value Parameter::default_value() const {
  switch (standard.kind) {
    case DefaultValue::Kind::absent:
      return std::monostate{};
    case DefaultValue::Kind::flag:
      return standard.numbers[0] != 0;
    case DefaultValue::Kind::text:
      return std::string(standard.text);
    case DefaultValue::Kind::numbers:
      break;
  }
  if (standard.count == 1) return standard.numbers[0];
  return std::vector<double>(standard.numbers.begin(), standard.numbers.begin() + standard.count);
}

bool Setting::is_constant() const {
  for (const auto& d : laws)
    if (d.law != Law::constant) return false;
  return true;
}

std::string problem_of(const Parameter& parameter, const Setting& setting, std::string& pointer) {
  pointer.clear();
  const std::size_t n = setting.laws.size();
  if (n == 0) return "the list is empty";
  if (n > 1) {
    if (parameter.shape == ParameterShape::scalar && parameter.type != ParameterType::fill)
      return "a list is given where one value is expected";
    const bool counted = parameter.shape == ParameterShape::axes || parameter.shape == ParameterShape::vector;
    if (counted && n != static_cast<std::size_t>(parameter.components))
      return std::to_string(n) + " values are given where " + std::to_string(parameter.components) + " are expected";
  }
  for (std::size_t i = 0; i < n; ++i) {
    std::string inner;
    if (auto problem = problem_of_law(parameter, setting.laws[i], n > 1, 0, inner); !problem.empty()) {
      pointer = (n > 1 ? "/" + std::to_string(i) : "") + inner;
      return problem;
    }
  }
  return "";
}

}  // namespace auglens
