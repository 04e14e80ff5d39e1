#pragma once
// Twelve colour maps, each 256 colours for the grey levels 0..255. It refuses to know voxels and windows.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace auglens {

enum class ColourMap {
  grey,
  inverted_grey,
  bone,
  hot_iron,
  pet_rainbow,
  cool,
  viridis,
  magma,
  inferno,
  plasma,
  cividis,
  diverging,
};
inline constexpr int colour_map_count = 12;

using Rgb8 = std::array<std::uint8_t, 3>;
using ColourTable = std::array<Rgb8, 256>;

/// The 256 colours of a map, sRGB. grey is the identity: entry k is (k, k, k).
const ColourTable& colour_table(ColourMap map);

/// The name on the command line and in edits (`hot-iron`), and the name that a person reads (`Hot iron`).
std::string_view name_of(ColourMap map);
std::string_view title_of(ColourMap map);
std::optional<ColourMap> colour_map_named(std::string_view name);

}  // namespace auglens
