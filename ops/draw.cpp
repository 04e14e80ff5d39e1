#include "ops/draw.h"

#include <algorithm>
#include <cmath>

#include "ops/operator.h"
#include "ops/random.h"

namespace auglens {

namespace {

/// Where a number comes from: design §6.
struct Counter {
  std::uint64_t seed;
  std::uint32_t sample;
  std::uint32_t stream;  ///< fnv1a32(step id + "/" + name)
};

std::uint32_t stream_of(const Step& step, std::string_view name) {
  return fnv1a32(name, fnv1a32(step.id + "/"));
}

/// The second number of a choice whose item is itself a law comes from the later lanes of the same block.
double draw_number(const Distribution& d, bool integer, const PhiloxBlock& block, int lane) {
  const double u = unit_interval(block.lane[lane]);
  double v = 0;
  switch (d.law) {
    case Law::uniform:
      v = integer ? d.a + std::min(std::floor(u * (d.b - d.a + 1)), d.b - d.a) : d.a + u * (d.b - d.a);
      break;
    case Law::log_uniform:
      v = std::exp(std::log(d.a) + u * (std::log(d.b) - std::log(d.a)));
      break;
    case Law::reciprocal:
      v = 1 / (1 / d.b + u * (1 / d.a - 1 / d.b));
      break;
    case Law::normal:
      v = d.a + d.b * normal_of(block, lane == 0 ? 0 : 2);
      break;
    default:
      break;
  }
  if (integer) v = std::round(v);
  return d.clip ? std::clamp(v, (*d.clip)[0], (*d.clip)[1]) : v;
}

std::size_t pick(const Distribution& d, double u) {
  if (d.weights.empty()) {
    const auto n = static_cast<double>(d.items.size());
    return static_cast<std::size_t>(std::min(std::floor(u * n), n - 1));
  }
  double total = 0, sum = 0;
  for (const double w : d.weights) total += w;
  for (std::size_t i = 0; i < d.weights.size(); ++i) {
    sum += d.weights[i];
    if (d.weights[i] > 0 && u * total < sum) return i;
  }
  std::size_t last = d.weights.size() - 1;  // only by rounding: the last item that can be drawn
  while (last > 0 && !(d.weights[last] > 0)) --last;
  return last;
}

Value draw_value(const Distribution& d, bool integer, const PhiloxBlock& block) {
  if (d.law == Law::constant) return d.constant;
  if (d.law != Law::choice) return draw_number(d, integer, block, 0);
  const Distribution& item = d.items[pick(d, unit_interval(block.lane[0]))];
  const Value value = item.law == Law::constant ? item.constant : Value(draw_number(item, integer, block, 1));
  const double* number = std::get_if<double>(&value);
  return d.clip && number != nullptr ? Value(std::clamp(*number, (*d.clip)[0], (*d.clip)[1])) : value;
}

bool whole_vectors(const Distribution& d) {
  if (d.law == Law::constant) return true;
  if (d.law != Law::choice) return false;
  return std::any_of(d.items.begin(), d.items.end(), [](const Distribution& item) {
    return item.law == Law::constant && !std::holds_alternative<double>(item.constant);
  });
}

/// True when one drawn number stands for all axes (an operator whose parameter `isotropic` is true, or `per_axis`
/// false).
bool shared_by_axes(const Step& step) {
  const auto is = [&](std::string_view name, bool wanted) {
    const int i = step.op->find(name);
    if (i < 0) return false;
    const Setting s = step.setting(static_cast<std::size_t>(i));
    const bool* flag = std::get_if<bool>(&s.laws[0].constant);
    return flag != nullptr && *flag == wanted;
  };
  return is("isotropic", true) || is("per_axis", false);
}

Value draw_setting(const Parameter& p, const Setting& s, const Counter& c, std::uint32_t channel, bool shared) {
  const bool integer = p.type == ParameterType::integer;
  const auto block = [&](std::uint32_t component) { return philox(c.seed, component, channel, c.sample, c.stream); };
  const bool vector =
      p.shape == ParameterShape::axes || p.shape == ParameterShape::vector || p.shape == ParameterShape::list;
  if (s.laws.size() == 1 && vector && !shared && whole_vectors(s.laws[0]) && s.laws[0].law == Law::choice) {
    const Distribution& item = s.laws[0].items[pick(s.laws[0], unit_interval(block(0).lane[0]))];
    if (item.law == Law::constant) return item.constant;
    std::vector<double> out;  // one pick for the whole vector, then a number for each component
    for (int i = 0; i < p.components; ++i)
      out.push_back(draw_number(item, integer, block(static_cast<std::uint32_t>(i)), 1));
    return out;
  }
  if (s.laws.size() == 1 && (!vector || shared || whole_vectors(s.laws[0])))
    return draw_value(s.laws[0], integer, block(0));
  const std::size_t n = s.laws.size() > 1 ? s.laws.size() : static_cast<std::size_t>(p.components);
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Value v = draw_value(s.laws[s.laws.size() > 1 ? i : 0], integer, block(static_cast<std::uint32_t>(i)));
    if (const double* number = std::get_if<double>(&v)) out[i] = *number;
  }
  return out;
}

bool coin(double probability, const Counter& c, std::uint32_t channel) {
  return unit_interval(philox(c.seed, 0, channel, c.sample, c.stream).lane[0]) < probability;
}

DrawnStep draw_step(const Step& step, std::uint64_t seed, std::uint32_t sample, int channels) {
  DrawnStep drawn;
  const auto counter = [&](std::string_view name) { return Counter{seed, sample, stream_of(step, name)}; };
  drawn.field = step.field;
  drawn.applied = step.enabled && coin(step.probability, counter("probability"), 0);
  const bool intensity = step.op->family == Family::intensity;
  for (int c = 0; c < channels; ++c) {
    const bool hit = !intensity || step.channel_probability >= 1 ||
                     coin(step.channel_probability, counter("channel_probability"), static_cast<std::uint32_t>(c));
    drawn.channel_applied.push_back(hit);
  }
  const auto& hits = drawn.channel_applied;
  drawn.applied = drawn.applied && std::find(hits.begin(), hits.end(), true) != hits.end();
  const int outcomes = intensity && step.draw_per_channel ? channels : 1;
  const bool shared = shared_by_axes(step);
  for (int c = 0; c < outcomes; ++c) {
    std::vector<Value> values;
    for (std::size_t i = 0; i < step.op->parameters.size(); ++i) {
      const Parameter& p = step.op->parameters[i];
      const int own = p.type == ParameterType::real ? c : 0;  // switches are thrown once for all channels
      values.push_back(
          draw_setting(p, step.setting(i), counter(p.name), static_cast<std::uint32_t>(own), shared && !p.apart));
      if (p.coin) values.back() = coin(std::get<double>(values.back()), counter(p.name), 0) ? 1.0 : 0.0;
    }
    if (step.op->settle != nullptr) step.op->settle(values);
    drawn.values.push_back(std::move(values));
  }
  return drawn;
}

}  // namespace

