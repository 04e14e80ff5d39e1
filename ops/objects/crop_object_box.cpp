#include <algorithm>
#include <limits>

#include "ops/objects/crop_samplers.h"

namespace auglens {
namespace {

/// One entry of the class lottery (or the only one, where classes are ignored) and the objects that it may end at. A
/// class that is listed twice has two entries.
struct Target {
  std::int32_t value = 0;
  float weight = 1;
  std::vector<std::size_t> blobs;
};

std::vector<Target> listed_classes(const ObjectBoxRule& rule, std::int32_t background) {
  std::vector<Target> targets;
  for (const std::int32_t value : rule.classes) targets.push_back({value, 1, {}});
  std::int32_t next = 0;
  for (std::size_t i = 0; i < rule.class_weights.size(); ++i) {
    if (rule.classes.empty()) {
      if (next == background) ++next;
      targets.push_back({next++, 1, {}});
    }
    targets[i].weight = rule.class_weights[i];
  }
  return targets;
}

std::int64_t rank_of(const Blob& blob, RankBy by) {
  return by == RankBy::voxels ? blob.voxels : blob.box.voxels();
}

/// DALI's two operators, with the threshold and the ranking done once for all draws.
class ObjectBox : public WindowSampler {
 public:
  ObjectBox(const Index3& window, const ObjectBoxRule& rule, const CropScene& scene)
      : window_(window), rule_(rule), scene_(scene), background_(background_of(rule)) {
    if (rule.ignore_class) {
      targets_.push_back({background_, 1, {}});
    } else {
      targets_ = listed_classes(rule, background_);
      if (targets_.empty())
        for (const ClassVoxels& c : scene.index->classes())
          if (c.value != background_) targets_.push_back({c.value, 1, {}});
    }
    standings_.assign(scene.blobs->size(), BlobStanding::not_listed);
    collect_blobs();
    for (Target& t : targets_) keep_largest(t);
  }

  std::vector<BlobStanding> standings() const override { return standings_; }

  CropWindow draw(CropNumbers numbers, std::uint64_t) const override {
    CropWindow drawn{{}, false, background_, {}, {}};
    if (numbers.unit("/crop/foreground") < static_cast<double>(rule_.foreground_prob)) drawn.blob = drawn_blob(numbers);
    drawn.foreground = drawn.blob.has_value();
    if (drawn.blob) {
      drawn.box = blob(*drawn.blob).box;
      drawn.class_value = blob(*drawn.blob).label;
    }
    drawn.window.size = window_;
    drawn.window.start = window_start(drawn.box.value_or(whole(scene_.size)), numbers);
    return drawn;
  }

  StartLaw law() const override {
    StartLaw law{window_, {}, {}};
    double total = 0;
    for (const Target& t : targets_) total += t.blobs.empty() ? 0 : static_cast<double>(t.weight);
    const double foreground = total > 0 ? std::min(1.0, static_cast<double>(rule_.foreground_prob)) : 0;
    for (const Target& t : targets_) {
      const double share = foreground * static_cast<double>(t.weight) / total / static_cast<double>(t.blobs.size());
      for (const std::size_t b : t.blobs)
        if (share > 0) law.ranges.push_back({share, starts_about(blob(b).box, window_, scene_.size), b});
    }
    if (foreground < 1) law.ranges.push_back({1 - foreground, starts_anywhere(window_, scene_.size), {}});
    return law;
  }

  std::vector<std::string> notices() const override {
    std::vector<std::string> lines;
    bool aims = false;
    for (const Target& t : targets_) {
      aims = aims || (!t.blobs.empty() && t.weight > 0);
      if (!rule_.ignore_class && t.weight > 0 && scene_.index->find(t.value) == nullptr)
        lines.push_back("class " + std::to_string(t.value) + " is not in the label: it is never drawn");
      if (lines.size() > 1 && std::find(lines.begin(), lines.end() - 1, lines.back()) != lines.end() - 1)
        lines.pop_back();  // a class that is listed twice is missed once
    }
    if (!aims)
      lines.emplace_back(
          "no object can be drawn from this label: every window is drawn from the whole volume, as DALI does");
    return lines;
  }

 private:
  const Blob& blob(std::size_t i) const { return (*scene_.blobs)[i]; }

  /// Objects whose box is not below the threshold, in raster order of their first voxel.
  void collect_blobs() {
    std::vector<std::pair<std::int32_t, std::size_t>> places;
    for (std::size_t t = 0; t < targets_.size(); ++t) places.emplace_back(targets_[t].value, t);
    std::sort(places.begin(), places.end());
    for (std::size_t b = 0; b < scene_.blobs->size(); ++b) {
      if (rule_.ignore_class) {
        judge(b, targets_[0]);
        continue;
      }
      const std::pair first{blob(b).label, std::size_t{0}};
      for (auto at = std::lower_bound(places.begin(), places.end(), first);
           at != places.end() && at->first == blob(b).label; ++at)
        if (targets_[at->second].weight > 0) judge(b, targets_[at->second]);
    }
  }

