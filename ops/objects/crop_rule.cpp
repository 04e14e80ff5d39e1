#include "ops/objects/crop_rule.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace auglens {
namespace {

/// Reads the crop's values by name; an absent one leaves the rule's default.
class Reader {
 public:
  explicit Reader(const Crop& crop) : values_(crop.parameters) {}

  template <class Number>
  void read(const char* name, Number& to) const {
    if (const Value* v = find(name)) to = static_cast<Number>(std::get<double>(*v));
  }
  template <class Number>
  void read(const char* name, std::optional<Number>& to) const {
    if (const Value* v = find(name)) to = static_cast<Number>(std::get<double>(*v));
  }
  void read(const char* name, bool& to) const {
    if (const Value* v = find(name)) to = std::get<bool>(*v);
  }
  template <class Number>
  void read(const char* name, std::vector<Number>& to) const {
    for (const double v : list(name)) to.push_back(static_cast<Number>(v));
  }
  bool is(const char* name, const char* option) const {
    const Value* v = find(name);
    return v != nullptr && std::get<std::string>(*v) == option;
  }
  /// One number counts as a list of one.
  std::vector<double> list(const char* name) const {
    const Value* v = find(name);
    if (v == nullptr) return {};
    if (const double* number = std::get_if<double>(v)) return {*number};
    return std::get<std::vector<double>>(*v);
  }
  bool given(const char* name) const { return find(name) != nullptr; }

 private:
  const Value* find(const char* name) const {
    const auto at = values_.find(name);
    return at == values_.end() || std::holds_alternative<std::monostate>(at->second) ? nullptr : &at->second;
  }
  const std::map<std::string, Value>& values_;
};

ObjectBoxRule object_box(const Reader& in) {
  ObjectBoxRule r;
  in.read("foreground_prob", r.foreground_prob);
  in.read("classes", r.classes);
  in.read("class_weights", r.class_weights);
  in.read("background", r.background);
  in.read("k_largest", r.k_largest);
  if (in.is("rank_by", "voxels")) r.rank_by = RankBy::voxels;
  const std::vector<double> least = in.list("threshold");
  for (std::size_t k = 0; k < 3 && !least.empty(); ++k)
    r.threshold[k] = static_cast<std::int64_t>(least[least.size() == 1 ? 0 : k]);
  in.read("ignore_class", r.ignore_class);
  return r;
}

ByLabelRule by_label(const Reader& in) {
  ByLabelRule r;
  in.read("pos", r.pos);
  in.read("neg", r.neg);
  in.read("class_ratios", r.class_ratios);
  in.read("samples", r.samples);
  in.read("image_threshold", r.image_threshold);
  in.read("allow_smaller", r.allow_smaller);
  return r;
}

ForcedForegroundRule forced_foreground(const Reader& in) {
  ForcedForegroundRule r;
  in.read("oversample", r.oversample);
  if (in.is("by", "probability")) r.by = ForcedBy::probability;
  in.read("batch_size", r.batch_size);
  in.read("classes", r.classes);
  return r;
}

/// Collects what is wrong, each with its pointer.
class Problems {
 public:
  explicit Problems(const Reader& in) : in_(in) {}

  void refuse(const char* name, std::string what) { found_.push_back({"/crop/parameters/" + std::string(name), what}); }
  void check_list(const char* name) {
    if (in_.given(name) && in_.list(name).empty()) refuse(name, "the list is empty: give values, or leave it out");
  }
  void check_distinct(const char* name) {
    check_list(name);
    std::vector<double> sorted = in_.list(name);
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end())
      refuse(name, "class " + std::to_string(static_cast<std::int64_t>(*twice)) + " is listed twice: list it once");
  }
  std::vector<Problem> take() { return std::move(found_); }

 private:
  const Reader& in_;
  std::vector<Problem> found_;
};

void check_object_box(const Reader& in, Problems& problems) {
  problems.check_list("classes");  // one that is listed twice has two lots, as in DALI
  problems.check_list("class_weights");
  const std::vector<double> classes = in.list("classes"), weights = in.list("class_weights"),
                            least = in.list("threshold");
  bool ignore_class = false;
  in.read("ignore_class", ignore_class);
  for (const char* name : {"classes", "class_weights"})
    if (ignore_class && in.given(name))
      problems.refuse(name, std::string(name) + " and ignore_class exclude each other: leave one out");
  if (in.given("classes") && in.given("class_weights") && classes.size() != weights.size())
    problems.refuse("class_weights", std::to_string(weights.size()) + " weights are given for " +
                                         std::to_string(classes.size()) + " classes: give one for each");
  if (in.given("background") && std::count(classes.begin(), classes.end(), in.list("background")[0]) != 0)
    problems.refuse("background", "the background is listed in classes: remove it there, or leave background out");
  if (in.given("threshold") && least.size() != 1 && least.size() != 3)
    problems.refuse("threshold", std::to_string(least.size()) + " values are given: give one, or three for x, y, z");
}

void check_by_label(const Reader& in, Problems& problems) {
  problems.check_list("class_ratios");
  const ByLabelRule rule = by_label(in);
  const std::vector<double>& ratios = rule.class_ratios;
  if (!ratios.empty() && !(std::accumulate(ratios.begin(), ratios.end(), 0.0) > 0))
    problems.refuse("class_ratios", "all ratios are 0: give at least one above 0");
  for (const char* name : {"pos", "neg"})
    if (in.given("class_ratios") && in.given(name))
      problems.refuse(name, std::string(name) +
                                " and class_ratios exclude each other, as in MONAI's RandCropByPosNegLabel and "
                                "RandCropByLabelClasses: leave one out");
  if (ratios.empty() && !(rule.pos + rule.neg > 0))
    problems.refuse("pos", "pos and neg are both 0: give at least one above 0");
}

}  // namespace

std::int64_t ForcedForegroundRule::first_forced() const {
  return std::llrint(static_cast<double>(batch_size) * (1 - oversample));
}

std::vector<Problem> problems_of(const Crop& crop) {
  const Reader in(crop);
  Problems problems(in);
  if (crop.sampler == SamplerKind::object_box) check_object_box(in, problems);
  if (crop.sampler == SamplerKind::crop_by_label) check_by_label(in, problems);
  if (crop.sampler == SamplerKind::forced_foreground) problems.check_distinct("classes");
  std::vector<Problem> found = problems.take();
  const double voxels =
      static_cast<double>(crop.size[0]) * static_cast<double>(crop.size[1]) * static_cast<double>(crop.size[2]);
  if (voxels > 0x1p36)
    found.insert(found.begin(), {"/crop/size", "the window has more voxels than any memory holds: use at most 2^36"});
  return found;
}

SamplerRule rule_of(const Crop& crop) {
  const Reader in(crop);
  switch (crop.sampler) {
    case SamplerKind::object_box:
      return object_box(in);
    case SamplerKind::crop_by_label:
      return by_label(in);
    case SamplerKind::forced_foreground:
      return forced_foreground(in);
    default:
      return RandomRule();
  }
}

std::uint64_t windows_per_draw(const SamplerRule& rule) {
  const auto* by_label = std::get_if<ByLabelRule>(&rule);
  return by_label == nullptr ? 1 : by_label->samples;
}

}  // namespace auglens
