#pragma once
// A finished picture in memory: 8-bit red, green, blue. It refuses to know who drew it and which file it goes to.

#include <cstdint>
#include <vector>

namespace auglens {

/// `rgb` holds 3 * width * height bytes, rows from the top, pixels from the left.
struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;

  friend bool operator==(const Picture&, const Picture&) = default;
};

}  // namespace auglens
