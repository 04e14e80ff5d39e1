#pragma once
// How a picture is divided into panes: pure rectangles, for drawing and for the mouse alike. It refuses to know GL and
// voxels.

#include <vector>

#include "render/view.h"

namespace auglens {

/// Pixels from the top left corner.
struct Rect {
  int x = 0, y = 0, width = 0, height = 0;

  int right() const { return x + width; }
  int bottom() const { return y + height; }
  bool contains(double px, double py) const { return px >= x && py >= y && px < right() && py < bottom(); }
  friend bool operator==(const Rect&, const Rect&) = default;
};

enum class PaneKind { slice, volume };

struct Pane {
  Rect area;    ///< what the slice or the 3-D picture fills
  Rect header;  ///< the strip above with the pane's own caption; empty where there is none
  PaneKind kind = PaneKind::slice;
  Plane plane = Plane::axial;
  std::size_t tile = 0;  ///< which of the shown cases: 0 in single layouts; original 0 and augmented 1 in compare
};

inline constexpr int caption_height = 26;  ///< the strip below the panes

/// The panes of a picture of `width` x `height` pixels that shows `tiles` cases; the caption's strip is already left
/// out when the view has one. A single layout fills the picture.
std::vector<Pane> pane_layout(const View& view, int width, int height, std::size_t tiles);
/// The strip at the bottom, empty when the view has no caption.
Rect caption_area(const View& view, int width, int height);

}  // namespace auglens
