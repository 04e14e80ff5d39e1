#include <algorithm>
#include <numeric>

#include "ops/objects/crop_samplers.h"

namespace auglens {
namespace {

/// One choice of MONAI's sampler: classes whose voxels are drawn as one set.
struct Choice {
  double share = 0;
  std::vector<VoxelAim> aims;  ///< `share` is the class's part of the set
  std::int64_t voxels = 0;
};

class ByLabel : public WindowSampler {
 public:
  ByLabel(const Index3& window, const ByLabelRule& rule, const CropScene& scene) : rule_(rule), size_(scene.size) {
    for (std::size_t k = 0; k < 3; ++k) window_[k] = std::min(window[k], size_[k]);
    const ClassIndex* allowed = rule.image_threshold ? scene.allowed : scene.index;
    if (rule.class_ratios.empty()) {
      add_two(*scene.index, *allowed);
    } else {
      for (std::size_t c = 0; c < rule.class_ratios.size(); ++c)
        add_class(*allowed, static_cast<std::int32_t>(c), rule.class_ratios[c]);
    }
    if (choices_.empty())
      throw Error(ErrorKind::bad_input,
                  {"", "no voxel of the label may be a window's centre", "/crop/parameters",
                   "MONAI refuses that: change pos, neg or class_ratios, or lower image_threshold"});
    double total = 0;
    for (const Choice& c : choices_) total += c.share;
    for (Choice& c : choices_) c.share /= total;
  }

  CropWindow draw(CropNumbers numbers, std::uint64_t) const override {
    const double u = numbers.unit("/crop/class");
    std::size_t i = 0;
    for (double sum = choices_[0].share; i + 1 < choices_.size() && u >= sum; sum += choices_[++i].share) continue;
    const Choice& choice = choices_[i];
    auto n = static_cast<std::int64_t>(numbers.below(static_cast<std::uint64_t>(choice.voxels), "/crop/voxel"));
    const VoxelAim* aim = choice.aims.data();
    for (; n >= aim->of->count; ++aim) n -= aim->of->count;
    const Index3 voxel = aim->index->voxel(*aim->of, n);
    CropWindow drawn{{start_about(voxel, window_, aim->low, aim->high), window_}, false, aim->of->value, {}, {}};
    drawn.foreground = drawn.class_value != 0;
    if (drawn.foreground) drawn.box = Region{voxel, {1, 1, 1}};
    return drawn;
  }

  StartLaw law() const override {
    StartLaw law{window_, {}, {}};
    for (const Choice& c : choices_)
      for (VoxelAim aim : c.aims) {
        aim.share *= c.share;
        law.aims.push_back(aim);
      }
    return law;
  }

  std::vector<std::string> notices() const override { return notices_; }

 private:
  void add_two(const ClassIndex& all, const ClassIndex& allowed) {
    Choice pos{rule_.pos / (rule_.pos + rule_.neg), {}, 0}, neg{1 - pos.share, {}, 0};
    for (const ClassVoxels& c : all.classes())
      if (c.value != 0) add(pos, all, c);
    if (const ClassVoxels* c = allowed.find(0)) add(neg, allowed, *c);
    // MONAI's rule: where one kind is missing, the other is always taken, even with a weight of 0
    if (pos.voxels == 0) neg.share = 1, note("the label has no foreground: every window is centred on background");
    if (neg.voxels == 0) pos.share = 1, note(no_background(all.find(0) != nullptr));
    for (const Choice& c : {pos, neg})
      if (c.voxels > 0 && c.share > 0) choices_.push_back(finished(c));
  }

  std::string no_background(bool below_threshold) const {
    const std::string then = ": every window is centred on foreground, whatever pos and neg";
    if (!below_threshold) return "the label has no background to aim at" + then;
    return "no background voxel of the image is above image_threshold" + then;
  }

  void add_class(const ClassIndex& allowed, std::int32_t value, double ratio) {
    if (!(ratio > 0)) return;
    Choice choice{ratio, {}, 0};
    if (const ClassVoxels* c = allowed.find(value)) add(choice, allowed, *c);
    if (choice.voxels > 0) {
      choices_.push_back(finished(choice));
    } else {
      note("class " + std::to_string(value) + " has no voxel to aim at: it is never drawn");
    }
  }

  void add(Choice& to, const ClassIndex& index, const ClassVoxels& of) const {
    Index3 high{};
    for (std::size_t k = 0; k < 3; ++k) high[k] = size_[k] - window_[k];
    to.aims.push_back({0, &index, &of, {0, 0, 0}, high});
    to.voxels += of.count;
  }

  static Choice finished(Choice c) {
    for (VoxelAim& aim : c.aims) aim.share = static_cast<double>(aim.of->count) / static_cast<double>(c.voxels);
    return c;
  }

  void note(std::string line) { notices_.push_back(std::move(line)); }

  ByLabelRule rule_;
  Index3 size_, window_{};
  std::vector<Choice> choices_;
  std::vector<std::string> notices_;
};

}  // namespace

std::unique_ptr<WindowSampler> by_label_sampler(const Index3& window, const ByLabelRule& rule, const CropScene& scene) {
  if (rule.image_threshold && scene.allowed == nullptr)
    throw Error(ErrorKind::bad_input,
                {"", "image_threshold needs the image, and only a label is here", "/crop/parameters/image_threshold",
                 "leave it out, or use apply --crop or render, which read the image"});
  for (std::size_t k = 0; k < 3; ++k)
    if (window[k] > scene.size[k] && !rule.allow_smaller)
      refuse_larger(window, scene.size, "MONAI refuses that: give a smaller size, or set allow_smaller");
  return std::make_unique<ByLabel>(window, rule, scene);
}

}  // namespace auglens
