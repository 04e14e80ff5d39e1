#pragma once
// Which random class of MONAI draws a step, and from which ranges. It refuses to draw, and to know NumPy.
//
// Source: monai/transforms of MONAI 1.6.1, dictionary classes with keys ("image",) or, for spatial ones,
// ("image", "label").

#include <optional>
#include <string_view>
#include <vector>

#include "ops/preset.h"

namespace auglens {

enum class MonaiClass {
  affine,
  rotate,
  zoom,
  flip,
  rotate90,
  elastic,
  gaussian_noise,
  rician_noise,
  gaussian_smooth,
  adjust_contrast,
  scale_intensity,
  shift_intensity,
  scale_intensity_fixed_mean,
  low_resolution,
  bias_field,
};
/// As MONAI spells it: "RandAffined".
std::string_view name_of(MonaiClass kind);

/// How a number of the class, r, becomes a number of ours.
enum class Sense {
  same,
  negative,          ///< -r: pull parameters become content parameters
  degrees,           ///< r is in radians
  negative_degrees,  ///< both
  reciprocal,        ///< 1 / (1 + r): RandAffined's scale
  one_more,          ///< 1 + r: factors
};
double ours(Sense sense, double r);
double theirs(Sense sense, double v);

/// A range that the class draws uniformly, [low, high] in its own sense, and where the number goes. A constant is drawn
/// too, from a range of length 0, and keeps its own spelling.
struct MonaiRange {
  std::size_t parameter = 0;
  int component = -1;  ///< -1: the number stands for all components
  Sense sense = Sense::same;
  double low = 0, high = 0;
};

/// One child of the Compose.
struct MonaiChild {
  std::size_t step = 0;
  MonaiClass kind = MonaiClass::affine;
  double probability = 1;
  std::vector<MonaiRange> ranges;  ///< in the order of the draws
  int axis = 0;                    ///< flip
  std::vector<std::size_t> flips;  ///< flip: the parameters that this coin sets
  int max_k = 1;                   ///< rotate90
  bool channel_wise = false;
};

/// What a step is in a Compose: nothing that draws, or one class (flip: one for each random axis); or why MONAI cannot
/// draw it, with a pointer below the step ("/parameters/gamma").
struct MonaiStep {
  std::vector<MonaiChild> children;
  std::optional<Problem> problem;
};
MonaiStep monai_step(const Step& step, std::size_t index);

/// What keeps a preset of the stream "monai" from being replayed, with whole pointers; empty for other streams.
std::vector<Problem> replay_problems(const Preset& preset);

}  // namespace auglens
