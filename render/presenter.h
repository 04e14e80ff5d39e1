#pragma once
// The owner of all textures that show voxels and pictures; one thread, the one with the GL context, may touch it. It
// refuses to know where the voxels came from: they reach it as buffers.

#include <cstdint>
#include <vector>

#include "ops/picture_data.h"
#include "render/present_road.h"

namespace auglens {

/// One evaluated slice, borrowed for the time of the upload. `width` and `height` are the extents of the two index axes
/// that are left beside `axis`, in rising order (axis 2: x and y; axis 1: x and z; axis 0: y and z); pitches in voxels.
struct SlicePixels {
  int axis = 2;
  int width = 0, height = 0;
  const float* values = nullptr;
  std::int64_t pitch = 0;
  const std::int32_t* labels = nullptr;  ///< dense indices, 0 is the background; null: no labels
  std::int64_t label_pitch = 0;
  const float* heat = nullptr;  ///< 0 to 1 per voxel, dense, in host memory; 0 shows nothing; null: no heat
  Place place = Place::host;
};

/// A box of texels that holds labels: first <= texel < end.
struct TexelBox {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  friend bool operator==(const TexelBox&, const TexelBox&) = default;
};

/// Boxes that together hold every voxel with a label, and not many others: runs of small blocks. Drawing labels costs
/// many texels per pixel, so it is done only there.
std::vector<TexelBox> label_boxes(const SlicePixels& slice);

/// A slice as textures: R32F values and R32UI label indices, read by texelFetch only.
struct PresentedSlice {
  int axis = 2;
  Texture2D values, labels, heat;
  std::vector<TexelBox> boxes;  ///< empty: no labels here
  bool shown = false, heated = false;
};

/// Slots are small numbers that the caller hands out; a slot keeps its textures as long as the size stays.
class Presenter {
 public:
  /// Throws Error(resource) when the road is refused.
  explicit Presenter(PresentRoad road);

  PresentRoad road() const { return road_; }
  /// Throws Error(resource) when a side is beyond this GL's limit or memory is out.
  void upload(std::size_t slot, const SlicePixels& slice);
  /// A finished picture (the ray caster's); slots of pictures and slices are counted apart.
  void upload(std::size_t slot, const Picture& picture);
  /// The slot shows nothing until its next upload.
  void forget(std::size_t slot);
  void forget_picture(std::size_t slot);

  /// Null until the slot has voxels.
  const PresentedSlice* slice(std::size_t slot) const;
  const Texture2D* picture(std::size_t slot) const;

 private:
  PresentRoad road_;
  std::unique_ptr<VoxelRoad> way_;
  std::vector<PresentedSlice> slices_;
  std::vector<Texture2D> pictures_;
};

}  // namespace auglens
