#pragma once
// A whole picture: panes, slices, the 3-D picture, letters and captions, drawn from what the presenter holds; the
// window and the headless picture both go through here. It refuses to know chains, files and the worker.

#include <string>

#include "render/box_mark.h"
#include "render/canvas.h"
#include "render/overlay.h"
#include "render/presenter.h"
#include "render/slice.h"

namespace auglens {

/// The mark in front of a pane's caption, in the two hues that stand for original and augmented everywhere.
enum class TileMark { none, original, augmented };

/// One shown case: its grid, and the slot of the slice of each plane (indexed by Plane). A slot may be empty.
struct Tile {
  Grid grid;
  std::array<std::size_t, 3> slots{0, 1, 2};
  TileMark mark = TileMark::none;
  std::string caption;
  bool original = false;  ///< takes the original's window
  std::vector<BoxMark> marks{};
};

struct Scene {
  View view;
  std::vector<Tile> tiles;      ///< one; two in compare (original, augmented); as many as are shown in a sheet
  std::size_t volume_slot = 0;  ///< the presenter's picture slot of the 3-D view, which has the first tile's marks
  std::string caption;          ///< the strip at the bottom, when view.caption
};

/// The slices that a view of a grid shows, for whoever evaluates them: one for each slice pane.
struct WantedSlice {
  Plane plane = Plane::axial;
  int axis = 2;
  std::int64_t index = 0;
  friend bool operator==(const WantedSlice&, const WantedSlice&) = default;
};
std::vector<WantedSlice> wanted_slices(const View& view, const Grid& grid);
/// Pixels of the 3-D pane in a picture of this size, or an empty rectangle.
Rect volume_area(const View& view, int width, int height);

/// Everything that draws; made once per context, used on its thread.
class Painter {
 public:
  explicit Painter(PresentRoad road) : presenter_(road) {}

  Presenter& presenter() { return presenter_; }
  void paint(const Scene& scene, const Canvas& canvas);

 private:
  void paint_slice(const Scene& scene, const Tile& tile, const Pane& pane, Overlay& overlay);
  void paint_volume(const Scene& scene, const Pane& pane, Overlay& overlay);

  Presenter presenter_;
  SliceDrawer slices_;
  OverlayDrawer overlays_;
  GlProgram pictures_ = link_program("pane.vert", "picture.frag");
  GlVertexArray nothing_ = make_vertex_array();
};

}  // namespace auglens
