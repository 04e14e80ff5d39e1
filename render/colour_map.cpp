#include "render/colour_map.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace auglens {
namespace {

struct Colour {
  double r, g, b;
};

constexpr Colour hex(unsigned rgb) {
  return {static_cast<double>(rgb >> 16 & 255U) / 255, static_cast<double>(rgb >> 8 & 255U) / 255,
          static_cast<double>(rgb & 255U) / 255};
}

// Evenly spaced control points, straight lines between them in sRGB. The perceptual maps are sampled coarsely from
// their published definitions (van der Walt and Smith; Nunez, Anderton and Renslow); the others are our own.
constexpr Colour viridis[] = {hex(0x440154), hex(0x472D7B), hex(0x3B528B), hex(0x2C728E), hex(0x21918C),
                              hex(0x28AE80), hex(0x5EC962), hex(0xADDC30), hex(0xFDE725)};
constexpr Colour magma[] = {hex(0x000004), hex(0x1D1147), hex(0x51127C), hex(0x822681), hex(0xB63679),
                            hex(0xE65164), hex(0xFB8861), hex(0xFEC287), hex(0xFCFDBF)};
constexpr Colour inferno[] = {hex(0x000004), hex(0x210C4A), hex(0x56106E), hex(0x89226A), hex(0xBB3754),
                              hex(0xE35932), hex(0xF98C0A), hex(0xF9C932), hex(0xFCFFA4)};
constexpr Colour plasma[] = {hex(0x0D0887), hex(0x4C02A1), hex(0x7E03A8), hex(0xA92395), hex(0xCC4678),
                             hex(0xE56B5D), hex(0xF89441), hex(0xFDC328), hex(0xF0F921)};
constexpr Colour cividis[] = {hex(0x00204D), hex(0x31446B), hex(0x666970), hex(0x958F78), hex(0xCBBA69), hex(0xFFEA46)};
constexpr Colour diverging[] = {hex(0x1B3A8C), hex(0x4C7FC4), hex(0xA9CBE6), hex(0xF5F5F5),
                                hex(0xF2B8A0), hex(0xD2604D), hex(0x8E0F24)};
constexpr Colour pet_rainbow[] = {hex(0x000000), hex(0x3C0078), hex(0x0A28C8), hex(0x00A0C8), hex(0x10B450),
                                  hex(0xC8DC1E), hex(0xFFA514), hex(0xF03214), hex(0xFFFFFF)};

Colour along(std::span<const Colour> points, double t) {
  const double p = t * static_cast<double>(points.size() - 1);
  const auto i = std::min(static_cast<std::size_t>(p), points.size() - 2);
  const double f = p - static_cast<double>(i);
  const Colour &a = points[i], &b = points[i + 1];
  return {a.r + f * (b.r - a.r), a.g + f * (b.g - a.g), a.b + f * (b.b - a.b)};
}

double ramp(double t, double from, double to) {
  return std::clamp((t - from) / (to - from), 0.0, 1.0);
}

Colour colour_at(ColourMap map, double t) {
  switch (map) {
    case ColourMap::grey:
      return {t, t, t};
    case ColourMap::inverted_grey:
      return {1 - t, 1 - t, 1 - t};
    // Seven parts grey and one part of a hot map run backwards, its red as blue: a cool tint that keeps lightness
    // monotone.
    case ColourMap::bone:
      return {(7 * t + ramp(t, 0.75, 1)) / 8, (7 * t + ramp(t, 0.375, 0.75)) / 8, (7 * t + ramp(t, 0, 0.375)) / 8};
    case ColourMap::hot_iron:
      return {ramp(t, 0, 0.5), ramp(t, 0.5, 1), ramp(t, 0.75, 1)};
    case ColourMap::cool:
      return {t, 1 - t, 1};
    case ColourMap::pet_rainbow:
      return along(pet_rainbow, t);
    case ColourMap::viridis:
      return along(viridis, t);
    case ColourMap::magma:
      return along(magma, t);
    case ColourMap::inferno:
      return along(inferno, t);
    case ColourMap::plasma:
      return along(plasma, t);
    case ColourMap::cividis:
      return along(cividis, t);
    case ColourMap::diverging:
      return along(diverging, t);
  }
  return {t, t, t};
}

ColourTable make_table(ColourMap map) {
  const auto byte = [](double v) { return static_cast<std::uint8_t>(std::floor(255 * v + 0.5)); };
  ColourTable table;
  for (std::size_t k = 0; k < table.size(); ++k) {
    const Colour c = colour_at(map, static_cast<double>(k) / 255);
    table[k] = {byte(c.r), byte(c.g), byte(c.b)};
  }
  return table;
}

struct Names {
  std::string_view name, title;
};
constexpr std::array<Names, colour_map_count> names = {{{"grey", "Grey"},
                                                        {"inverted-grey", "Inverted grey"},
                                                        {"bone", "Bone"},
                                                        {"hot-iron", "Hot iron"},
                                                        {"pet-rainbow", "PET rainbow"},
                                                        {"cool", "Cool"},
                                                        {"viridis", "Viridis"},
                                                        {"magma", "Magma"},
                                                        {"inferno", "Inferno"},
                                                        {"plasma", "Plasma"},
                                                        {"cividis", "Cividis"},
                                                        {"diverging", "Blue-white-red"}}};

}  // namespace

const ColourTable& colour_table(ColourMap map) {
  static const auto tables = [] {
    std::array<ColourTable, colour_map_count> all;
    for (int k = 0; k < colour_map_count; ++k) all[static_cast<std::size_t>(k)] = make_table(static_cast<ColourMap>(k));
    return all;
  }();
  return tables[static_cast<std::size_t>(map)];
}

std::string_view name_of(ColourMap map) {
  return names[static_cast<std::size_t>(map)].name;
}
std::string_view title_of(ColourMap map) {
  return names[static_cast<std::size_t>(map)].title;
}

std::optional<ColourMap> colour_map_named(std::string_view name) {
  for (std::size_t k = 0; k < names.size(); ++k)
    if (names[k].name == name) return static_cast<ColourMap>(k);
  return std::nullopt;
}

}  // namespace auglens
