#pragma once
// What lies over the voxels: filled rectangles, lines and text, collected as plain values and drawn in one call. It
// refuses to know what they mean.

#include <string_view>
#include <vector>

#include "render/gl_object.h"
#include "render/label_colour.h"
#include "render/layout.h"
#include "render/slice_geometry.h"

namespace auglens {

struct TextStyle {
  float height = 12;  ///< of a capital, pixels; whole multiples of 3 are crispest
  Rgb8 colour = token::text;
  float halo = 0.7F;  ///< opacity of the dark edge that keeps letters readable over bright tissue
};

/// Where the given point lies of a text.
enum class Anchor { left, middle, right };

class Overlay {
 public:
  void fill(const Rect& rect, Rgb8 colour, float opacity = 1);
  /// A line of text; (x, y) is a point of its baseline. Returns its width in pixels.
  int text(int x, int y, std::string_view line, const TextStyle& style = {}, Anchor anchor = Anchor::left);

  /// A straight line of this width in pixels, its ends round; coordinates from the top left corner of the picture.
  void line(Point2 from, Point2 to, float width, Rgb8 colour, float opacity = 1);

  static int text_width(std::string_view line, const TextStyle& style);
  /// The line, cut with three dots where it is wider than `width` pixels.
  static std::string fit(std::string_view line, const TextStyle& style, int width);

  /// One rectangle, filled or with a character or a line in it; the layout is that of shaders/overlay.vert.
  struct Item {
    std::array<float, 4> box;     ///< x, y, width, height in pixels
    std::array<float, 4> colour;  ///< with opacity, not premultiplied
    std::array<float, 4> pen;     ///< origin x, baseline y, pixels per unit, half of the stroke's width; a line's ends
    std::array<float, 4> glyph;   ///< first stroke, count (0: filled, -1: a line), halo's opacity, a line's half width
  };
  const std::vector<Item>& items() const { return items_; }

 private:
  std::vector<Item> items_;
};

class OverlayDrawer {
 public:
  OverlayDrawer();
  /// Over what is in the current framebuffer, whose size is given and whose row 0 is the top.
  void draw(const Overlay& overlay, int width, int height);

 private:
  GlProgram program_;
  GlVertexArray vertices_ = make_vertex_array();
  GlBuffer buffer_ = make_buffer();
  Texture2D strokes_;
};

}  // namespace auglens
