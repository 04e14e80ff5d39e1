#include "ops/objects/crop_coverage.h"

#include <algorithm>
#include <cmath>
#include <new>

#include "ops/device.h"
#include "ops/objects/crop_samplers.h"

namespace auglens {
namespace {

using Units = std::uint64_t;  // wraps around on purpose: differences of running sums are exact all the same

Units units_of(double share, std::int64_t parts) {
  return static_cast<Units>(std::llround(share / share_unit / static_cast<double>(parts)));
}

std::size_t at(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

std::vector<Units> zeros(std::int64_t count) {
  try {
    return std::vector<Units>(at(count));
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::resource, {"", "not enough memory for the coverage of " + std::to_string(count) + " starts",
                                      "", "close other cases, or crop the volume first"});
  }
}

Region starts_of(const VoxelAim& aim, const Index3& window) {
  Index3 last{};
  for (std::size_t k = 0; k < 3; ++k) last[k] = aim.of->box.end(k) - 1;
  const Index3 a = start_about(aim.of->box.start, window, aim.low, aim.high);
  const Index3 b = start_about(last, window, aim.low, aim.high);
  return {a, {b[0] - a[0] + 1, b[1] - a[1] + 1, b[2] - a[2] + 1}};
}

/// Marks a range by its eight corners; `integrate` makes it a box.
void add_corners(const StartRange& range, StartShares& to) {
  const Index3& n = to.starts.size;
  const Units unit = units_of(range.share, range.starts.voxels());
  for (int corner = 0; corner < 8; ++corner) {
    Index3 p{};
    for (std::size_t k = 0; k < 3; ++k)
      p[k] = ((corner >> k & 1) != 0 ? range.starts.end(k) : range.starts.start[k]) - to.starts.start[k];
    if (p[0] >= n[0] || p[1] >= n[1] || p[2] >= n[2]) continue;
    const bool minus = (corner ^ corner >> 1 ^ corner >> 2) & 1;
    Units& cell = to.share[at((p[2] * n[1] + p[1]) * n[0] + p[0])];
    cell = minus ? cell - unit : cell + unit;
  }
}

/// Running sums of a box of numbers along all three axes.
void integrate(std::vector<Units>& numbers, const Index3& n, const Job& job) {
  Units* const all = numbers.data();
  const std::int64_t plane = n[0] * n[1];
  job.device.parallel_for(n[2], 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t z = first; z < last; ++z)
      for (std::int64_t y = 0; y < n[1]; ++y) {
        Units* row = all + z * plane + y * n[0];
        for (std::int64_t x = 1; x < n[0]; ++x) row[x] += row[x - 1];
        for (std::int64_t x = 0; x < n[0] && y > 0; ++x) row[x] += row[x - n[0]];
      }
  });
  job.device.parallel_for(n[1], 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t z = 1; z < n[2]; ++z)
      for (std::int64_t i = first * n[0]; i < last * n[0]; ++i) all[z * plane + i] += all[(z - 1) * plane + i];
  });
}

void add_voxels(const VoxelAim& aim, StartShares& to) {
  const Units unit = units_of(aim.share, aim.of->count);
  const Index3& n = to.starts.size;
  aim.index->each_voxel(*aim.of, [&](const Index3& voxel) {
    Index3 s = start_about(voxel, to.window, aim.low, aim.high);
    for (std::size_t k = 0; k < 3; ++k) s[k] -= to.starts.start[k];
    to.share[at((s[2] * n[1] + s[1]) * n[0] + s[0])] += unit;
  });
}

/// For each index of a row of voxels, how many starts lie at or below it, and how many lie too low to reach it.
struct Reach {
  std::vector<std::int64_t> to, from;

  Reach(std::int64_t voxels, std::int64_t window, std::int64_t first_start, std::int64_t starts) {
    for (std::int64_t v = 0; v < voxels; ++v) {
      to.push_back(std::clamp<std::int64_t>(v - first_start + 1, 0, starts));
      from.push_back(std::clamp<std::int64_t>(v - window - first_start + 1, 0, starts));
    }
  }
};

}  // namespace

StartShares start_shares(const StartLaw& law, const Job& job) {
  StartShares out{law.window, {}, {}, 0};
  for (const StartRange& range : law.ranges) out.starts = bounding(out.starts, range.starts);
  for (const VoxelAim& aim : law.aims) out.starts = bounding(out.starts, starts_of(aim, law.window));
  out.share = zeros(out.starts.voxels());
  for (const StartRange& range : law.ranges) add_corners(range, out);
  integrate(out.share, out.starts.size, job);
  for (const VoxelAim& aim : law.aims) {
    job.check();
    add_voxels(aim, out);
  }
  for (const Units unit : out.share) out.total += unit;
  return out;
}

Image coverage(const StartShares& shares, const Grid& grid, const Job& job) {
  const Index3 n = shares.starts.size;
  std::vector<Units> sums = zeros(shares.starts.voxels());  // of all starts at or below, on each axis
  std::copy(shares.share.begin(), shares.share.end(), sums.begin());
  integrate(sums, n, job);
  const Image out = Image::allocate(grid, VoxelType::float32);
  const auto view = out.mutable_view<float>();
  std::vector<Reach> reach;
  for (std::size_t k = 0; k < 3; ++k) reach.emplace_back(grid.size[k], shares.window[k], shares.starts.start[k], n[k]);
  const std::vector<Units> none = zeros(n[0]);
  const auto row = [&](std::int64_t y, std::int64_t z) {  // sums over the first y rows of the first z planes
    return y == 0 || z == 0 ? none.data() : sums.data() + ((z - 1) * n[1] + y - 1) * n[0];
  };
  const double scale = 1 / static_cast<double>(shares.total);
  job.device.parallel_for(grid.size[2], 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    std::vector<Units> line(at(n[0] + 1));  // line[x]: starts below x that reach this row
    for (std::int64_t z = first; z < last; ++z)
      for (std::int64_t y = 0; y < grid.size[1]; ++y) {
        const std::int64_t z1 = reach[2].to[at(z)], z0 = reach[2].from[at(z)];
        const std::int64_t y1 = reach[1].to[at(y)], y0 = reach[1].from[at(y)];
        const Units *a = row(y1, z1), *b = row(y0, z1), *c = row(y1, z0), *d = row(y0, z0);
        for (std::size_t x = 0; x + 1 < line.size(); ++x) line[x + 1] = a[x] - b[x] - c[x] + d[x];
        float* to = &view.at(0, y, z);
        for (std::size_t x = 0; x < at(grid.size[0]); ++x)
          to[x] =
              static_cast<float>(static_cast<double>(line[at(reach[0].to[x])] - line[at(reach[0].from[x])]) * scale);
      }
  });
  return out;
}

}  // namespace auglens
