#pragma once
// A framebuffer of our own, 8-bit RGBA, whose row 0 is the top of the picture. It refuses to know what is drawn on it.

#include <array>

#include "ops/picture_data.h"
#include "render/gl_object.h"

namespace auglens {

class Canvas {
 public:
  Canvas() = default;
  /// Throws Error(resource) beyond this GL's limit.
  Canvas(int width, int height) { resize(width, height); }

  void resize(int width, int height);
  /// Makes it the target of draws and fills it with one colour.
  void begin(std::array<std::uint8_t, 3> background) const;
  /// Waits for the draws.
  Picture read() const;

  int width() const { return colour_.width; }
  int height() const { return colour_.height; }
  /// For whoever shows it; the top row has texture coordinate 0.
  const Texture2D& texture() const { return colour_; }

 private:
  Texture2D colour_;
  GlFramebuffer framebuffer_;
};

}  // namespace auglens
