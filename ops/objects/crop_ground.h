#pragma once
// A label map with all that a crop's sampler reads of it, made once for many draws. It refuses to know the chain that
// made the map.

#include "ops/objects/crop_window.h"

namespace auglens {

/// Owns what the sampler refers to; therefore neither copied nor moved.
class CropGround {
 public:
  /// `image` (its grid is the map's) is read for ByLabelRule::image_threshold only and may be null. Throws as
  /// make_sampler and components_of.
  CropGround(LabelMap labels, const Crop& crop, const Image* image, int frame, const Job& job);
  CropGround(const CropGround&) = delete;
  CropGround& operator=(const CropGround&) = delete;

  const LabelMap& labels() const { return labels_; }
  const ClassIndex& index() const { return index_; }
  const SamplerRule& rule() const { return rule_; }
  const WindowSampler& sampler() const { return *sampler_; }
  /// Those that the sampler draws among; without blobs and voxels unless it is object_box.
  const Components& components() const { return components_; }
  const std::vector<Blob>& blobs() const { return components_.blobs; }

 private:
  LabelMap labels_;
  SamplerRule rule_;
  ClassIndex index_;
  Components components_;
  VoxelMask mask_;
  std::optional<ClassIndex> allowed_;
  std::unique_ptr<WindowSampler> sampler_;
};

/// The class that is no foreground: 0, or what object_box's rule says.
std::int32_t background_of(const SamplerRule& rule);

}  // namespace auglens
