#pragma once
// What the picture tests share: a context with a painter, volumes with a value of its own for each voxel, and slices
// cut by hand. It refuses to know what a picture should look like.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "render/picture.h"

namespace auglens {

struct Gl {
  explicit Gl(PresentRoad road = PresentRoad::cpu) : context(make_egl_context()), painter(road) {}
  std::unique_ptr<GlContext> context;  // first in, last out
  Painter painter;
};

/// A dense volume, x fastest.
struct Volume {
  Grid grid;
  std::vector<float> values;
  std::vector<std::int32_t> labels;  ///< dense indices; may be empty

  std::size_t offset(const Index3& i) const {
    return static_cast<std::size_t>((i[2] * grid.size[1] + i[1]) * grid.size[0] + i[0]);
  }
  float value(const Index3& i) const { return values[offset(i)]; }
};

template <class F>
Volume make_volume(const Grid& grid, F&& value_at) {
  Volume volume{grid, std::vector<float>(static_cast<std::size_t>(grid.voxels())), {}};
  for (std::int64_t z = 0; z < grid.size[2]; ++z)
    for (std::int64_t y = 0; y < grid.size[1]; ++y)
      for (std::int64_t x = 0; x < grid.size[0]; ++x)
        volume.values[volume.offset({x, y, z})] = value_at(Index3{x, y, z});
  return volume;
}

/// A slice with memory of its own; rows are padded, so that a wrong pitch shows.
struct CutSlice {
  SlicePixels pixels;
  std::vector<float> values;
  std::vector<std::int32_t> labels;
};

inline CutSlice cut(const Volume& volume, int axis, std::int64_t index) {
  const std::size_t across = static_cast<std::size_t>(axis), a = axis == 0 ? 1 : 0, b = axis == 2 ? 1 : 2;
  CutSlice slice;
  const std::int64_t width = volume.grid.size[a], height = volume.grid.size[b], pitch = width + 3;
  slice.values.assign(static_cast<std::size_t>(pitch * height), 1e30F);
  if (!volume.labels.empty()) slice.labels.assign(slice.values.size(), 7);
  for (std::int64_t v = 0; v < height; ++v)
    for (std::int64_t u = 0; u < width; ++u) {
      Index3 i{};
      i[across] = index, i[a] = u, i[b] = v;
      const auto at = static_cast<std::size_t>(v * pitch + u);
      slice.values[at] = volume.value(i);
      if (!volume.labels.empty()) slice.labels[at] = volume.labels[volume.offset(i)];
    }
  slice.pixels = {axis, static_cast<int>(width), static_cast<int>(height), slice.values.data(), pitch, nullptr, pitch};
  if (!slice.labels.empty()) slice.pixels.labels = slice.labels.data();
  return slice;
}

/// The picture of one volume by the headless road, each wanted slice cut by hand.
inline Picture picture_of(Gl& gl, const Volume& volume, const View& view, int width, int height) {
  PictureRequest request;
  request.width = width, request.height = height, request.view = view;
  ShownCase shown;
  shown.grid = volume.grid;
  std::vector<CutSlice> slices;
  for (const WantedSlice& wanted : wanted_slices(view, volume.grid))
    slices.push_back(cut(volume, wanted.axis, wanted.index));
  std::size_t k = 0;
  for (const WantedSlice& wanted : wanted_slices(view, volume.grid))
    shown.slices[static_cast<std::size_t>(wanted.plane)] = slices[k++].pixels;
  request.cases.push_back(std::move(shown));
  return compose(gl.painter, request);
}

inline Rgb8 pixel(const Picture& p, int x, int y) {
  const auto at = static_cast<std::size_t>(3 * (y * p.width + x));
  return {p.rgb[at], p.rgb[at + 1], p.rgb[at + 2]};
}

/// All 48 ways to store a volume: each permutation of the axes with each choice of signs, as a direction matrix.
inline std::vector<Mat3> storage_orders() {
  std::vector<Mat3> all;
  std::array<int, 3> order{0, 1, 2};
  do {
    for (int signs = 0; signs < 8; ++signs) {
      Mat3 m{};
      for (std::size_t k = 0; k < 3; ++k)
        m[3 * static_cast<std::size_t>(order[k]) + k] = (signs >> k & 1) != 0 ? -1 : 1;
      all.push_back(m);
    }
  } while (std::next_permutation(order.begin(), order.end()));
  return all;
}

}  // namespace auglens
