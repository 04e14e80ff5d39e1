#include "ops/plan.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <numeric>

#include "ops/evaluate.h"
#include "ops/output_statistics.h"
#include "ops/random.h"
#include "ops/statistics.h"

namespace auglens {

namespace {

void append(std::string& key, double v) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, v).ptr;
  key.append(text, end);
  key += ' ';
}

void append(std::string& key, const Value& value) {
  struct Visitor {
    std::string& key;
    void operator()(std::monostate) const { key += "- "; }
    void operator()(bool b) const { key += b ? "t " : "f "; }
    void operator()(double v) const { append(key, v); }
    void operator()(const std::string& s) const { key += s + ' '; }
    void operator()(const std::vector<double>& list) const {
      for (const double v : list) append(key, v);
    }
  };
  std::visit(Visitor{key}, value);
  key += ',';
}

/// Names the outcome of a step: the operator, its numbers and, where voxels are drawn, the random stream.
std::string key_of(const Step& step, const DrawnStep& drawn, const NoiseKey& noise, int channel) {
  std::string key = "/" + std::string(step.op->name) + "(";
  for (const Value& v : drawn.of_channel(std::max(channel, 0))) append(key, v);
  if (drawn.field) key += "field " + std::to_string(drawn.field->id);
  if (step.op->random_voxels)
    key +=
        std::to_string(noise.seed) + "." + std::to_string(noise.sample) + "." + step.id + "." + std::to_string(channel);
  return key + ")";
}

/// The output of the steps before one, as the step's bind sees it.
class PrefixInput final : public StepInput {
 public:
  using PlanOf = std::function<Plan(int channel)>;
  PrefixInput(PlanOf plan_of, const Case& c, FactsCache& facts, const Job& job)
      : plan_of_(std::move(plan_of)), case_(c), facts_(facts), job_(job) {}

  std::shared_ptr<const Image> volume(int channel) const override {
    return held_volume(plan_of_(channel), case_, channel, facts_, job_);
  }
  std::shared_ptr<const LabelMap> labels() const override {
    if (!case_.labels) return nullptr;
    const Plan plan = plan_of_(0);
    const std::string name = plan.prefix_key(plan.steps.size(), -1);
    auto map = facts_.labels(name);
    if (!map) {
      map = std::make_shared<const LabelMap>(evaluate_label_volume(plan, case_, facts_, job_));
      facts_.keep(name, map);
    }
    return map;
  }
  std::string key(int channel) const override {
    const Plan plan = plan_of_(channel);
    return plan.prefix_key(plan.steps.size(), channel);
  }
  FactsCache& facts() const override { return facts_; }
  const Job& job() const override { return job_; }

 private:
  PlanOf plan_of_;
  const Case& case_;
  FactsCache& facts_;
  const Job& job_;
};

/// Works on one plan while it grows, step by step.
class Binder {
 public:
  Binder(const Chain& chain, const Case& c, const PlanOptions& options, FactsCache& facts, const Job& job)
      : chain_(chain), case_(c), options_(options), facts_(facts), job_(job) {}

  /// Binds the steps before `end`.
  Plan bind(const Draw& draw, std::size_t end) {
    plan_.case_id = case_.id;
    plan_.frame = options_.frame;
    plan_.draw = draw;
    plan_.channels = options_.channels;
    if (plan_.channels.empty()) {
      plan_.channels.resize(static_cast<std::size_t>(case_.image.channels));
      std::iota(plan_.channels.begin(), plan_.channels.end(), 0);
    }
    plan_.in = plan_.out = case_.image.grid;
    for (std::size_t k = 0; k < end; ++k)
      if (draw.steps[k].applied) bind_step(k);
    return std::move(plan_);
  }

 private:
  void bind_step(std::size_t k) {
    BoundStep bound = empty_step(k);
    for (const int channel : plan_.channels) bind_channel(bound, channel);
    plan_.out = bound.out;
    plan_.steps.push_back(std::move(bound));
  }

  BoundStep empty_step(std::size_t k) const {
    const auto channels = static_cast<std::size_t>(case_.image.channels);
    BoundStep bound;
    bound.step = k;
    bound.in = bound.out = plan_.out;
    bound.image.resize(channels);
    bound.keys.resize(channels);
    bound.statistics.resize(channels);
    return bound;
  }

