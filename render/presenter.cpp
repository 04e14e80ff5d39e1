#include "render/presenter.h"

#include <algorithm>
#include <array>

#include "ops/error.h"

namespace auglens {
namespace {

constexpr std::array<std::string_view, 3> road_names = {"interop", "copy", "cpu"};

std::unique_ptr<VoxelRoad> make_road(PresentRoad road) {
  switch (road) {
    case PresentRoad::interop:
      return make_interop_road();
    case PresentRoad::copy:
      return make_copy_road();
    case PresentRoad::cpu:
      break;
  }
  return make_cpu_road();
}

}  // namespace

std::string_view name_of(PresentRoad road) {
  return road_names[static_cast<std::size_t>(road)];
}

std::optional<PresentRoad> present_road_named(std::string_view name) {
  for (std::size_t k = 0; k < road_names.size(); ++k)
    if (road_names[k] == name) return static_cast<PresentRoad>(k);
  return std::nullopt;
}

PresentRoad choose_road(std::optional<PresentRoad> forced, const GlInfo& info, Place voxels) {
  if (forced) return *forced;
  // Interop is taken only on demand until it is open; pinned staging pays only where a GPU fetches from it.
  return voxels == Place::cuda || !info.software ? PresentRoad::copy : PresentRoad::cpu;
}

std::vector<TexelBox> label_boxes(const SlicePixels& slice) {
  if (slice.labels == nullptr) return {};
  if (slice.place != Place::host) return {{0, 0, slice.width, slice.height}};  // not looked at from here
  constexpr int block = 8;
  std::vector<TexelBox> boxes;
  for (int y0 = 0; y0 < slice.height; y0 += block) {
    const int y1 = std::min(y0 + block, slice.height);
    for (int x0 = 0; x0 < slice.width; x0 += block) {
      const int x1 = std::min(x0 + block, slice.width);
      std::int32_t any = 0;
      for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x) any |= slice.labels[y * slice.label_pitch + x];
      if (any == 0) continue;
      if (!boxes.empty() && boxes.back().y0 == y0 && boxes.back().x1 == x0)
        boxes.back().x1 = x1;
      else
        boxes.push_back({x0, y0, x1, y1});
    }
  }
  return boxes;
}

Presenter::Presenter(PresentRoad road) : road_(road), way_(make_road(road)) {}

void Presenter::upload(std::size_t slot, const SlicePixels& pixels) {
  if (slot >= slices_.size()) slices_.resize(slot + 1);
  PresentedSlice& slice = slices_[slot];
  slice.shown = false;  // a failure on the way leaves nothing half new on the screen
  slice.axis = pixels.axis;
  slice.values.reshape(TexelType::float1, pixels.width, pixels.height);
  way_->write(slice.values, {pixels.values, pixels.width, pixels.height, pixels.pitch, pixels.place});
  slice.boxes = label_boxes(pixels);
  if (!slice.boxes.empty()) {
    slice.labels.reshape(TexelType::uint1, pixels.width, pixels.height);
    way_->write(slice.labels, {pixels.labels, pixels.width, pixels.height, pixels.label_pitch, pixels.place});
  }
  slice.heated = pixels.heat != nullptr;
  if (slice.heated) {
    slice.heat.reshape(TexelType::float1, pixels.width, pixels.height);
    slice.heat.write(pixels.heat, pixels.width, pixels.height, pixels.width);
  }
  check_gl("upload of a slice");
  slice.shown = true;
}

void Presenter::upload(std::size_t slot, const Picture& picture) {
  if (slot >= pictures_.size()) pictures_.resize(slot + 1);
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) *
                                 4);
  for (std::size_t k = 0; k < rgba.size() / 4; ++k) {
    for (std::size_t c = 0; c < 3; ++c) rgba[4 * k + c] = picture.rgb[3 * k + c];
    rgba[4 * k + 3] = 255;
  }
  Texture2D& texture = pictures_[slot];
  texture.reshape(TexelType::rgba8, picture.width, picture.height);
  texture.write(rgba.data(), picture.width, picture.height, picture.width);
  check_gl("upload of a picture");
}

void Presenter::forget(std::size_t slot) {
  if (slot < slices_.size()) slices_[slot].shown = false;
}

void Presenter::forget_picture(std::size_t slot) {
  if (slot < pictures_.size()) pictures_[slot] = Texture2D{};
}

const PresentedSlice* Presenter::slice(std::size_t slot) const {
  return slot < slices_.size() && slices_[slot].shown ? &slices_[slot] : nullptr;
}

const Texture2D* Presenter::picture(std::size_t slot) const {
  return slot < pictures_.size() && pictures_[slot].object ? &pictures_[slot] : nullptr;
}

}  // namespace auglens
