#pragma once
// A small stroke font of our own for printable ASCII: each character is a few line segments. It refuses to know pixels
// and GL.

#include <string_view>
#include <vector>

namespace auglens {

/// A stroke from one point to another in font units, y upward: baseline 0, capitals 12 high, small letters 8, tails -4.
struct Stroke {
  float x0, y0, x1, y1;
};

struct Glyph {
  int first = 0, count = 0;  ///< its strokes in Font::strokes
  float width = 0;           ///< of the ink
  float advance = 0;         ///< to the next character
};

struct Font {
  std::vector<Stroke> strokes;
  std::vector<Glyph> glyphs;  ///< of the characters 32 to 126

  /// A character outside printable ASCII is shown as a question mark.
  const Glyph& glyph(char c) const;
  /// Width of a line in font units; bytes that continue a UTF-8 character are not counted.
  float width(std::string_view text) const;
};

inline constexpr float font_capital = 12;
const Font& stroke_font();
/// True for the second and later bytes of one UTF-8 character.
constexpr bool continues_utf8(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace auglens
