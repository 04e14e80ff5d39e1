#pragma once
// A small case with a formula for every voxel, for tests of what comes after loading. It refuses to be realistic.

#include <cstdint>

#include "ops/device.h"
#include "viewer/session.h"

namespace auglens {

inline constexpr Index3 small_size = {40, 33, 26};

/// Different everywhere and in every channel, between 0 and 1500.
inline std::int16_t small_voxel(std::int64_t x, std::int64_t y, std::int64_t z, int channel) {
  return static_cast<std::int16_t>((7 * x + 13 * y + 29 * z + 101 * channel) % 1500);
}
/// Three classes whose values are not dense: 5, 70 and 900; the last lies in one corner.
inline std::int32_t small_label(std::int64_t x, std::int64_t y, std::int64_t z) {
  if (x < 3 && y < 3 && z < 3) return 900;
  return x > 20 && y > 10 ? (z > 12 ? 70 : 5) : 0;
}

inline Case small_case(int channels = 2, int frames = 1) {
  Case c;
  c.id = next_case_id();
  Grid grid;
  grid.size = small_size;
  grid.spacing = {1, 1.5, 2};
  grid.origin = {-10, 20, 5};
  c.image = Image::allocate(grid, VoxelType::int16, channels, frames);
  c.labels = LabelMap::allocate(grid);
  c.source.file = "/somewhere/small.nii";
  c.label_names = {{5, "stone"}};
  for (std::int64_t z = 0; z < small_size[2]; ++z)
    for (std::int64_t y = 0; y < small_size[1]; ++y)
      for (std::int64_t x = 0; x < small_size[0]; ++x) {
        for (int f = 0; f < frames; ++f)
          for (int k = 0; k < channels; ++k)
            c.image.mutable_view<std::int16_t>(k, f).at(x, y, z) = small_voxel(x, y, z, k + 10 * f);
        c.labels->mutable_view().at(x, y, z) = small_label(x, y, z);
      }
  return c;
}

/// A session that shows the small case.
inline Session small_session(int channels = 2, int frames = 1) {
  Session session;
  const Device device = Device::cpu(1);
  session.apply(Arrival(CaseArrived{ready_case(small_case(channels, frames), {device})}));
  return session;
}

}  // namespace auglens