  void judge(std::size_t b, Target& t) {
    const bool thin = !reaches(blob(b), rule_.threshold, scene_.size);
    standings_[b] = thin ? BlobStanding::thin : BlobStanding::drawn_from;
    if (!thin) t.blobs.push_back(b);
  }

  void keep_largest(Target& t) {
    if (!rule_.k_largest || *rule_.k_largest >= t.blobs.size()) return;
    std::stable_sort(t.blobs.begin(), t.blobs.end(), [&](std::size_t a, std::size_t b) {
      return rank_of(blob(a), rule_.rank_by) > rank_of(blob(b), rule_.rank_by);
    });
    for (std::size_t k = *rule_.k_largest; k < t.blobs.size(); ++k) standings_[t.blobs[k]] = BlobStanding::outranked;
    t.blobs.resize(*rule_.k_largest);
  }

  /// A class without objects leaves the lottery and the next attempt is made, so at most as many as there are classes.
  std::optional<std::size_t> drawn_blob(CropNumbers& numbers) const {
    std::vector<float> weights;
    for (const Target& t : targets_) weights.push_back(known(t) ? t.weight : 0);
    for (std::uint32_t attempt = 0; attempt <= targets_.size(); ++attempt) {
      std::size_t t = 0;
      if (!rule_.ignore_class) {
        const std::optional<std::size_t> picked = drawn_class(weights, numbers, attempt);
        if (!picked) return {};
        t = *picked;
      }
      const std::vector<std::size_t>& blobs = targets_[t].blobs;
      if (!blobs.empty()) return blobs[numbers.below(blobs.size(), "/crop/blob")];
      if (rule_.ignore_class) return {};
      weights[t] = 0;
    }
    return {};
  }

  bool known(const Target& t) const { return rule_.ignore_class || scene_.index->find(t.value) != nullptr; }

  /// DALI's lottery: running sums in double, kept as float; the first that reaches the number.
  static std::optional<std::size_t> drawn_class(const std::vector<float>& weights, CropNumbers& numbers,
                                                std::uint32_t attempt) {
    std::vector<float> sums;
    double sum = 0;
    for (const float w : weights) sums.push_back(static_cast<float>(sum += static_cast<double>(w)));
    if (sums.empty() || !(sums.back() > 0)) return {};
    const double wanted = numbers.unit("/crop/class", attempt) * static_cast<double>(sums.back());
    std::size_t i = 0;
    while (i + 1 < sums.size() && static_cast<double>(sums[i]) < wanted) ++i;
    while (i + 1 < sums.size() && !(weights[i] > 0)) ++i;
    return i;
  }

  /// DALI's order of axes is z, y, x, and it draws no number where the box is as large as the window.
  Index3 window_start(const Region& box, CropNumbers& numbers) const {
    const Region starts = starts_about(box, window_, scene_.size);
    Index3 start = starts.start;
    for (std::size_t axis = 3; axis-- > 0;)
      if (box.size[axis] != window_[axis])
        start[axis] += static_cast<std::int64_t>(numbers.below(static_cast<std::uint64_t>(starts.size[axis]),
                                                               "/crop/window", static_cast<std::uint32_t>(axis)));
    return start;
  }

  Index3 window_;
  ObjectBoxRule rule_;
  CropScene scene_;
  std::int32_t background_;
  std::vector<Target> targets_;
  std::vector<BlobStanding> standings_;
};

}  // namespace

std::int32_t background_of(const ObjectBoxRule& rule) {
  if (rule.background) return *rule.background;
  if (std::find(rule.classes.begin(), rule.classes.end(), 0) == rule.classes.end()) return 0;
  const std::int32_t least = *std::min_element(rule.classes.begin(), rule.classes.end());
  if (least > std::numeric_limits<std::int32_t>::min()) return least - 1;
  std::int32_t value = std::numeric_limits<std::int32_t>::max();
  while (std::find(rule.classes.begin(), rule.classes.end(), value) != rule.classes.end()) --value;
  return value;
}

Region starts_about(const Region& box, const Index3& window, const Index3& volume) {
  Region starts;
  for (std::size_t k = 0; k < 3; ++k) {
    const std::int64_t other = box.start[k] + box.size[k] - window[k];
    const std::int64_t low = std::max<std::int64_t>(0, std::min(box.start[k], other));
    const std::int64_t high = std::min(volume[k] - window[k], std::max(box.start[k], other));
    starts.start[k] = low;
    starts.size[k] = high - low + 1;
  }
  return starts;
}

std::unique_ptr<WindowSampler> object_box_sampler(const Index3& window, const ObjectBoxRule& rule,
                                                  const CropScene& scene) {
  for (std::size_t k = 0; k < 3; ++k)
    if (window[k] > scene.size[k])
      refuse_larger(window, scene.size, "DALI refuses that: give a smaller size, or a pad step before the cut");
  return std::make_unique<ObjectBox>(window, rule, scene);
}

}  // namespace auglens
