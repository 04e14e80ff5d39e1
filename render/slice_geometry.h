#pragma once
// Which index plane of a grid a pane shows, how it is turned, and where each of its pixels lies in it. It refuses to
// know GL and voxel values: the picture contract of slices is this arithmetic, in double.

#include <optional>
#include <vector>

#include "render/view.h"

namespace auglens {

/// How the two index axes that are left lie on the screen: x runs right, y runs down.
struct PlaneAxes {
  int across = 2;  ///< the index axis that the slices are stacked along
  int right = 0, down = 1;
  bool right_flipped = false, down_flipped = false;  ///< the index falls while the screen coordinate grows
  char left_letter = 'R', right_letter = 'L', top_letter = 'A', bottom_letter = 'P';

  friend bool operator==(const PlaneAxes&, const PlaneAxes&) = default;
};

/// The index plane whose axis is nearest to S (axial), A (coronal) or L (sagittal), turned so that the patient's right
/// is on the left, anterior or superior is up, and the nose of a sagittal slice points left.
PlaneAxes plane_axes(const Grid& grid, Plane plane);

/// floor(index + 0.5) along `axis` of the voxel index of a point in LPS mm, kept inside the grid. A point within 1e-6
/// voxels of the border between two voxels is on the border, so that the grid's centre is exactly what it says.
std::int64_t slice_index(const Grid& grid, int axis, const Vec3& at);
/// All three at once: the voxel under the crosshair.
Index3 voxel_at(const Grid& grid, const Vec3& at);
/// The same, but empty for a point in no voxel's box.
std::optional<Index3> voxel_under(const Grid& grid, const Vec3& at);

struct Point2 {
  double x = 0, y = 0;
};

/// One axis of the mapping from pixels to voxels: index = origin + step * (pixel + 0.5), for whole pixels.
struct PixelAxis {
  std::int64_t voxels = 1;
  double origin = 0, step = 1;

  double index(double position) const { return origin + step * position; }  ///< `position` counts from the pane's edge
  double position(double index) const { return (index - origin) / step; }
  /// The voxel that pixel `p` shows, or -1 outside the slice: floor(index + 0.5), ties upward within 1e-6 voxels.
  std::int64_t nearest(std::int64_t p) const;
};

/// A slice of a grid in a pane of `width` x `height` pixels, at the largest scale that fits with the aspect in mm,
/// centred; then the plane's own zoom and pan.
class SliceGeometry {
 public:
  SliceGeometry(const Grid& grid, Plane plane, int width, int height, const PlaneView& view = {});

  const PlaneAxes& axes() const { return axes_; }
  Plane plane() const { return plane_; }
  const PixelAxis& right() const { return right_; }
  const PixelAxis& down() const { return down_; }
  int width() const { return width_; }
  int height() const { return height_; }
  double mm_per_pixel() const { return mm_per_pixel_; }

  /// Where a voxel index lies, in pixels from the pane's top left corner; (0.5, 0.5) is the middle of the first pixel.
  Point2 pixel_of(const Vec3& index) const;
  /// The voxel index (not rounded) under a position of the pane, in the slice `slice`.
  Vec3 index_at(const Point2& position, double slice) const;

 private:
  Plane plane_;
  PlaneAxes axes_;
  int width_, height_;
  double mm_per_pixel_;
  PixelAxis right_, down_;
};

}  // namespace auglens
