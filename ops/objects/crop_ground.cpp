#include "ops/objects/crop_ground.h"

namespace auglens {
namespace {

std::shared_ptr<const Components> components_for(const LabelMap& labels, const SamplerRule& rule, const Job& job) {
  if (!draws_objects(rule)) return nullptr;
  return std::make_shared<const Components>(components_of(labels, blob_options(rule), job));
}

}  // namespace

CropGround::CropGround(std::shared_ptr<const IndexedLabels> map, std::shared_ptr<const Components> components,
                       const Crop& crop, const Image* image, int frame, const Job& job)
    : map_(std::move(map)), rule_(rule_of(crop)), components_(std::move(components)) {
  const auto* by_label = std::get_if<ByLabelRule>(&rule_);
  if (by_label != nullptr && by_label->image_threshold && image != nullptr) {
    mask_ = above(*image, frame, *by_label->image_threshold, job);
    allowed_.emplace(map_->labels, &mask_, job);
  }
  const CropScene scene{map_->labels.grid.size, &map_->index, &blobs(), allowed_ ? &*allowed_ : nullptr};
  sampler_ = make_sampler(crop.size, rule_, scene);
}

CropGround::CropGround(LabelMap labels, const Crop& crop, const Image* image, int frame, const Job& job)
    : CropGround(std::make_shared<const IndexedLabels>(labels, job), components_for(labels, rule_of(crop), job), crop,
                 image, frame, job) {}

const std::vector<Blob>& CropGround::blobs() const {
  static const std::vector<Blob> none;
  return components_ ? components_->blobs : none;
}

bool draws_objects(const SamplerRule& rule) {
  return std::holds_alternative<ObjectBoxRule>(rule);
}

std::int32_t background_of(const SamplerRule& rule) {
  return blob_options(rule).background;
}

}  // namespace auglens
