#include "ops/objects/crop_coverage.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <new>

#include "ops/device.h"
#include "ops/objects/crop_samplers.h"
#include "ops/objects/crop_sums.h"

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

/// Marks a range by its eight corners; running sums along the axes make it a box.
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

/// What aims through one index at the same range add to the shares: for each class the units of one voxel.
struct AimUnits {
  const VoxelAim* as = nullptr;
  std::map<std::int32_t, Units> units;
  Region box;  ///< of all their voxels
};

std::vector<AimUnits> grouped(const std::vector<VoxelAim>& aims) {
  std::vector<AimUnits> groups;
  for (const VoxelAim& aim : aims) {
    auto of = std::find_if(groups.begin(), groups.end(), [&](const AimUnits& g) {
      return g.as->index == aim.index && g.as->low == aim.low && g.as->high == aim.high;
    });
    if (of == groups.end()) of = groups.insert(groups.end(), {&aim, {}, {}});
    of->units[aim.of->value] += units_of(aim.share, aim.of->count);
    of->box = bounding(of->box, aim.of->box);
  }
  return groups;
}

/// Adds the voxels x0 <= x < x1 of a row to the row of their starts: those that the range clamps go to its ends.
void add_run(const AimUnits& aims, std::int64_t half, std::int64_t x0, std::int64_t x1, Units unit, Units* starts) {
  const std::int64_t low = aims.as->low[0], high = aims.as->high[0];
  const std::int64_t first = std::clamp(low + half, x0, x1), last = std::clamp(high + half + 1, first, x1);
  if (first > x0) starts[low] += unit * static_cast<Units>(first - x0);  // without one, an end need not be there
  if (last < x1) starts[high] += unit * static_cast<Units>(x1 - last);
  for (std::int64_t x = first; x < last; ++x) starts[x - half] += unit;
}

/// Plane by plane of the starts, so that threads do not meet: the first and the last one take what the range clamps.
void add_voxels(const AimUnits& aims, StartShares& to, const Job& job) {
  const Index3 half{to.window[0] / 2, to.window[1] / 2, to.window[2] / 2};
  const Region &starts = to.starts, &box = aims.box;
  const auto start_of = [&](std::int64_t i, std::size_t k) {
    return std::clamp(i - half[k], aims.as->low[k], aims.as->high[k]) - starts.start[k];
  };
  job.device.parallel_for(starts.size[2], 1, [&](std::int64_t first_plane, std::int64_t last_plane) {
    job.check();
    for (std::int64_t z = box.start[2]; z < box.end(2); ++z) {
      const std::int64_t plane = start_of(z, 2);
      if (plane < first_plane || plane >= last_plane) continue;
      auto known = aims.units.end();
      for (std::int64_t y = box.start[1]; y < box.end(1); ++y) {
        Units* const row = to.share.data() + (plane * starts.size[1] + start_of(y, 1)) * starts.size[0];
        aims.as->index->each_run(y, z, [&](std::int64_t x0, std::int64_t x1, std::int32_t value) {
          if (known == aims.units.end() || known->first != value) known = aims.units.find(value);
          if (known != aims.units.end()) add_run(aims, half[0], x0, x1, known->second, row - starts.start[0]);
        });
      }
    }
  });
}

}  // namespace

StartShares start_shares(const StartLaw& law, const Job& job) {
  StartShares out{law.window, {}, {}, 0};
  for (const StartRange& range : law.ranges) out.starts = bounding(out.starts, range.starts);
  for (const VoxelAim& aim : law.aims) out.starts = bounding(out.starts, starts_of(aim, law.window));
  out.share = zeros(out.starts.voxels());
  for (const StartRange& range : law.ranges) add_corners(range, out);
  if (!law.ranges.empty()) add_up(out.share, out.starts.size, job);
  for (const AimUnits& aims : grouped(law.aims)) add_voxels(aims, out, job);
  for (const Units unit : out.share) out.total += unit;
  return out;
}

Image coverage(const StartShares& shares, const Grid& grid, const Job& job) {
  StartShares copy{shares.window, shares.starts, zeros(shares.starts.voxels()), shares.total};
  std::copy(shares.share.begin(), shares.share.end(), copy.share.begin());
  const ShareSums sums(std::move(copy), job);
  const Image out = Image::allocate(grid, VoxelType::float32);
  const auto view = out.mutable_view<float>();
  const double scale = 1 / static_cast<double>(shares.total);
  job.device.parallel_for(grid.size[2], 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t z = first; z < last; ++z)
      for (std::int64_t y = 0; y < grid.size[1]; ++y) {
        const ShareSums::Rows rows = sums.reaching(y, z);
        float* const to = &view.at(0, y, z);
        for (std::int64_t x = 0; x < grid.size[0]; ++x)
          to[x] = static_cast<float>(static_cast<double>(sums.holding(rows, x)) * scale);
      }
  });
  return out;
}

}  // namespace auglens
