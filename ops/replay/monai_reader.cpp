#include "ops/replay/monai_reader.h"

#include <algorithm>
#include <optional>

namespace auglens {

namespace {

double component(const Value& value, std::size_t i) {
  if (const auto* list = std::get_if<std::vector<double>>(&value)) return (*list)[std::min(i, list->size() - 1)];
  const double* number = std::get_if<double>(&value);
  return number != nullptr ? *number : 0;
}

const Distribution& law_of(const Setting& s, std::size_t i) {
  return s.laws[s.laws.size() > 1 ? i : 0];
}

bool cuts(const Distribution& d) {
  return d.clip && ((*d.clip)[0] > d.a || (*d.clip)[1] < d.b);
}

/// The range that gives this law, in the class's sense; none when the class has no such law.
std::optional<std::array<double, 2>> range_of(const Distribution& d, std::size_t i, Sense sense) {
  if (d.law == Law::constant) {
    const double r = theirs(sense, component(d.constant, i));
    return std::array{r, r};
  }
  if (d.law != (sense == Sense::reciprocal ? Law::reciprocal : Law::uniform) || cuts(d)) return std::nullopt;
  const double a = theirs(sense, d.a), b = theirs(sense, d.b);
  return std::array{std::min(a, b), std::max(a, b)};
}

/// The share of `true` in a switch that is constant or chosen.
double share_of_true(const Distribution& d) {
  if (d.law != Law::choice) {
    const bool* flag = std::get_if<bool>(&d.constant);
    return flag != nullptr && *flag ? 1 : 0;
  }
  double total = 0, hits = 0;
  for (std::size_t i = 0; i < d.items.size(); ++i) {
    const double weight = d.weights.empty() ? 1 : d.weights[i];
    total += weight;
    hits += weight * share_of_true(d.items[i]);
  }
  return hits / total;
}

/// The m of a law that is even over 1..m; 0 when it is another.
int largest_turn(const Distribution& d) {
  if (d.law == Law::constant) return component(d.constant, 0) == 1 ? 1 : 0;
  if (cuts(d)) return 0;
  if (d.law == Law::uniform) return d.a == 1 ? static_cast<int>(d.b) : 0;
  if (d.law != Law::choice || !d.weights.empty()) return 0;
  std::vector<double> turns;
  for (const Distribution& item : d.items) turns.push_back(item.law == Law::constant ? component(item.constant, 0) : 0);
  std::sort(turns.begin(), turns.end());
  for (std::size_t i = 0; i < turns.size(); ++i)
    if (turns[i] != static_cast<double>(i + 1)) return 0;
  return static_cast<int>(turns.size());
}

}  // namespace

MonaiReader::MonaiReader(const Step& step, std::size_t index) : step_(step) {
  child_.step = index;
  child_.probability = step.probability;
}

bool MonaiReader::draws_nothing() const {
  const bool elastic = step_.op->name == "elastic" && !given_field();
  if (step_.probability < 1 || step_.channel_probability < 1 || step_.op->random_voxels || elastic) return false;
  for (std::size_t i = 0; i < step_.op->parameters.size(); ++i) {
    const Setting s = step_.setting(i);
    const double chance = component(s.laws[0].constant, 0);
    if (!s.is_constant() || (step_.op->parameters[i].coin && chance > 0 && chance < 1)) return false;
  }
  return true;
}

bool MonaiReader::given_field() const {
  const int i = step_.op->find("field");
  return step_.field || (i >= 0 && step_.settings[static_cast<std::size_t>(i)].has_value());
}

std::string MonaiReader::first_random() const {
  for (std::size_t i = 0; i < step_.op->parameters.size(); ++i)
    if (!step_.setting(i).is_constant()) return std::string(step_.op->parameters[i].name);
  return "";
}

bool MonaiReader::constant(std::string_view name) const {
  const int i = step_.op->find(name);
  return i < 0 || step_.setting(static_cast<std::size_t>(i)).is_constant();
}

bool MonaiReader::neutral(std::string_view name, double value) const {
  const int i = step_.op->find(name);
  if (i < 0) return true;
  const Setting s = step_.setting(static_cast<std::size_t>(i));
  return std::all_of(s.laws.begin(), s.laws.end(), [&](const Distribution& d) {
    if (d.law != Law::constant) return false;
    if (const auto* list = std::get_if<std::vector<double>>(&d.constant))
      return std::all_of(list->begin(), list->end(), [&](double v) { return v == value; });
    return component(d.constant, 0) == value;
  });
}

bool MonaiReader::lists(std::string_view name) const {
  const Setting s = step_.setting(static_cast<std::size_t>(step_.op->find(name)));
  const auto* list = std::get_if<std::vector<double>>(&s.laws[0].constant);
  return s.laws.size() > 1 || (list != nullptr && list->size() > 1);
}

bool MonaiReader::flag(std::string_view name) const {
  const int i = step_.op->find(name);
  if (i < 0) return false;
  return share_of_true(step_.setting(static_cast<std::size_t>(i)).laws[0]) == 1;
}

double MonaiReader::constant_number(std::string_view name) const {
  return component(step_.setting(static_cast<std::size_t>(step_.op->find(name))).laws[0].constant, 0);
}

Vec3 MonaiReader::constant_axes(std::string_view name) const {
  Vec3 out{0, 0, 0};
  const Setting s = step_.setting(static_cast<std::size_t>(step_.op->find(name)));
  for (std::size_t k = 0; k < 3; ++k) out[k] = component(law_of(s, k).constant, k);
  return out;
}

void MonaiReader::only(std::string_view name, const char* what) {
  const int i = step_.op->find(name);
  if (i < 0) return;
  const Setting s = step_.setting(static_cast<std::size_t>(i));
  const Parameter& p = step_.op->parameters[static_cast<std::size_t>(i)];
  if (s != Setting::of(p.default_value())) refuse(name, what);
}

void MonaiReader::must_be(std::string_view name, std::string_view option, const char* what) {
  const int i = step_.op->find(name);
  if (i < 0) return;
  const Setting s = step_.setting(static_cast<std::size_t>(i));
  const bool absent = std::holds_alternative<std::monostate>(s.laws[0].constant) && s.is_constant();
  if (!absent && s != Setting::of(std::string(option))) refuse(name, what);
}

void MonaiReader::refuse(std::string_view parameter, const std::string& what) {
  problem("/parameters/" + std::string(parameter), what);
}

void MonaiReader::problem(const std::string& pointer, const std::string& what) {
  if (!out_.problem) out_.problem = Problem{pointer, "with the stream \"monai\", " + name() + " " + what};
}

void MonaiReader::add(std::size_t parameter, int part, Sense sense, const Distribution& law) {
  const std::string_view called = step_.op->parameters[parameter].name;
  if (const auto range = range_of(law, static_cast<std::size_t>(std::max(part, 0)), sense))
    child_.ranges.push_back({parameter, part, sense, (*range)[0], (*range)[1]});
  else if (sense == Sense::reciprocal)
    refuse(called, "draws 1 / " + std::string(called) + " evenly: use {\"reciprocal\": [a, b]} or one value");
  else
    refuse(called, "draws it evenly: use {\"uniform\": [a, b]} or one value");
}

void MonaiReader::range(std::string_view called, Sense sense, int count) {
  const auto i = static_cast<std::size_t>(step_.op->find(called));
  const Parameter& p = step_.op->parameters[i];
  const Setting s = step_.setting(i);
  read_.insert(i);
  if (p.shape == ParameterShape::scalar || p.shape == ParameterShape::channels) {
    if (lists(called)) return refuse(called, "has one for all channels");
    return add(i, -1, sense, s.laws[0]);
  }
  const int n = count > 0 ? count : p.components;
  const auto* list = std::get_if<std::vector<double>>(&s.laws[0].constant);
  if (count > 0 && s.laws.size() > 1) return refuse(called, "has one range for all of them");
  if (p.channel_rows && list != nullptr && list->size() > static_cast<std::size_t>(n))
    return refuse(called, "has one for all channels");
  for (int k = 0; k < n; ++k) add(i, k, sense, law_of(s, static_cast<std::size_t>(k)));
}

void MonaiReader::shared_range(std::string_view called) {
  const auto i = static_cast<std::size_t>(step_.op->find(called));
  read_.insert(i);
  if (lists(called)) return refuse(called, "has one for all axes");
  add(i, -1, Sense::same, step_.setting(i).laws[0]);
}

void MonaiReader::noise_range(std::string_view called) {
  const auto i = static_cast<std::size_t>(step_.op->find(called));
  const Setting s = step_.setting(i);
  read_.insert(i);
  if (s.is_constant() && child_.channel_wise) return;
  if (lists(called)) return refuse(called, "has one for all channels");
  const Distribution& d = s.laws[0];
  if (d.law == Law::constant) return;
  if (d.law != Law::uniform || d.a != 0 || cuts(d))
    return refuse(called, "draws it evenly from 0: use {\"uniform\": [0, b]} or one value");
  add(i, -1, Sense::same, d);
}

void MonaiReader::thrown_away(double constant) {
  child_.ranges.push_back({step_.op->parameters.size(), -1, Sense::same, constant, constant});
}

void MonaiReader::flips() {
  several_ = true;
  std::vector<std::size_t> always;
  for (int axis = 0; axis < 3; ++axis) {
    constexpr std::string_view names[] = {"x", "y", "z"};
    const auto i = static_cast<std::size_t>(step_.op->find(names[axis]));
    const double share = share_of_true(step_.setting(i).laws[0]);
    read_.insert(i);
    if (share == 1) always.push_back(i);
    if (share == 0 || share == 1) continue;
    MonaiChild one = child_;
    one.axis = axis;
    one.probability = share * step_.probability;
    one.flips = {i};
    out_.children.push_back(one);
  }
  if (step_.probability == 1) return;
  if (out_.children.size() + (always.empty() ? 0 : 1) > 1)
    return problem("/probability", "tosses a coin for each axis: use the probability 1, or one axis");
  if (always.empty()) return;
  child_.flips = always;
  out_.children.push_back(child_);
}

void MonaiReader::turns(std::string_view called) {
  const auto i = static_cast<std::size_t>(step_.op->find(called));
  read_.insert(i);
  const Setting s = step_.setting(i);
  child_.max_k = s.laws.size() == 1 ? largest_turn(s.laws[0]) : 0;
  if (child_.max_k < 1 || child_.max_k > 3)
    return refuse(called, "draws 1 to m turns evenly: use 1, {\"choice\": [1, 2]} or {\"choice\": [1, 2, 3]}");
  child_.ranges.push_back({i, -1, Sense::same, 1, static_cast<double>(child_.max_k)});
}

void MonaiReader::check_rest() {
  for (std::size_t i = 0; i < step_.op->parameters.size(); ++i)
    if (!read_.contains(i) && !step_.setting(i).is_constant())
      refuse(step_.op->parameters[i].name, "does not draw it: give one value");
  if (step_.channel_probability < 1) problem("/channel_probability", "has one coin for all channels: use 1");
  if (step_.draw_per_channel && !child_.channel_wise)
    problem("/draw_per_channel", "draws once for all channels: use false");
}

MonaiStep MonaiReader::finish() {
  check_rest();
  if (out_.problem) return {{}, out_.problem};
  if (!several_) out_.children.push_back(child_);
  return out_;
}

}  // namespace auglens