  void bind_channel(BoundStep& bound, int channel) {
    job_.check();
    const Step& step = chain_[bound.step];
    const DrawnStep& drawn = plan_.draw.steps[bound.step];
    const auto c = static_cast<std::size_t>(channel);
    if (!drawn.channel_applied[c]) return;
    const DrawnValues values(*step.op, drawn.of_channel(channel));
    if (const Broken broken = broken_outcome(step, drawn, values); !broken.what.empty())
      throw Error(ErrorKind::bad_input,
                  {"", "step \"" + step.id + "\" cannot run: " + broken.what,
                   "/steps/" + std::to_string(bound.step) + "/parameters/" + std::string(broken.parameter), ""});
    const PrefixInput input([this](int of) { return prefix(of); }, case_, facts_, job_);
    BindContext context{values,  bound.in,          channel, case_.image.channels, nullptr, noise_of(step),
                        nullptr, drawn.field.get(), &input};
    const Needs needs = step.op->needs(values);
    if (needs != Needs::nothing) {
      bound.statistics[c] = of_inputs(values, *step.op, channel);
      context.statistics = &*bound.statistics[c];
    }
    step.op->bind(context, bound);
    bound.keys[c] = key_of(step, drawn, context.noise, channel) + (plan_.approximate ? "~" : "");
    if (step.op->family == Family::spatial) bound.label_key = key_of(step, drawn, context.noise, -1);
    if (needs != Needs::outcome || outcome_only_) return;
    const Statistics outcome = of_outcomes(values, *step.op, bound.step, channel);
    context.outcome = &outcome;
    step.op->bind(context, bound);
  }

  /// The operator's own rules, and lists that must have one entry for each channel of this case.
  Broken broken_outcome(const Step& step, const DrawnStep& drawn, const DrawnValues& values) const {
    const auto channels = static_cast<std::size_t>(case_.image.channels);
    for (std::size_t i = 0; i < step.op->parameters.size(); ++i) {
      const Parameter& p = step.op->parameters[i];
      const auto* list = std::get_if<std::vector<double>>(&drawn.values[0][i]);
      const bool rows = p.channel_rows && list != nullptr && list->size() > 3;
      const bool per_channel = p.shape == ParameterShape::channels || p.type == ParameterType::fill || rows;
      if (list == nullptr || !per_channel || list->size() == channels * (rows ? 3 : 1)) continue;
      return {p.name, "its list has " + std::to_string(list->size() / (rows ? 3 : 1)) + " entries and the image " +
                          std::to_string(channels) + " channels: give one value, or one for each channel"};
    }
    return step.op->check(values);
  }

  NoiseKey noise_of(const Step& step) const {
    return {plan_.draw.seed, static_cast<std::uint32_t>(plan_.draw.sample), fnv1a32("voxel", fnv1a32(step.id + "/"))};
  }

  /// One channel, or all of them where the operator treats them together; they share the voxels of a subsample.
  Statistics over_channels(const DrawnValues& values, const Operator& op, int channel, const auto& of_channel) {
    const int channels = case_.image.channels;
    const bool together = op.find("per_channel") >= 0 && !values.flag("per_channel") && channels > 1;
    Statistics all;
    for (int c = together ? 0 : channel; c < (together ? channels : channel + 1); ++c) {
      StatisticsRequest request{c, options_.facts};
      if (together) request.sample /= channels;
      const OutputStatistics one = of_channel(request);
      plan_.approximate = plan_.approximate || one.sampled;
      all = merged(all, one.value);
    }
    return all;
  }

  Statistics of_inputs(const DrawnValues& values, const Operator& op, int channel) {
    return over_channels(values, op, channel, [&](const StatisticsRequest& request) {
      return output_statistics(prefix(request.channel), case_, request, facts_, job_);
    });
  }

  /// Statistics of what the step's first passes give.
  Statistics of_outcomes(const DrawnValues& values, const Operator& op, std::size_t k, int channel) {
    return over_channels(values, op, channel, [&](StatisticsRequest request) {
      PlanOptions one = options_;
      one.channels = {request.channel};
      Binder raw(chain_, case_, one, facts_, job_);
      raw.outcome_only_ = true;
      Plan plan = raw.bind(plan_.draw, k + 1);
      plan.steps.back().keys[static_cast<std::size_t>(request.channel)] += "#";
      request.hold = HoldVolume::no;
      OutputStatistics result = output_statistics(plan, case_, request, facts_, job_);
      result.sampled = result.sampled || plan.approximate;
      return result;
    });
  }

  /// The steps so far, bound for a channel that this plan may not have.
  Plan prefix(int channel) const {
    if (std::find(plan_.channels.begin(), plan_.channels.end(), channel) != plan_.channels.end()) return plan_;
    PlanOptions one = options_;
    one.channels = {channel};
    const std::size_t end = plan_.steps.empty() ? 0 : plan_.steps.back().step + 1;
    return Binder(chain_, case_, one, facts_, job_).bind(plan_.draw, end);
  }

  const Chain& chain_;
  const Case& case_;
  const PlanOptions& options_;
  FactsCache& facts_;
  const Job& job_;
  Plan plan_;
  bool outcome_only_ = false;  ///< the last step is bound without its outcome, which is what is asked for
};

}  // namespace

std::string Plan::prefix_key(std::size_t n, int channel) const {
  std::string key = std::to_string(case_id) + ":" + std::to_string(frame) + ":" + std::to_string(channel);
  for (std::size_t i = 0; i < n; ++i)
    key += channel < 0 ? steps[i].label_key : steps[i].keys[static_cast<std::size_t>(channel)];
  return key;
}

Plan make_plan(const Chain& chain, const Draw& draw, const Case& c, const PlanOptions& options, FactsCache& facts,
               const Job& job) {
  return Binder(chain, c, options, facts, job).bind(draw, chain.size());
}

}  // namespace auglens
