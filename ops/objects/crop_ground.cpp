#include "ops/objects/crop_ground.h"

namespace auglens {

CropGround::CropGround(LabelMap labels, const Crop& crop, const Image* image, int frame, const Job& job)
    : labels_(std::move(labels)), rule_(rule_of(crop)), index_(labels_, nullptr, job) {
  if (std::holds_alternative<ObjectBoxRule>(rule_)) components_ = components_of(labels_, blob_options(rule_), job);
  const auto* by_label = std::get_if<ByLabelRule>(&rule_);
  if (by_label != nullptr && by_label->image_threshold && image != nullptr) {
    mask_ = above(*image, frame, *by_label->image_threshold, job);
    allowed_.emplace(labels_, &mask_, job);
  }
  const CropScene scene{labels_.grid.size, &index_, &components_.blobs, allowed_ ? &*allowed_ : nullptr};
  sampler_ = make_sampler(crop.size, rule_, scene);
}

std::int32_t background_of(const SamplerRule& rule) {
  return blob_options(rule).background;
}

}  // namespace auglens
