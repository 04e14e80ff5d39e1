#include "render/colour_map.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace auglens;

namespace {

// CIE L* of an sRGB colour, from the standard's own formulas.
double lightness(const Rgb8& c) {
  const auto linear = [](std::uint8_t byte) {
    const double v = byte / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  const double y = 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
  return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

}  // namespace

TEST_CASE("grey is the identity and inverted grey its mirror") {
  for (std::size_t k = 0; k < 256; ++k) {
    const auto g = static_cast<std::uint8_t>(k), i = static_cast<std::uint8_t>(255 - k);
    CHECK(colour_table(ColourMap::grey)[k] == Rgb8{g, g, g});
    CHECK(colour_table(ColourMap::inverted_grey)[k] == Rgb8{i, i, i});
  }
}

TEST_CASE("the maps that claim it grow steadily lighter, without plateaus or jumps") {
  for (const ColourMap map : {ColourMap::grey, ColourMap::bone, ColourMap::hot_iron, ColourMap::viridis,
                              ColourMap::magma, ColourMap::inferno, ColourMap::plasma, ColourMap::cividis}) {
    CAPTURE(name_of(map));
    const ColourTable& table = colour_table(map);
    for (std::size_t k = 1; k < 256; ++k) {
      CHECK(lightness(table[k]) >= lightness(table[k - 1]) - 0.35);  // one step of one byte may go back that far
      CHECK(lightness(table[k]) - lightness(table[k - 1]) < 2.5);
      if (k >= 16) CHECK(lightness(table[k]) > lightness(table[k - 16]));
    }
  }
}

TEST_CASE("the diverging map is lightest and nearly neutral in the middle, and falls off on both sides") {
  const ColourTable& table = colour_table(ColourMap::diverging);
  CHECK(lightness(table[127]) > 94);
  CHECK(std::abs(table[127][0] - table[127][2]) < 8);
  for (std::size_t k = 16; k < 128; ++k) CHECK(lightness(table[k]) > lightness(table[k - 16]));
  for (std::size_t k = 144; k < 256; ++k) CHECK(lightness(table[k]) < lightness(table[k - 16]));
  CHECK(table[0][2] > table[0][0]);
  CHECK(table[255][0] > table[255][2]);
}

TEST_CASE("published end points") {
  CHECK(colour_table(ColourMap::viridis)[0] == Rgb8{0x44, 0x01, 0x54});
  CHECK(colour_table(ColourMap::viridis)[255] == Rgb8{0xFD, 0xE7, 0x25});
  CHECK(colour_table(ColourMap::magma)[255] == Rgb8{0xFC, 0xFD, 0xBF});
  CHECK(colour_table(ColourMap::hot_iron)[0] == Rgb8{0, 0, 0});
  CHECK(colour_table(ColourMap::hot_iron)[255] == Rgb8{255, 255, 255});
  CHECK(colour_table(ColourMap::cool)[0] == Rgb8{0, 255, 255});
  CHECK(colour_table(ColourMap::cool)[255] == Rgb8{255, 0, 255});
}

TEST_CASE("every map has a name that leads back to it") {
  for (int k = 0; k < colour_map_count; ++k) {
    const auto map = static_cast<ColourMap>(k);
    CHECK(colour_map_named(name_of(map)) == map);
    CHECK_FALSE(title_of(map).empty());
  }
  CHECK_FALSE(colour_map_named("jet").has_value());
}
