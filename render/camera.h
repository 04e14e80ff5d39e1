#pragma once
// Where the eye of the 3-D view stands: an orthographic view that turns about the centre of a grid. It refuses to
// know voxels and what is done along a ray.

#include "ops/grid.h"

namespace auglens {

/// Angles in degrees. Azimuth 0, elevation 0 looks from anterior: patient's right on the left, superior up. A positive
/// azimuth walks the eye toward the patient's left (90: left side), a positive elevation toward the crown (90: from
/// above, posterior up; -90: from the feet, anterior up, as axial slices are read). Zoom 1 keeps every corner of the
/// grid in the picture from every side.
struct Viewpoint {
  double azimuth = 0, elevation = 0;
  double zoom = 1;                   ///< > 0; larger shows less
  double pan_right = 0, pan_up = 0;  ///< mm by which the anatomy is moved in the picture

  friend bool operator==(const Viewpoint&, const Viewpoint&) = default;
};

/// Unit vectors of the picture in LPS: its right, its top, and the way the eye looks.
struct ViewAxes {
  Vec3 right, up, forward;
};
ViewAxes axes_of(const Viewpoint& camera);

/// The eye in front of one grid and one picture: all that is needed to go from mm to pixels and back.
struct ViewFrame {
  ViewAxes axes;
  Vec3 target{};     ///< LPS mm of the middle of the picture
  double reach = 1;  ///< mm from the grid's centre to its farthest corner
  double mm_per_pixel = 1;
  int width = 1, height = 1;
};
/// Throws Error(usage) for an empty picture or a zoom that is not positive.
ViewFrame frame_of(const Viewpoint& camera, const Grid& grid, int width, int height);

/// Picture column, row (the centre of the upper left pixel is 0, 0) and depth in mm beyond the target of a point in LPS
/// mm.
Vec3 project(const ViewFrame& frame, const Vec3& world);
/// The inverse of project.
Vec3 unproject(const ViewFrame& frame, const Vec3& column_row_depth);

/// The camera after a drag, as if a sphere as large as the picture were turned by hand: angles wrap at 180, elevation
/// stops at 90.
Viewpoint orbited(Viewpoint camera, double pixels_right, double pixels_down, int height);

}  // namespace auglens
