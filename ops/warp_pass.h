#pragma once
// Passes that read a mapped coordinate through a sampler: map x interpolation x border, for intensity and for labels.
// It refuses to know which operator made the map.

#include <tuple>

#include "ops/launch.h"
#include "ops/one_hot.h"
#include "ops/pass.h"
#include "ops/sampler.h"

namespace auglens {

/// A continuous coordinate of the input, voxel i covering [i, i + 1).
struct Point {
  float x, y, z;
};

/// Output indices first <= x < last along one row.
struct RowSpan {
  std::int64_t first = 0, last = 0;
};

struct WarpSettings {
  Sampler interpolation = Sampler::linear;
  Border border = Border::clamp;
  float fill = 0;
};

/// The map that kernels on a device follow: the map itself, or what its on(device) makes of tables that it holds.
template <class Map>
auto map_on(const Map& map, const Device& device) {
  if constexpr (requires { map.on(device); })
    return map.on(device);
  else
    return map;
}
template <class Map>
using MapOn = decltype(map_on(std::declval<const Map&>(), std::declval<const Device&>()));

/// Map: AUGLENS_HD Point operator()(int64 x, int64 y, int64 z) const, from an output index to an input coordinate.
template <class Map, class T, Sampler interpolation>
struct WarpBody {
  Map map;
  VoxelView<T> in;
  MutableView<float> out;
  Border border;
  float fill;
  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    out.at(x, y, z) = at(map(x, y, z));
  }
  AUGLENS_HD float at(const Point& p) const {
    if constexpr (interpolation == Sampler::nearest)
      return sample_nearest<T, float>(in, p.x, p.y, p.z, border, fill);
    else
      return sample_linear<T>(in, p.x, p.y, p.z, border, fill);
  }
  /// On the host, for maps that share work along a row.
  void run_row(const Region& row) const requires(requires { map.along(row); }) {
    const auto along = map.along(row);
    float* voxel = &out.at(row.start[0], row.start[1], row.start[2]);
    for (std::int64_t x = row.start[0]; x < row.end(0); ++x) *voxel++ = at(along(x));
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

template <class Map>
struct LabelWarpBody {
  Map map;
  VoxelView<std::int32_t> in;
  MutableView<std::int32_t> out;
  Border border;
  std::int32_t fill;
  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    out.at(x, y, z) = at(map(x, y, z));
  }
  AUGLENS_HD std::int32_t at(const Point& p) const {
    return sample_nearest<std::int32_t, std::int32_t>(in, p.x, p.y, p.z, border, fill);
  }
  /// On the host, for maps that share work along a row.
  void run_row(const Region& row) const requires(requires { map.along(row); }) {
    const auto along = map.along(row);
    std::int32_t* voxel = &out.at(row.start[0], row.start[1], row.start[2]);
    for (std::int64_t x = row.start[0]; x < row.end(0); ++x) *voxel++ = at(along(x));
  }
};

/// As LabelWarpBody, by votes of the eight neighbours.
template <class Map>
struct LabelVoteBody {
  Map map;
  VoxelView<std::int32_t> in;
  MutableView<std::int32_t> out;
  Border border;
  std::int32_t fill;
  LabelTiebreak tiebreak;
  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    const Point p = map(x, y, z);
    out.at(x, y, z) = sample_one_hot(in, p.x, p.y, p.z, border, fill, tiebreak);
  }
};

/// Map also says which indices a region of the output reads, as if the input had no end:
/// Region reach(const Region&) const.
template <class Map>
class WarpPass final : public ImagePass {
 public:
  WarpPass(const Map& map, const Index3& in_size, const WarpSettings& settings)
      : map_(map), in_size_(in_size), settings_(settings) {}

  PassKind kind() const override { return PassKind::read; }
  Index3 input_size(const Index3&) const override { return in_size_; }
  Region needs(const Region& region) const override { return read_box(map_.reach(region), in_size_, settings_.border); }
  void run(const Device& device, const AnyView& in, const MutableView<float>& out,
           const Region& region) const override {
    std::visit(
        [&]<class T>(const VoxelView<T>& view) {
          if (settings_.interpolation == Sampler::nearest)
            go<T, Sampler::nearest>(device, view, out, region);
          else
            go<T, Sampler::linear>(device, view, out, region);
        },
        in);
  }

  template <class T>
  using BodiesOf = std::tuple<WarpBody<MapOn<Map>, T, Sampler::nearest>, WarpBody<MapOn<Map>, T, Sampler::linear>>;
  using Bodies = decltype(std::tuple_cat(BodiesOf<std::uint8_t>{}, BodiesOf<std::int16_t>{}, BodiesOf<std::uint16_t>{},
                                         BodiesOf<float>{}));

 private:
  template <class T, Sampler interpolation>
  void go(const Device& device, const VoxelView<T>& in, const MutableView<float>& out, const Region& region) const {
    launch(device, region,
           WarpBody<MapOn<Map>, T, interpolation>{map_on(map_, device), in, out, settings_.border, settings_.fill});
  }

  Map map_;
  Index3 in_size_;
  WarpSettings settings_;
};

/// Labels never pass an interpolating sampler, whatever the image does: nearest, or the votes of the neighbours.
template <class Map>
class LabelWarpPass final : public LabelPass {
 public:
  using Bodies = std::tuple<LabelWarpBody<MapOn<Map>>, LabelVoteBody<MapOn<Map>>>;
  LabelWarpPass(const Map& map, const Index3& in_size, Border border, std::int32_t fill, LabelRule rule = {})
      : map_(map), in_size_(in_size), border_(border), fill_(fill), rule_(rule) {}

  Index3 input_size(const Index3&) const override { return in_size_; }
  Region needs(const Region& region) const override { return read_box(map_.reach(region), in_size_, border_); }
  const Map& map() const { return map_; }
  void run(const Device& device, const VoxelView<std::int32_t>& in, const MutableView<std::int32_t>& out,
           const Region& region) const override {
    if (rule_.sampler == LabelSampler::one_hot)
      launch(device, region, LabelVoteBody<MapOn<Map>>{map_on(map_, device), in, out, border_, fill_, rule_.tiebreak});
    else
      launch(device, region, LabelWarpBody<MapOn<Map>>{map_on(map_, device), in, out, border_, fill_});
  }

 private:
  Map map_;
  Index3 in_size_;
  Border border_;
  std::int32_t fill_;
  LabelRule rule_;
};

}  // namespace auglens
