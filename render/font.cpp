#include "render/font.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace auglens {
namespace {

// One line per character from space to tilde. A word is one path: `-` straight lines; `(` quarter ellipses that leave
// the first point horizontally, then vertically, in turn; `)` the same, leaving vertically. A point is two digits of
// base 36, x and y + 4.
constexpr std::array<std::string_view, 95> drawings = {
    "",                                     // space
    "-0g08 -0404",                          // !
    "-0g0d -3g3d",                          // "
    "-3g14 -7g54 -0c8c -0888",              // #
    ")8d4g0d4a874407 -4i42",                // $
    "-148g (2g0e2c4e2g (7857749778",        // %
    "-841d )1d3g5d -5d07 )073489",          // &
    "-0g0d",                                // '
    "(3i0a32",                              // (
    "(0i3a02",                              // )
    "-3g38 -0e6a -6e0a",                    // *
    "-4d47 -1a7a",                          // +
    "-1402",                                // ,
    "-0959",                                // -
    "-0404",                                // .
    "-026i",                                // /
    "(4g0a448a4g",                          // 0
    "-1d4g44",                              // 1
    ")0c4g8c -8c7a0484",                    // 2
    ")0d4g8d4a874407",                      // 3
    "-646g0888",                            // 4
    "-7g1g1b4b (4b884407",                  // 5
    "(4c0844884c )086g",                    // 6
    "-0g8g34",                              // 7
    "(4g1d4a7d4g (4a0744874a",              // 8
    "(4g0c488c4g )8c24",                    // 9
    "-0404 -0b0b",                          // :
    "-1402 -1b1b",                          // ;
    "-7d0975",                              // <
    "-0b7b -0777",                          // =
    "-0d7905",                              // >
    ")0d3g6d39 -3938 -3434",                // ?
    "(640a6gca (6d3a679a6d )9aa8ca",        // @
    "-044g84 -1878",                        // A
    "-4g0g0444 -0a4a (4g7d4a (4a8744",      // B
    ")9d5g0a5497",                          // C
    "-3g0g0434 (3g9a34",                    // D
    "-7g0g0474 -0a6a",                      // E
    "-7g0g04 -0a6a",                        // F
    ")9d5g0a5499 -9969",                    // G
    "-040g -848g -0a8a",                    // H
    "-040g",                                // I
    "-6g67 )673407",                        // J
    "-040g -8g09 -3b84",                    // K
    "-0g0474",                              // L
    "-040g56aga4",                          // M
    "-040g848g",                            // N
    "(5g0a54aa5g",                          // O
    "-040g4g (4g8d4a -4a0a",                // P
    "(5g0a54aa5g -67a3",                    // Q
    "-040g4g (4g8d4a -4a0a -4a84",          // R
    ")8d4g0d4a874407",                      // S
    "-0g8g -4g44",                          // T
    "-0g08 )084488 -888g",                  // U
    "-0g448g",                              // V
    "-0g346g94cg",                          // W
    "-0g84 -048g",                          // X
    "-0g498g -4944",                        // Y
    "-0g8g0484",                            // Z
    "-3i0i0232",                            // [
    "-0i62",                                // backslash
    "-0i3i3202",                            // ]
    "-0c3g6c",                              // ^
    "-0272",                                // _
    "-0g2d",                                // `
    "(3c0834683c -6c64",                    // a
    "-0g04 (3c0834683c",                    // b
    ")6a3c083466",                          // c
    "-6g64 (3c0834683c",                    // d
    "-0868 )683c083466",                    // e
    "(5g2d -2d24 -0c5c",                    // f
    "(3c0834683c -6c63 )633002",            // g
    "-0g04 )093c69 -6964",                  // h
    "-0c04 -0f0g",                          // i
    "-3c32 )3210 -3f3g",                    // j
    "-0g04 -6c07 -2964",                    // k
    "-0g06 )0624",                          // l
    "-0c04 )093c59 -5954 )598ca9 -a9a4",    // m
    "-0c04 )093c69 -6964",                  // n
    "(3c0834683c",                          // o
    "-0c00 (3c0834683c",                    // p
    "-6c60 (3c0834683c",                    // q
    "-0c04 )094c",                          // r
    ")6a3c0a38663406",                      // s
    "-2g27 )2754 -0c5c",                    // t
    "-0c07 )073467 -6c64",                  // u
    "-0c346c",                              // v
    "-0c245c84ac",                          // w
    "-0c64 -046c",                          // x
    "-0c34 -6c20",                          // y
    "-0c6c0464",                            // z
    "(4i2f -2f2c )2c0a (0a28 -2825 )2542",  // {
    "-0i02",                                // |
    "(0i2f -2f2c )2c4a (4a28 -2825 )2502",  // }
    "-0a2b597a",                            // ~
};

struct Point {
  float x, y;
};

Point point_of(std::string_view word, std::size_t k) {
  const auto digit = [](char c) { return static_cast<float>(c <= '9' ? c - '0' : c - 'a' + 10); };
  return {digit(word[1 + 2 * k]), digit(word[2 + 2 * k]) - 4};
}

void add_quarter(std::vector<Stroke>& strokes, Point a, Point b, bool horizontal) {
  constexpr int pieces = 6;
  Point last = a;
  for (int k = 1; k <= pieces; ++k) {
    const double turn = k * 1.5707963267948966 / pieces;
    const auto s = static_cast<float>(std::sin(turn)), c = static_cast<float>(1 - std::cos(turn));
    const Point next{a.x + (b.x - a.x) * (horizontal ? s : c), a.y + (b.y - a.y) * (horizontal ? c : s)};
    strokes.push_back({last.x, last.y, next.x, next.y});
    last = next;
  }
}

void add_path(std::vector<Stroke>& strokes, std::string_view word) {
  bool horizontal = word[0] == '(';
  for (std::size_t k = 0; k + 1 < word.size() / 2; ++k) {
    const Point a = point_of(word, k), b = point_of(word, k + 1);
    if (word[0] == '-') {
      strokes.push_back({a.x, a.y, b.x, b.y});
    } else {
      add_quarter(strokes, a, b, horizontal);
      horizontal = !horizontal;
    }
  }
}

Font make_font() {
  Font font;
  for (std::size_t k = 0; k < drawings.size(); ++k) {
    Glyph glyph;
    glyph.first = static_cast<int>(font.strokes.size());
    for (std::string_view rest = drawings[k]; !rest.empty();) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      add_path(font.strokes, rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    glyph.count = static_cast<int>(font.strokes.size()) - glyph.first;
    for (int s = glyph.first; s < glyph.first + glyph.count; ++s) {
      const Stroke& stroke = font.strokes[static_cast<std::size_t>(s)];
      glyph.width = std::max({glyph.width, stroke.x0, stroke.x1});
    }
    const bool digit = k >= '0' - 32 && k <= '9' - 32;  // of one width, so that numbers do not jitter
    glyph.advance = digit ? 12 : k == 0 ? 6 : glyph.width + 4;
    font.glyphs.push_back(glyph);
  }
  return font;
}

}  // namespace

const Font& stroke_font() {
  static const Font font = make_font();
  return font;
}

const Glyph& Font::glyph(char c) const {
  const auto code = static_cast<unsigned char>(c);
  return glyphs[code >= 32 && code <= 126 ? code - 32U : '?' - 32U];
}

float Font::width(std::string_view text) const {
  float sum = 0;
  for (const char c : text)
    if (!continues_utf8(c)) sum += glyph(c).advance;
  return sum > 0 ? sum - 4 : 0;
}

}  // namespace auglens
