#pragma once
// Passes that read a mapped coordinate through a sampler: map x interpolation x border, for intensity and for labels.
// It refuses to know which operator made the map.

#include <tuple>

#include "ops/launch.h"
#include "ops/pass.h"
#include "ops/sampler.h"

namespace auglens {

/// A continuous coordinate of the input, voxel i covering [i, i + 1).
struct Point {
  float x, y, z;
};

struct WarpSettings {
  Sampler interpolation = Sampler::linear;
  Border border = Border::clamp;
  float fill = 0;
};

/// Map: AUGLENS_HD Point operator()(int64 x, int64 y, int64 z) const, from an output index to an input coordinate.
template <class Map, class T, Sampler interpolation, Border border>
struct WarpBody {
  Map map;
  VoxelView<T> in;
  MutableView<float> out;
  float fill;
  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    const Point p = map(x, y, z);
    if constexpr (interpolation == Sampler::nearest)
      out.at(x, y, z) = sample_nearest<border, T, float>(in, p.x, p.y, p.z, fill);
    else
      out.at(x, y, z) = sample_linear<border, T>(in, p.x, p.y, p.z, fill);
  }
  /// The host's quick way along a row, for maps that have one: the span whose neighbours are all inside, then the rest.
  void run_row(const Region& row) const
      requires(interpolation == Sampler::linear && requires { quick_row(map, in, row, out.data); }) {
    const auto quick = quick_span(map, Index3{in.nx, in.ny, in.nz}, in.plane, row);
    const std::int64_t y = row.start[1], z = row.start[2];
    std::int64_t x = row.start[0];
    if (quick.first < quick.last) {
      for (; x < quick.first; ++x) (*this)(x, y, z);
      quick_row(map, in, Region{{x, y, z}, {quick.last - x, 1, 1}}, &out.at(x, y, z));
      x = quick.last;
    }
    for (; x < row.end(0); ++x) (*this)(x, y, z);
  }
};

template <class Map, Border border>
struct LabelWarpBody {
  Map map;
  VoxelView<std::int32_t> in;
  MutableView<std::int32_t> out;
  std::int32_t fill;
  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    const Point p = map(x, y, z);
    out.at(x, y, z) = sample_nearest<border, std::int32_t, std::int32_t>(in, p.x, p.y, p.z, fill);
  }
};

/// Map also says which input box a region of the output reads: Region needs(region, in_size) const.
template <class Map>
class WarpPass final : public ImagePass {
 public:
  WarpPass(const Map& map, const Index3& in_size, const WarpSettings& settings)
      : map_(map), in_size_(in_size), settings_(settings) {}

  PassKind kind() const override { return PassKind::read; }
  Region needs(const Region& region) const override { return map_.needs(region, in_size_); }
  void run(const Device& device, const AnyView& in, const MutableView<float>& out,
           const Region& region) const override {
    std::visit([&](const auto& view) { choose(device, view, out, region); }, in);
  }

  template <class T>
  using BodiesOf =
      std::tuple<WarpBody<Map, T, Sampler::nearest, Border::clamp>,
                 WarpBody<Map, T, Sampler::nearest, Border::constant>, WarpBody<Map, T, Sampler::linear, Border::clamp>,
                 WarpBody<Map, T, Sampler::linear, Border::constant>>;
  using Bodies = decltype(std::tuple_cat(BodiesOf<std::uint8_t>{}, BodiesOf<std::int16_t>{}, BodiesOf<std::uint16_t>{},
                                         BodiesOf<float>{}));

 private:
  template <class T>
  void choose(const Device& device, const VoxelView<T>& in, const MutableView<float>& out, const Region& region) const {
    const bool clamp = settings_.border == Border::clamp;
    if (settings_.interpolation == Sampler::nearest) {
      if (clamp) return go<T, Sampler::nearest, Border::clamp>(device, in, out, region);
      return go<T, Sampler::nearest, Border::constant>(device, in, out, region);
    }
    if (clamp) return go<T, Sampler::linear, Border::clamp>(device, in, out, region);
    return go<T, Sampler::linear, Border::constant>(device, in, out, region);
  }
  template <class T, Sampler interpolation, Border border>
  void go(const Device& device, const VoxelView<T>& in, const MutableView<float>& out, const Region& region) const {
    launch(device, region, WarpBody<Map, T, interpolation, border>{map_, in, out, settings_.fill});
  }

  Map map_;
  Index3 in_size_;
  WarpSettings settings_;
};

/// Labels never pass an interpolating sampler: nearest, whatever the image does.
template <class Map>
class LabelWarpPass final : public LabelPass {
 public:
  using Bodies = std::tuple<LabelWarpBody<Map, Border::clamp>, LabelWarpBody<Map, Border::constant>>;
  LabelWarpPass(const Map& map, const Index3& in_size, Border border, std::int32_t fill)
      : map_(map), in_size_(in_size), border_(border), fill_(fill) {}

  Region needs(const Region& region) const override { return map_.needs(region, in_size_); }
  void run(const Device& device, const VoxelView<std::int32_t>& in, const MutableView<std::int32_t>& out,
           const Region& region) const override {
    if (border_ == Border::clamp)
      launch(device, region, LabelWarpBody<Map, Border::clamp>{map_, in, out, fill_});
    else
      launch(device, region, LabelWarpBody<Map, Border::constant>{map_, in, out, fill_});
  }

 private:
  Map map_;
  Index3 in_size_;
  Border border_;
  std::int32_t fill_;
};

}  // namespace auglens
