#pragma once
// Boxes of voxels drawn as outlines: a rectangle in the slices that cut them, twelve edges in 3-D. It refuses to know
// what the boxes stand for.

#include "ops/region.h"
#include "render/camera.h"
#include "render/overlay.h"

namespace auglens {

/// A box in voxels of a tile's grid; it may reach beyond the grid.
struct BoxMark {
  Region box;
  Rgb8 colour = token::accent;
  float opacity = 1;
  bool dashed = false;
  float width = 1.5F;  ///< pixels

  friend bool operator==(const BoxMark&, const BoxMark&) = default;
};

/// The outline of the box in slice number `slice` of the geometry's plane, cut at the pane; nothing where the slice
/// does not go through the box.
void mark_slice(Overlay& overlay, const BoxMark& mark, const SliceGeometry& geometry, std::int64_t slice,
                const Rect& area);

/// The edges of the box as the 3-D view shows them, those behind the middle of the box fainter.
void mark_volume(Overlay& overlay, const BoxMark& mark, const Grid& grid, const ViewFrame& frame, const Rect& area);

}  // namespace auglens
