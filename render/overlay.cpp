#include "render/overlay.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "render/font.h"

namespace auglens {
namespace {

constexpr float halo_width = 2;  ///< pixels beyond the stroke

std::array<float, 4> with_opacity(Rgb8 c, float opacity) {
  return {static_cast<float>(c[0]) / 255, static_cast<float>(c[1]) / 255, static_cast<float>(c[2]) / 255, opacity};
}

// Thick enough to be read, thin enough to stay open: about an eighth of the height.
float half_stroke(const TextStyle& style) {
  return std::max(0.6F, style.height / 16);
}

}  // namespace

void Overlay::fill(const Rect& r, Rgb8 colour, float opacity) {
  if (r.width <= 0 || r.height <= 0) return;
  items_.push_back(
      {{static_cast<float>(r.x), static_cast<float>(r.y), static_cast<float>(r.width), static_cast<float>(r.height)},
       with_opacity(colour, opacity),
       {},
       {}});
}

void Overlay::line(Point2 from, Point2 to, float width, Rgb8 colour, float opacity) {
  const float margin = std::ceil(width / 2) + 1;
  const auto x0 = static_cast<float>(from.x), y0 = static_cast<float>(from.y);
  const auto x1 = static_cast<float>(to.x), y1 = static_cast<float>(to.y);
  const float left = std::floor(std::min(x0, x1) - margin), top = std::floor(std::min(y0, y1) - margin);
  items_.push_back(
      {{left, top, std::ceil(std::max(x0, x1) + margin) - left, std::ceil(std::max(y0, y1) + margin) - top},
       with_opacity(colour, opacity),
       {x0, y0, x1, y1},
       {0, -1, 0, width / 2}});
}

int Overlay::text_width(std::string_view line, const TextStyle& style) {
  return static_cast<int>(std::ceil(stroke_font().width(line) * style.height / font_capital));
}

int Overlay::text(int x, int y, std::string_view line, const TextStyle& style, Anchor anchor) {
  const Font& font = stroke_font();
  const float scale = style.height / font_capital, half = half_stroke(style), margin = std::ceil(half + halo_width + 1);
  const int width = text_width(line, style);
  auto pen = static_cast<float>(anchor == Anchor::left ? x : anchor == Anchor::middle ? x - width / 2 : x - width);
  for (const char c : line) {
    if (continues_utf8(c)) continue;
    const Glyph& glyph = font.glyph(c);
    const float left = std::round(pen), base = static_cast<float>(y);  // stems on pixel centres stay sharp
    if (glyph.count > 0)
      items_.push_back({{left - margin, base - 14 * scale - margin, glyph.width * scale + 2 * margin + 1,
                         18 * scale + 2 * margin + 1},
                        with_opacity(style.colour, 1),
                        {left + 0.5F, base + 0.5F, scale, half},
                        {static_cast<float>(glyph.first), static_cast<float>(glyph.count), style.halo, 0}});
    pen += glyph.advance * scale;
  }
  return width;
}

std::string Overlay::fit(std::string_view line, const TextStyle& style, int width) {
  if (text_width(line, style) <= width) return std::string(line);
  std::string cut(line);
  while (!cut.empty() && text_width(cut + "...", style) > width) cut.pop_back();
  return cut.empty() ? cut : cut + "...";
}

OverlayDrawer::OverlayDrawer() : program_(link_program("overlay.vert", "overlay.frag")) {
  const Font& font = stroke_font();
  const int count = static_cast<int>(font.strokes.size());
  strokes_.reshape(TexelType::float4, count, 1);
  strokes_.write(font.strokes.data(), count, 1, count);
  const GLuint array = vertices_.name();
  for (GLuint k = 0; k < 4; ++k) {
    glEnableVertexArrayAttrib(array, k);
    glVertexArrayAttribFormat(array, k, 4, GL_FLOAT, GL_FALSE, k * 16U);
    glVertexArrayAttribBinding(array, k, 0);
  }
  glVertexArrayBindingDivisor(array, 0, 1);
  glVertexArrayVertexBuffer(array, 0, buffer_.name(), 0, sizeof(Overlay::Item));
}

void OverlayDrawer::draw(const Overlay& overlay, int width, int height) {
  const auto& items = overlay.items();
  if (items.empty()) return;
  glNamedBufferData(buffer_.name(), static_cast<GLsizeiptr>(items.size() * sizeof(Overlay::Item)), items.data(),
                    GL_STREAM_DRAW);
  set_draw_state(true);
  glViewport(0, 0, width, height);
  strokes_.bind(0);
  glProgramUniform2f(program_.name(), 0, static_cast<float>(width), static_cast<float>(height));
  glUseProgram(program_.name());
  glBindVertexArray(vertices_.name());
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(items.size()));
  glBindVertexArray(0);
  glDisable(GL_BLEND);
  check_gl("drawing over the picture");
}

}  // namespace auglens
