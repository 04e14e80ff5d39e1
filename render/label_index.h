#pragma once
// From label values to the dense indices that textures hold: 0 is the background, then the classes in rising order. It
// refuses to know GL and files.

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace auglens {

/// Marks on a dense index in a texture: the object is left out by the sampler's settings, or it is the chosen one.
inline constexpr std::int32_t label_dimmed = 1 << 16, label_chosen = 1 << 17;

class LabelIndex {
 public:
  LabelIndex() = default;
  /// The values of a case, in any order, with or without 0.
  explicit LabelIndex(std::vector<std::int32_t> values) : values_(std::move(values)) {
    std::erase(values_, 0);
    std::sort(values_.begin(), values_.end());
    values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
  }

  /// 1 for the smallest class; 0 for the background and for a value that the case does not have.
  std::int32_t operator()(std::int32_t value) const {
    const auto found = std::lower_bound(values_.begin(), values_.end(), value);
    return value != 0 && found != values_.end() && *found == value
               ? static_cast<std::int32_t>(found - values_.begin()) + 1
               : 0;
  }
  /// The class of an index >= 1.
  std::int32_t value(std::int32_t index) const { return values_[static_cast<std::size_t>(index) - 1]; }
  const std::vector<std::int32_t>& classes() const { return values_; }

  /// In place, over a slice of `count` voxels. Neighbours are mostly alike, so the last answer is kept.
  void apply(std::int32_t* voxels, std::int64_t count) const {
    std::int32_t value = 0, index = 0;
    for (std::int64_t k = 0; k < count; ++k) {
      if (voxels[k] != value) value = voxels[k], index = (*this)(value);
      voxels[k] = index;
    }
  }

 private:
  std::vector<std::int32_t> values_;
};

}  // namespace auglens
