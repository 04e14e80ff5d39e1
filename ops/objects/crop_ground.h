#pragma once
// A label map with all that a crop's sampler reads of it, made once for many draws. It refuses to know the chain that
// made the map.

#include "ops/objects/crop_window.h"

namespace auglens {

/// A label map and where its classes lie: what every crop reads of it.
struct IndexedLabels {
  LabelMap labels;
  ClassIndex index;

  /// Throws as ClassIndex.
  IndexedLabels(LabelMap map, const Job& job) : labels(std::move(map)), index(labels, nullptr, job) {}
  IndexedLabels(const IndexedLabels&) = delete;
  IndexedLabels& operator=(const IndexedLabels&) = delete;
};

/// Owns what the sampler refers to; therefore neither copied nor moved.
class CropGround {
 public:
  /// `components` were found with blob_options of the crop's rule; only object_box reads them, else they may be null.
  /// `image` (its grid is the map's) is read for ByLabelRule::image_threshold only and may be null. Throws as
  /// make_sampler.
  CropGround(std::shared_ptr<const IndexedLabels> map, std::shared_ptr<const Components> components, const Crop& crop,
             const Image* image, int frame, const Job& job);
  /// The same with all that is needed found here. Throws as components_of, too.
  CropGround(LabelMap labels, const Crop& crop, const Image* image, int frame, const Job& job);
  CropGround(const CropGround&) = delete;
  CropGround& operator=(const CropGround&) = delete;

  const LabelMap& labels() const { return map_->labels; }
  const ClassIndex& index() const { return map_->index; }
  const SamplerRule& rule() const { return rule_; }
  const WindowSampler& sampler() const { return *sampler_; }
  /// Those that the sampler draws among; null unless it is object_box.
  const std::shared_ptr<const Components>& components() const { return components_; }
  /// Empty where there are no components.
  const std::vector<Blob>& blobs() const;

 private:
  std::shared_ptr<const IndexedLabels> map_;
  SamplerRule rule_;
  std::shared_ptr<const Components> components_;
  VoxelMask mask_;
  std::optional<ClassIndex> allowed_;
  std::unique_ptr<WindowSampler> sampler_;
};

/// The sampler draws among objects, so that it must know the components.
bool draws_objects(const SamplerRule& rule);

/// The class that is no foreground: 0, or what object_box's rule says.
std::int32_t background_of(const SamplerRule& rule);

}  // namespace auglens
