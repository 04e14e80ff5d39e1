#pragma once
// Draws one slice with window, colour map and labels into a rectangle of the current framebuffer, whose row 0 is the
// top of the picture. It refuses to know letters, crosshairs, layouts and where the voxels came from.

#include <vector>

#include "render/layout.h"
#include "render/presenter.h"
#include "render/slice_geometry.h"

namespace auglens {

/// The shader and its small tables. Of the pixels it computes only colours; which voxel a pixel shows comes from
/// SliceGeometry and which grey a value has from grey.h, so that the picture is theirs to the bit on every driver.
class SliceDrawer {
 public:
  SliceDrawer();

  /// Pixels outside the slice become black; so does NaN. `area` may reach beyond the framebuffer. A slot without voxels
  /// gives a black pane.
  void draw(const Presenter& presenter, std::size_t slot, const View& view, const SliceGeometry& geometry,
            const Rect& area);

 private:
  /// For each pixel column and row of one pane: the voxel index, and the nearest voxel or -1.
  struct PixelMap {
    Texture2D texture;
    std::vector<float> texels;
  };
  /// The shader in its eight forms, made when first used.
  const GlProgram& program(bool linear, bool labels, bool heat);
  void set_uniforms(const GlProgram& program, const View& view, const SliceGeometry& geometry, const Rect& area) const;
  void draw_labels(const PresentedSlice& slice, const SliceGeometry& geometry);
  const PixelMap& pixel_map(std::size_t slot, const SliceGeometry& geometry);
  void set_window(const Window& window);
  void set_colours(ColourMap map);

  std::array<GlProgram, 8> programs_;
  GlVertexArray nothing_ = make_vertex_array(), box_array_ = make_vertex_array();
  GlBuffer boxes_ = make_buffer();
  Texture2D limits_, colours_, heat_colours_;
  std::array<float, 2> ends_{0, 0};  ///< the limits of the levels 1 and 255
  Window window_{0, 0};
  ColourMap map_ = ColourMap::grey;
  bool has_window_ = false, has_colours_ = false;
  std::vector<PixelMap> maps_;
};

}  // namespace auglens
