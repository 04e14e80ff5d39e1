#pragma once
// The colours of label classes and of the house's own marks, as bytes of sRGB. It refuses to know what the classes are.

#include <array>
#include <cstdint>

#include "render/colour_map.h"
#include "render/view.h"

namespace auglens {

constexpr Rgb8 rgb(unsigned hex) {
  return {static_cast<std::uint8_t>(hex >> 16 & 255U), static_cast<std::uint8_t>(hex >> 8 & 255U),
          static_cast<std::uint8_t>(hex & 255U)};
}

/// Okabe and Ito's colours first (their dark blue is left out: 4.0:1 on black), then an extension that keeps the
/// largest distance under normal, protan, deutan and tritan vision.
inline constexpr std::array<Rgb8, 12> label_palette = {rgb(0xE69F00), rgb(0x56B4E9), rgb(0x009E73), rgb(0xF0E442),
                                                       rgb(0xD55E00), rgb(0xCC79A7), rgb(0x7700EE), rgb(0x77FFFF),
                                                       rgb(0xAA0099), rgb(0x88DDAA), rgb(0xBB1100), rgb(0x9977FF)};

/// Colour of a dense label index; index 0 is the background and has none. Beyond twelve the colours come round again,
/// and the fill is hatched so that two classes of one colour still differ.
constexpr Rgb8 label_colour(std::uint32_t index) {
  return label_palette[(index - 1) % label_palette.size()];
}

/// The dark reading-room tokens that pictures use; the window's own theme has the same ones.
namespace token {
inline constexpr Rgb8 view = rgb(0x000000), app = rgb(0x0E0F11), panel = rgb(0x16181B), border = rgb(0x2F343B);
inline constexpr Rgb8 text = rgb(0xD6D9DE), dim = rgb(0x8E96A1), accent = rgb(0x5AA2EC);
inline constexpr Rgb8 original = rgb(0x56B4E9), augmented = rgb(0xE69F00);
}  // namespace token

/// The colour of the line in which a plane cuts the others, and of the plane's name.
constexpr Rgb8 plane_colour(Plane plane) {
  constexpr std::array<Rgb8, 3> colours = {rgb(0xE8705F), rgb(0x55B98F), rgb(0xE3C23B)};
  return colours[static_cast<std::size_t>(plane)];
}

}  // namespace auglens
