#include "render/font.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "render/overlay.h"

using namespace auglens;

TEST_CASE("every printable character is drawn inside its box, and no two are alike") {
  const Font& font = stroke_font();
  REQUIRE(font.glyphs.size() == 95);
  const auto strokes = [&](char c) {
    const Glyph& g = font.glyph(c);
    std::vector<float> numbers;
    for (int k = g.first; k < g.first + g.count; ++k) {
      const Stroke& s = font.strokes[static_cast<std::size_t>(k)];
      numbers.insert(numbers.end(), {s.x0, s.y0, s.x1, s.y1});
    }
    return numbers;
  };
  for (char c = '!'; c <= '~'; ++c) {
    CAPTURE(c);
    CHECK(font.glyph(c).count > 0);
    CHECK(font.glyph(c).advance > font.glyph(c).width);
    for (int k = font.glyph(c).first; k < font.glyph(c).first + font.glyph(c).count; ++k) {
      const Stroke& s = font.strokes[static_cast<std::size_t>(k)];
      CHECK((s.x0 >= 0 && s.x1 >= 0 && s.x0 <= 13 && s.x1 <= 13));
      CHECK((s.y0 >= -4 && s.y1 >= -4 && s.y0 <= 14 && s.y1 <= 14));
    }
    for (char other = '!'; other < c; ++other) CHECK(strokes(c) != strokes(other));
  }
  CHECK(font.glyph(' ').count == 0);
}

TEST_CASE("capitals stand on the line and reach the height of a capital; digits are of one width") {
  const Font& font = stroke_font();
  for (const char c : std::string_view("ABCDEFGHIKLMNOPRSTUVWXYZ0123456789")) {
    CAPTURE(c);
    float low = 99, high = -99;
    for (int k = font.glyph(c).first; k < font.glyph(c).first + font.glyph(c).count; ++k) {
      const Stroke& s = font.strokes[static_cast<std::size_t>(k)];
      low = std::min<float>({low, s.y0, s.y1});
      high = std::max({high, s.y0, s.y1});
    }
    CHECK(low == doctest::Approx(0).epsilon(0.001));
    CHECK(high == doctest::Approx(12));
  }
  for (char c = '0'; c <= '9'; ++c) CHECK(font.glyph(c).advance == font.glyph('0').advance);
}

TEST_CASE("a line that is too long is cut with dots; a UTF-8 character counts once") {
  const TextStyle style;
  const std::string line = "a long caption that does not fit";
  CHECK(Overlay::fit(line, style, 10000) == line);
  const std::string cut = Overlay::fit(line, style, 150);
  CHECK(cut.ends_with("..."));
  CHECK(Overlay::text_width(cut, style) <= 150);
  CHECK(Overlay::fit(line, style, 1).empty());
  CHECK(stroke_font().width("\xC3\x97") == stroke_font().width("?"));
}
