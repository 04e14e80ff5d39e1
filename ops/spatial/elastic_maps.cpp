#include "ops/spatial/elastic_maps.h"

#include <algorithm>
#include <cmath>

namespace auglens {

Span CentredAxis::reach(Span outputs, double low, double high) const {
  const double a = factor * (static_cast<double>(outputs.first) - c_out + low) + c_in;
  const double b = factor * (static_cast<double>(outputs.last) - c_out + high) + c_in;
  const auto bounded = [](double v) { return std::clamp(v, -1e9, 1e9); };  // read_box takes what is inside
  return {static_cast<std::int64_t>(std::floor(bounded(a))) - 1, static_cast<std::int64_t>(std::floor(bounded(b))) + 3};
}

namespace {

Region reach_of(const CentredAxis (&axis)[3], const Region& region, const Vec3& low, const Vec3& high) {
  Region out;
  for (std::size_t k = 0; k < 3; ++k) {
    const Span s = axis[k].reach({region.start[k], region.end(k) - 1}, low[k], high[k]);
    out.start[k] = s.first;
    out.size[k] = s.last - s.first;
  }
  return out;
}

}  // namespace

const float* Displacement::on(const Device& device) const {
  if (device.kind() == DeviceKind::cpu) return voxels_->voxels<float>(0, 0);
  const std::scoped_lock lock(mutex_);
  if (!on_device_) {
    auto copy = std::make_shared<Image>(*voxels_);
    copy->buffer = copy_to_device(device, voxels_->buffer.data(), voxels_->buffer.bytes());
    on_device_ = std::move(copy);
  }
  return on_device_->voxels<float>(0, 0);
}

Displacement::Extremes Displacement::extremes(const Region& region) const {
  Extremes e;
  const VoxelView<float> rows = rows_->view<float>();
  for (std::size_t k = 0; k < 3; ++k) {
    const auto at = static_cast<std::int64_t>(2 * k);
    float low = rows.at(at, region.start[1], region.start[2]), high = low;
    for (std::int64_t z = region.start[2]; z < region.end(2); ++z)
      for (std::int64_t y = region.start[1]; y < region.end(1); ++y) {
        low = std::min(low, rows.at(at, y, z));
        high = std::max(high, rows.at(at + 1, y, z));
      }
    e.low[k] = static_cast<double>(low), e.high[k] = static_cast<double>(high);
  }
  return e;
}

OffsetPull OffsetMap::on(const Device& device) const {
  OffsetPull pull{nullptr, 0, 0, 0, {axis[0], axis[1], axis[2]}};
  if (!field) return pull;
  const Pitch& pitch = field->voxels().pitch;
  pull.d = field->on(device);
  pull.row = pitch.row, pull.plane = pitch.plane, pull.volume = pitch.volume;
  return pull;
}

Region OffsetMap::reach(const Region& region) const {
  const auto e = field ? field->extremes(region) : Displacement::Extremes();
  return reach_of(axis, region, e.low, e.high);
}

SplinePull::Row SplinePull::along(const Region& row) const {
  const std::int64_t y = row.start[1], z = row.start[2], start = first[0][row.start[0]];
  const std::int64_t count = first[0][row.end(0) - 1] + 4 - start;
  Row r{*this, y, z, start, std::vector<double>(static_cast<std::size_t>(3 * count))};
  for (std::int64_t i = 0; i < count; ++i) column(start + i, y, z, &r.columns[static_cast<std::size_t>(3 * i)]);
  return r;
}

SplinePull SplineMap::on(const Device& device) const {
  SplinePull pull{points.on(device), count[0], count[1], {}, {}, {axis[0], axis[1], axis[2]}};
  for (std::size_t k = 0; k < 3; ++k) {
    pull.first[k] = first[k].on(device);
    pull.weights[k] = weights[k].on(device);
  }
  return pull;
}

/// A spline lies within the hull of its points, of which 0 is one outside the domain.
Region SplineMap::reach(const Region& region) const {
  Index3 from, to;
  for (std::size_t k = 0; k < 3; ++k) {
    from[k] = first[k].host()[static_cast<std::size_t>(region.start[k])];
    to[k] = first[k].host()[static_cast<std::size_t>(region.end(k) - 1)] + 4;
  }
  Vec3 low{0, 0, 0}, high{0, 0, 0};
  for (std::int64_t z = from[2]; z < to[2]; ++z)
    for (std::int64_t y = from[1]; y < to[1]; ++y)
      for (std::int64_t x = from[0]; x < to[0]; ++x)
        for (std::size_t k = 0; k < 3; ++k) {
          const double d = points.host()[static_cast<std::size_t>(3 * ((z * count[1] + y) * count[0] + x)) + k];
          low[k] = std::min(low[k], d);
          high[k] = std::max(high[k], d);
        }
  return reach_of(axis, region, low, high);
}

}  // namespace auglens
