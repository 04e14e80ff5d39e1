#include "viewer/panels/law_change.h"

#include <algorithm>
#include <cmath>

namespace auglens {
namespace {

double kept(const Parameter& p, double value) {
  double low = p.minimum;
  if (p.open_minimum) low = std::max(low, p.minimum + 1e-6 * std::max(1.0, std::abs(p.slider_high - p.slider_low)));
  value = std::clamp(value, low, std::max(low, p.maximum));
  return p.type == ParameterType::integer ? std::round(value) : value;
}

/// Three significant digits: a person reads these numbers next.
double tidy(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
  const double per_unit = std::round(1 / unit);  // divided by a whole number, so that 19.7 stays 19.7
  return unit < 1 ? std::round(value * per_unit) / per_unit : std::round(value / unit) * unit;
}

Distribution constant_of(Value value) {
  Distribution d;
  d.constant = std::move(value);
  return d;
}

Distribution bounds(const Parameter& p, Law law, double a, double b) {
  Distribution d;
  d.law = law;
  d.a = kept(p, tidy(a));
  d.b = std::max(d.a, kept(p, tidy(b)));
  return d;
}

/// Two or more values near what the law drew before.
Distribution choice_from(const Parameter& p, const Distribution& from) {
  Distribution d;
  d.law = Law::choice;
  const auto add = [&d](Value value) { d.items.push_back(constant_of(std::move(value))); };
  const auto middle = middle_of(from);
  if (p.type == ParameterType::boolean) {
    add(false);
    add(true);
  } else if (p.type == ParameterType::option) {
    for (const auto option : p.options) add(std::string(option));
  } else if (from.law == Law::constant && !middle) {
    add(from.constant);
    add(from.constant);
  } else {
    const double reach = p.slider_high - p.slider_low, first = middle.value_or((p.slider_low + p.slider_high) / 2);
    const bool spread = from.law != Law::constant && from.law != Law::normal;
    add(kept(p, tidy(spread ? from.a : first)));
    add(kept(p, tidy(spread ? from.b : first + reach / 10)));
  }
  return d;
}

}  // namespace

std::optional<double> middle_of(const Distribution& d) {
  switch (d.law) {
    case Law::constant: {
      const double* number = std::get_if<double>(&d.constant);
      return number != nullptr ? std::optional(*number) : std::nullopt;
    }
    case Law::uniform:
      return (d.a + d.b) / 2;
    case Law::log_uniform:
    case Law::reciprocal:
      return std::sqrt(std::max(0.0, d.a * d.b));
    case Law::normal:
      return d.a;
    case Law::choice:
      return d.items.empty() ? std::nullopt : middle_of(d.items[0]);
  }
  return std::nullopt;
}

Distribution with_law(const Parameter& p, const Distribution& from, Law law) {
  if (from.law == law) return from;
  const double reach = p.slider_high - p.slider_low;
  const double middle = middle_of(from).value_or((p.slider_low + p.slider_high) / 2);
  const bool had_bounds = from.law == Law::uniform || from.law == Law::log_uniform || from.law == Law::reciprocal;
  switch (law) {
    case Law::constant:
      if (from.law == Law::choice && !from.items.empty() && from.items[0].law == Law::constant) return from.items[0];
      return constant_of(kept(p, tidy(middle)));
    case Law::uniform:
      return had_bounds ? bounds(p, law, from.a, from.b) : bounds(p, law, middle - reach / 10, middle + reach / 10);
    case Law::log_uniform:
    case Law::reciprocal: {
      const double centre = std::max(middle, 1e-3 * std::max(1.0, reach));
      const bool usable = had_bounds && from.a > 0;
      return usable ? bounds(p, law, from.a, from.b) : bounds(p, law, centre / 1.25, centre * 1.25);
    }
    case Law::normal: {
      Distribution d;
      d.law = law;
      d.a = kept(p, tidy(middle));
      d.b = tidy(had_bounds ? (from.b - from.a) / 4 : reach / 20);
      // Limits that are near are kept by clipping; far ones are never reached.
      const double low = std::max(p.minimum, p.slider_low - 5 * reach),
                   high = std::min(p.maximum, p.slider_high + 5 * reach);
      if (low == p.minimum || high == p.maximum) d.clip = {{kept(p, low), kept(p, high)}};
      return d;
    }
    case Law::choice:
      return choice_from(p, from);
  }
  return from;
}

bool one_for_each(const Setting& setting) {
  return setting.laws.size() > 1 || (setting.laws.size() == 1 && setting.laws[0].law == Law::constant &&
                                     std::holds_alternative<std::vector<double>>(setting.laws[0].constant));
}

Setting per_component(const Setting& setting, int components) {
  if (setting.laws.size() > 1) return setting;
  Setting each;
  const Distribution& law = setting.laws.at(0);
  const auto* numbers = std::get_if<std::vector<double>>(&law.constant);
  for (int k = 0; k < components; ++k) {
    const auto place = static_cast<std::size_t>(k);
    const bool whole = law.law == Law::constant && numbers != nullptr;
    each.laws.push_back(whole ? constant_of(place < numbers->size() ? (*numbers)[place] : 0.0) : law);
  }
  return each;
}

Setting for_all(const Setting& setting) {
  Setting one;
  one.laws.push_back(per_component(setting, 1).laws.at(0));
  return one;
}

}  // namespace auglens
