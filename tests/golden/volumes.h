#pragma once
// The formula volumes of the goldens, the same numbers as tests/peers/volumes.py. They refuse to be symmetric along any
// axis, in content, size or spacing.

#include <algorithm>
#include <cmath>

#include "ops/case.h"
#include "ops/random.h"

namespace auglens::test {

/// What a manifest says of an input: labels (one channel), an image, or an image with its labels as a mask.
struct GoldenVolume {
  Index3 size{1, 1, 1};
  int channels = 1;
  VoxelType type = VoxelType::float32;
  bool labels = false;       ///< the label map goes in and comes out
  bool with_labels = false;  ///< the image does, and the label map is there for the step to look at
  std::uint64_t key = 1;
  Vec3 spacing{0.7, 1.1, 2.3}, origin{-12, 5, 40};  ///< mm, LPS
  Mat3 direction = identity3;
};

inline std::uint32_t golden_word(const GoldenVolume& v, std::int64_t x, std::int64_t y, std::int64_t z, int c) {
  return philox(v.key, static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), static_cast<std::uint32_t>(z),
                static_cast<std::uint32_t>(c))
      .lane[0];
}

/// A ramp along x, a parabola along y, a steeper ramp along z, another level in each channel, and noise.
inline double golden_intensity(const GoldenVolume& g, std::int64_t x, std::int64_t y, std::int64_t z, int c) {
  const double noise = golden_word(g, x, y, z, c) * 0x1p-32;
  const double v = 20.0 + 3.0 * static_cast<double>(x) + 0.25 * static_cast<double>(y * y) +
                   5.0 * static_cast<double>(z) - 7.0 * c + 40.0 * noise;
  switch (g.type) {
    case VoxelType::uint8:
      return std::clamp(std::floor(v), 0.0, 255.0);
    case VoxelType::int16:
      return std::floor(v * 5.0 - 300.0);
    case VoxelType::uint16:
      return std::floor(v);
    default:
      return v / 7.0 - 3.0;
  }
}

/// Small blocks of classes with gaps between their numbers.
inline std::int32_t golden_label(const GoldenVolume& g, std::int64_t x, std::int64_t y, std::int64_t z) {
  constexpr std::int32_t classes[] = {0, 1, 5, 9, 2000};
  return classes[golden_word(g, x / 3, y / 2, z / 2, 99) % 5];
}

/// The case of a manifest's volume; where labels are asked for, the image is there too, as every case has one.
inline Case golden_case(const GoldenVolume& g) {
  Case c;
  c.id = next_case_id();
  const Grid grid{g.size, g.spacing, g.origin, g.direction};
  c.image = Image::allocate(grid, g.type, g.channels);
  if (g.labels || g.with_labels) c.labels = LabelMap::allocate(grid);
  const auto fill = [&]<class T>(T) {
    for (int ch = 0; ch < g.channels; ++ch)
      for (std::int64_t z = 0; z < g.size[2]; ++z)
        for (std::int64_t y = 0; y < g.size[1]; ++y)
          for (std::int64_t x = 0; x < g.size[0]; ++x) {
            c.image.mutable_view<T>(ch).at(x, y, z) = static_cast<T>(golden_intensity(g, x, y, z, ch));
            if (c.labels) c.labels->mutable_view().at(x, y, z) = golden_label(g, x, y, z);
          }
  };
  switch (g.type) {
    case VoxelType::uint8:
      fill(std::uint8_t{});
      break;
    case VoxelType::int16:
      fill(std::int16_t{});
      break;
    case VoxelType::uint16:
      fill(std::uint16_t{});
      break;
    default:
      fill(float{});
  }
  return c;
}

}  // namespace auglens::test
