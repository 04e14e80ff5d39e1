#pragma once
// What a preset's crop asks for, as typed values: one rule for each sampler. It refuses to know labels and random
// numbers.

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "ops/preset.h"

namespace auglens {

enum class RankBy { box_volume, voxels };

/// DALI: segmentation.random_object_bbox, then roi_random_crop. Shares and weights are float32, as DALI's arguments.
struct ObjectBoxRule {
  float foreground_prob = 1;
  std::vector<std::int32_t> classes;       ///< empty: not given
  std::vector<float> class_weights;        ///< empty: not given
  std::optional<std::int32_t> background;  ///< absent: 0, or one below the least class where 0 is a class
  std::optional<std::size_t> k_largest;
  RankBy rank_by = RankBy::box_volume;
  Index3 threshold{0, 0, 0};  ///< smallest extent of an object's box, x, y, z; see reaches()
  bool ignore_class = false;
};

/// MONAI: RandCropByPosNegLabel or, with class ratios, RandCropByLabelClasses.
struct ByLabelRule {
  double pos = 1, neg = 1;
  std::vector<double> class_ratios;  ///< for labels 0, 1, 2, ...; empty: pos and neg decide
  std::size_t samples = 1;
  std::optional<double> image_threshold;
  bool allow_smaller = false;
};

enum class ForcedBy { position, probability };

/// nnU-Net's data loader.
struct ForcedForegroundRule {
  double oversample = 0.33;
  ForcedBy by = ForcedBy::position;
  std::int64_t batch_size = 2;
  std::vector<std::int32_t> classes;  ///< empty: all above 0

  /// Windows of a batch that are forced: those at position >= round(batch_size * (1 - oversample)), halves to even.
  std::int64_t first_forced() const;
};

struct RandomRule {};

using SamplerRule = std::variant<ObjectBoxRule, ByLabelRule, ForcedForegroundRule, RandomRule>;

/// Rules that the crop's parameters break, beyond the range of each; pointers start with /crop.
std::vector<Problem> problems_of(const Crop& crop);

/// Precondition: problems_of(crop) is empty.
SamplerRule rule_of(const Crop& crop);

/// How many windows one draw of the chain gives: `samples` of crop_by_label, else 1.
std::uint64_t windows_per_draw(const SamplerRule& rule);

}  // namespace auglens
