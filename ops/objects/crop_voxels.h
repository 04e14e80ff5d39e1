#pragma once
// Where the voxels of each class lie, so that the n-th one is found by reading a single plane. It refuses to know why
// one is wanted.

#include <span>
#include <vector>

#include "ops/image.h"
#include "ops/job.h"

namespace auglens {

/// Voxels of one class within some planes.
struct ClassVoxels {
  struct Plane {
    std::int64_t z = 0, before = 0;  ///< how many voxels of the class lie below this plane
  };
  std::int32_t value = 0;
  std::int64_t count = 0;
  std::vector<Plane> planes;  ///< those that hold one, ascending
  Region box;                 ///< the smallest that holds them
};

/// One byte for each voxel of a grid without padding, x fastest; 0: the voxel does not count.
using VoxelMask = std::vector<std::uint8_t>;

/// Which voxels lie above a threshold in any channel of a frame. Throws Error(resource), Cancelled.
VoxelMask above(const Image& image, int frame, double threshold, const Job& job);

/// The index of a label map by class. It keeps the map and the mask that it was made of by reference.
class ClassIndex {
 public:
  /// Every value of the map, 0 too, ascending; with a mask only voxels that count. Throws Error(resource), Cancelled.
  ClassIndex(const LabelMap& labels, const VoxelMask* mask, const Job& job);

  std::span<const ClassVoxels> classes() const { return classes_; }
  std::size_t bytes() const;
  /// Null when no voxel has the value.
  const ClassVoxels* find(std::int32_t value) const;
  /// The n-th voxel of the class in raster order; 0 <= n < count.
  Index3 voxel(const ClassVoxels& of, std::int64_t n) const;
  /// Calls f(index) for all of them in raster order.
  template <class F>
  void each_voxel(const ClassVoxels& of, F&& f) const {
    for (const ClassVoxels::Plane& plane : of.planes)
      for (std::int64_t y = of.box.start[1]; y < of.box.end(1); ++y) {
        const std::uint8_t* counts = mask_row(y, plane.z);
        for (std::int64_t x = of.box.start[0]; x < of.box.end(0); ++x)
          if (labels_.at(x, y, plane.z) == of.value && (counts == nullptr || counts[x] != 0)) f(Index3{x, y, plane.z});
      }
  }
  /// Calls f(x0, x1, value) for the pieces x0 <= x < x1 of a row that are of one class, each as long as possible.
  template <class F>
  void each_run(std::int64_t y, std::int64_t z, F&& f) const {
    const std::int32_t* const row = &labels_.data[z * labels_.plane + y * labels_.row];
    const std::uint8_t* const counts = mask_row(y, z);
    for (std::int64_t x = 0; x < labels_.nx;) {
      const std::int64_t first = x++;
      if (counts != nullptr && counts[first] == 0) continue;
      while (x < labels_.nx && row[x] == row[first] && (counts == nullptr || counts[x] != 0)) ++x;
      f(first, x, row[first]);
    }
  }

 private:
  const std::uint8_t* mask_row(std::int64_t y, std::int64_t z) const {
    return mask_ == nullptr ? nullptr : mask_->data() + (z * labels_.ny + y) * labels_.nx;
  }

  VoxelView<std::int32_t> labels_;
  const VoxelMask* mask_;
  std::vector<ClassVoxels> classes_;
};

}  // namespace auglens