Draw make_draw(const Chain& chain, std::uint64_t seed, std::uint64_t sample, int channels) {
  Draw draw{seed, sample, {}};
  for (const Step& step : chain)
    draw.steps.push_back(draw_step(step, seed, static_cast<std::uint32_t>(sample), channels));
  return draw;
}

namespace {

double component(const Value& value, std::size_t i) {
  if (const auto* list = std::get_if<std::vector<double>>(&value)) return (*list)[std::min(i, list->size() - 1)];
  return std::get<double>(value);
}

}  // namespace

Value outcome_of(const DrawnStep& drawn, const Parameter& p, std::size_t i) {
  const Value& first = drawn.values[0][i];
  const bool same = std::all_of(drawn.values.begin(), drawn.values.end(), [&](const auto& v) { return v[i] == first; });
  if (same) return first;
  std::vector<double> list;
  for (std::size_t c = 0; c < drawn.values.size(); ++c) {
    if (p.shape == ParameterShape::channels) {
      list.push_back(component(drawn.values[c][i], c));
      continue;
    }
    for (std::size_t k = 0; k < static_cast<std::size_t>(p.components); ++k)
      list.push_back(component(drawn.values[c][i], k));
  }
  return list;
}

Chain freeze(const Chain& chain, const Draw& draw) {
  Chain frozen = chain;
  for (std::size_t k = 0; k < chain.size(); ++k) {
    Step& step = frozen[k];
    step.enabled = draw.steps[k].applied;
    step.probability = 1;
    step.field = draw.steps[k].field;
    for (std::size_t i = 0; i < step.settings.size(); ++i)
      if (!step.setting(i).is_constant() || step.op->parameters[i].coin)
        step.settings[i] = Setting::of(outcome_of(draw.steps[k], step.op->parameters[i], i));
  }
  return frozen;
}

}  // namespace auglens
