#pragma once
// The View: all that decides the picture except voxels, as one plain value that compares by ==. It refuses to know
// voxels, files, windows and GL.

#include <array>
#include <optional>

#include "ops/grid.h"
#include "render/colour_map.h"

namespace auglens {

enum class Layout { mpr, axial, coronal, sagittal, volume3d, compare, sheet, crops };
enum class Plane { axial, coronal, sagittal };
inline constexpr std::array<Plane, 3> all_planes = {Plane::axial, Plane::coronal, Plane::sagittal};

enum class Interpolation { nearest, linear };

/// Grey runs from level - width / 2 to level + width / 2, in the units of the voxels. A width <= 0 is a step at the
/// level.
struct Window {
  double width = 1, level = 0.5;
  friend bool operator==(const Window&, const Window&) = default;
};

/// Zoom 1 fits the slice into its pane; the pan moves it right and down, in mm of the slice.
struct PlaneView {
  double zoom = 1, pan_right_mm = 0, pan_down_mm = 0;
  friend bool operator==(const PlaneView&, const PlaneView&) = default;
};

enum class VolumeMode { mip, shaded };

/// The 3-D camera turns about the middle of the volume. Azimuth 0 looks at the face (from anterior), 90 at the
/// patient's left; elevation 90 looks from above the head. Zoom 1 fits the whole volume.
struct Camera {
  double azimuth = 25, elevation = 15;  ///< degrees
  double zoom = 1;
  VolumeMode mode = VolumeMode::shaded;
  friend bool operator==(const Camera&, const Camera&) = default;
};

struct View {
  Layout layout = Layout::mpr;
  Plane plane = Plane::axial;  ///< what compare, sheet and crops show
  Vec3 at{0, 0, 0};            ///< the crosshair's point, LPS mm
  std::optional<Vec3> object;  ///< a point in the chosen object, LPS mm
  bool windows = true;         ///< training windows are outlined, and objects that they leave out are dimmed
  int channel = 0, frame = 0;
  Window window;
  std::optional<Window>
      augmented_window;  ///< of the augmented side, whose values may be of another range; else `window`
  ColourMap colour_map = ColourMap::grey;
  Interpolation interpolation = Interpolation::nearest;
  bool labels = true, label_outline = true;
  float label_opacity = 0.35F, outline_opacity = 0.9F;
  bool letters = true, crosshair = true;
  bool caption = false;
  Camera camera;
  std::array<PlaneView, 3> planes;  ///< indexed by Plane

  const Window& window_of(bool original) const { return augmented_window && !original ? *augmented_window : window; }
  const PlaneView& plane_view(Plane p) const { return planes[static_cast<std::size_t>(p)]; }
  /// Without letters, crosshair and labels: voxels only.
  View plain() const {
    View v = *this;
    v.letters = v.crosshair = v.labels = false;
    return v;
  }
  friend bool operator==(const View&, const View&) = default;
};

}  // namespace auglens
