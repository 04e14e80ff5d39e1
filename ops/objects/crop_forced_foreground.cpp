#include <algorithm>

#include "ops/objects/crop_samplers.h"

namespace auglens {
namespace {

class Anywhere : public WindowSampler {
 public:
  Anywhere(const Index3& window, const Index3& volume) : window_(window), starts_(starts_anywhere(window, volume)) {}

  CropWindow draw(CropNumbers numbers, std::uint64_t) const override {
    return {{drawn_start(starts_, numbers), window_}, false, 0, {}, {}};
  }
  StartLaw law() const override { return {window_, {{1, starts_, {}}}, {}}; }

 private:
  Index3 window_;
  Region starts_;
};

/// nnU-Net: a forced window is centred on a voxel of a class, clamped below only, so that it may hang over the far end;
/// the loader pads. Its voxels are a stored subsample there, all of them here.
class ForcedForeground : public WindowSampler {
 public:
  ForcedForeground(const Index3& window, const ForcedForegroundRule& rule, const CropScene& scene)
      : window_(window), rule_(rule), index_(scene.index), starts_(starts_anywhere(window, scene.size)) {
    for (std::size_t k = 0; k < 3; ++k) high_[k] = scene.size[k] - 1;
    for (const ClassVoxels& c : index_->classes())
      if (rule.classes.empty() ? c.value > 0 : listed(c.value)) classes_.push_back(&c);
  }

  CropWindow draw(CropNumbers numbers, std::uint64_t sample) const override {
    if (classes_.empty() || !forced(numbers, sample))
      return {{drawn_start(starts_, numbers), window_}, false, 0, {}, {}};
    const ClassVoxels& c = *classes_[numbers.below(classes_.size(), "/crop/class")];
    const auto n = numbers.below(static_cast<std::uint64_t>(c.count), "/crop/voxel");
    const Index3 voxel = index_->voxel(c, static_cast<std::int64_t>(n));
    return {{start_about(voxel, window_, starts_.start, high_), window_}, true, c.value, Region{voxel, {1, 1, 1}}, {}};
  }

  StartLaw law() const override { return law_of(classes_.empty() ? 0 : forced_share()); }

  std::vector<LawTurn> turns() const override {
    const std::int64_t anywhere = rule_.first_forced(), forced = rule_.batch_size - anywhere;
    if (rule_.by == ForcedBy::probability || classes_.empty() || anywhere == 0 || forced == 0) return {{law(), 1}};
    return {{law_of(0), anywhere}, {law_of(1), forced}};
  }

  std::vector<std::string> notices() const override {
    std::vector<std::string> lines;
    for (const std::int32_t value : rule_.classes)
      if (index_->find(value) == nullptr)
        lines.push_back("class " + std::to_string(value) + " is not in the label: it is never drawn");
    if (classes_.empty()) lines.emplace_back("no class can be forced: every window lies anywhere, as in nnU-Net");
    return lines;
  }

 private:
  bool listed(std::int32_t value) const {
    return std::find(rule_.classes.begin(), rule_.classes.end(), value) != rule_.classes.end();
  }

  /// Of a window that is forced with this probability.
  StartLaw law_of(double share) const {
    StartLaw law{window_, {}, {}};
    for (const ClassVoxels* c : classes_)
      if (share > 0)
        law.aims.push_back({share / static_cast<double>(classes_.size()), index_, c, starts_.start, high_});
    if (share < 1) law.ranges.push_back({1 - share, starts_, {}});
    return law;
  }

  bool forced(CropNumbers& numbers, std::uint64_t sample) const {
    if (rule_.by == ForcedBy::probability) return numbers.unit("/crop/foreground") < rule_.oversample;
    return static_cast<std::int64_t>(sample % static_cast<std::uint64_t>(rule_.batch_size)) >= rule_.first_forced();
  }

  double forced_share() const {
    if (rule_.by == ForcedBy::probability) return rule_.oversample;
    return static_cast<double>(rule_.batch_size - rule_.first_forced()) / static_cast<double>(rule_.batch_size);
  }

  Index3 window_;
  ForcedForegroundRule rule_;
  const ClassIndex* index_;
  Region starts_;
  Index3 high_{};
  std::vector<const ClassVoxels*> classes_;
};

}  // namespace

std::unique_ptr<WindowSampler> forced_foreground_sampler(const Index3& window, const ForcedForegroundRule& rule,
                                                         const CropScene& scene) {
  return std::make_unique<ForcedForeground>(window, rule, scene);
}

std::unique_ptr<WindowSampler> random_sampler(const Index3& window, const CropScene& scene) {
  return std::make_unique<Anywhere>(window, scene.size);
}

}  // namespace auglens
