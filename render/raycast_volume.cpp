#include "render/raycast_volume.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>
#include <string>
#include <type_traits>

#include "ops/device.h"
#include "ops/device_memory.h"
#include "render/raycast_labels.h"

namespace auglens {

namespace {

struct Extent {
  float low = std::numeric_limits<float>::infinity(), high = -std::numeric_limits<float>::infinity();
};

/// Extremes over finite voxels; NaN fails every comparison, infinities are left out by the bounds.
template <class T>
Extent extent_of(const VoxelView<T>& v, const Job& job) {
  std::vector<Extent> planes(static_cast<std::size_t>(v.nz));
  job.device.parallel_for(v.nz, 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t z = first; z < last; ++z) {
      constexpr int lanes = 16;
      constexpr float most = std::numeric_limits<float>::max();
      float low[lanes], high[lanes];
      std::fill_n(low, lanes, std::numeric_limits<float>::infinity());
      std::fill_n(high, lanes, -std::numeric_limits<float>::infinity());
      const auto take = [&](std::int64_t lane, T voxel) {
        const auto f = static_cast<float>(voxel);
        low[lane] = f >= -most && f < low[lane] ? f : low[lane];
        high[lane] = f <= most && f > high[lane] ? f : high[lane];
      };
      for (std::int64_t y = 0; y < v.ny; ++y) {
        const T* p = &v.data[(z - v.z0) * v.plane + (y - v.y0) * v.row - v.x0];
        std::int64_t x = 0;
        for (; x + lanes <= v.nx; x += lanes)
          for (std::int64_t i = 0; i < lanes; ++i) take(i, p[x + i]);
        for (; x < v.nx; ++x) take(0, p[x]);
      }
      planes[static_cast<std::size_t>(z)] = {*std::min_element(low, low + lanes),
                                             *std::max_element(high, high + lanes)};
    }
  });
  Extent all;
  for (const Extent& e : planes) all = {std::min(all.low, e.low), std::max(all.high, e.high)};
  return all;
}

template <class T>
CodeScale code_scale(Extent e, const RayInput& input) {
  if (!(e.low <= e.high)) return {};  // not one finite voxel
  if constexpr (!std::is_floating_point_v<T>) return {e.low, 1};
  double low = e.low, high = e.high;
  if (input.window_level) {
    const double reach = 64 * std::max(input.window_level->first, 0.0), level = input.window_level->second;
    if (reach > 0 && low < level + reach && high > level - reach)
      low = std::max(low, level - reach), high = std::min(high, level + reach);
  }
  return {low, high > low ? (high - low) / 65535 : 1};
}

/// Codes one row of the grid and repeats its ends over the apron.
template <class T>
void code_row(const T* from, std::int64_t count, const CodeScale& scale, std::uint16_t* to) {
  std::uint16_t* p = to + RayVolume::apron;
  if constexpr (std::is_floating_point_v<T>) {
    const auto low = static_cast<float>(scale.low), per = static_cast<float>(1 / scale.step);
    for (std::int64_t x = 0; x < count; ++x) {
      float f = (from[x] - low) * per + 0.5F;
      f = f > 0 ? f : 0;  // NaN too
      f = f < 65535 ? f : 65535;
      p[x] = static_cast<std::uint16_t>(static_cast<int>(f));
    }
  } else {
    const auto low = static_cast<int>(scale.low);
    for (std::int64_t x = 0; x < count; ++x) p[x] = static_cast<std::uint16_t>(from[x] - low);
  }
  for (int k = 0; k < RayVolume::apron; ++k) {
    to[k] = p[0];
    p[count + k] = p[count - 1];
  }
}

template <class T>
void code_voxels(const VoxelView<T>& v, RayVolume& out, const Job& job) {
  auto* codes = reinterpret_cast<std::uint16_t*>(out.codes.data());
  job.device.parallel_for(v.nz, 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t z = first; z < last; ++z) {
      std::uint16_t* plane = codes + (z + RayVolume::apron) * out.plane;
      const auto row = [&](std::int64_t y) { return plane + y * out.row; };
      for (std::int64_t y = 0; y < v.ny; ++y)
        code_row(&v.data[(z - v.z0) * v.plane + (y - v.y0) * v.row - v.x0], v.nx, out.scale, row(y + RayVolume::apron));
      for (int k = 0; k < RayVolume::apron; ++k) {
        std::copy_n(row(RayVolume::apron), out.size[0], row(k));
        std::copy_n(row(v.ny + RayVolume::apron - 1), out.size[0], row(v.ny + RayVolume::apron + k));
      }
    }
  });
  for (int k = 0; k < RayVolume::apron; ++k) {
    std::copy_n(codes + RayVolume::apron * out.plane, out.row * out.size[1], codes + k * out.plane);
    std::copy_n(codes + (v.nz + RayVolume::apron - 1) * out.plane, out.row * out.size[1],
                codes + (v.nz + RayVolume::apron + k) * out.plane);
  }
}

void check_fits(const RayInput& input, const Pitch& pitch) {
  const Index3& n = input.grid.size;
  const auto spell = [](const Index3& s) {
    return std::to_string(s[0]) + "x" + std::to_string(s[1]) + "x" + std::to_string(s[2]);
  };
  if (n[0] < 1 || n[1] < 1 || n[2] < 1)
    throw Error(ErrorKind::usage, {"", "the volume has no voxels", spell(n), "open a volume of at least 1x1x1"});
  if (pitch.volume > std::numeric_limits<std::int32_t>::max())
    throw Error(ErrorKind::resource, {"", "the volume is too large for the 3-D view", spell(n) + " voxels",
                                      "crop or resize it below 2^31 voxels; the slices still show all of it"});
  if (input.labels && Index3{input.labels->nx, input.labels->ny, input.labels->nz} != n)
    throw Error(ErrorKind::usage, {"", "labels and image of the 3-D view differ in size",
                                   spell({input.labels->nx, input.labels->ny, input.labels->nz}) + " and " + spell(n),
                                   "give labels on the image's grid"});
}

}  // namespace

RayInput ray_input(const Image& image, int channel, int frame, const LabelMap* labels) {
  RayInput input;
  input.grid = image.grid;
  visit_view(image, channel, frame, [&](const auto& v) { input.voxels = v; });
  if (labels != nullptr) input.labels = labels->view();
  return input;
}

RayVolume make_ray_volume(const RayInput& input, const Job& job) {
  RayVolume out;
  out.grid = input.grid;
  for (std::size_t k = 0; k < 3; ++k) out.size[k] = input.grid.size[k] + 2 * RayVolume::apron;
  const Pitch pitch = padded_pitch(out.size);
  check_fits(input, pitch);
  out.row = pitch.row;
  out.plane = pitch.plane;
  const auto bytes = static_cast<std::size_t>(pitch.volume) * sizeof(std::uint16_t);
  out.codes = Buffer::host(bytes);
  std::visit(
      [&]<class T>(const VoxelView<T>& v) {
        out.scale = code_scale<T>(extent_of(v, job), input);
        code_voxels(v, out, job);
      },
      input.voxels);
  if (input.labels) {
    out.labels = label_values(*input.labels, job);
    if (!out.labels.empty())
      out.cells = make_label_cells(*input.labels, out.labels, {out.size, out.row, out.plane}, job);
  }
  out.bricks = make_brick_map({reinterpret_cast<const std::uint16_t*>(out.codes.data()),
                               reinterpret_cast<const std::uint16_t*>(out.cells.data()), out.size, out.row, out.plane},
                              job);
  if (job.device.kind() == DeviceKind::cuda) {
    out.on_device.codes = copy_to_device(job.device, out.codes.data(), bytes);
    if (out.cells) out.on_device.cells = copy_to_device(job.device, out.cells.data(), bytes);
    out.on_device.brick_high =
        copy_to_device(job.device, out.bricks.high.data(), out.bricks.high.size() * sizeof(std::uint16_t));
  }
  return out;
}

}  // namespace auglens
