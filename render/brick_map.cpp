#include "render/brick_map.h"

#include <algorithm>

#include "ops/device.h"

namespace auglens {

namespace {

struct Extremes {
  std::uint16_t low = 65535, high = 0;
  bool labelled = false;
};

/// Eight voxels abreast, so that the compiler keeps a whole brick row in one register.
Extremes extremes_of(const CodedVoxels& v, const Index3& start) {
  std::uint16_t low[brick_edge], high[brick_edge], cells = 0;
  std::fill_n(low, brick_edge, std::uint16_t{65535});
  std::fill_n(high, brick_edge, std::uint16_t{0});
  Index3 end{};
  for (std::size_t k = 0; k < 3; ++k) end[k] = std::min(v.size[k], start[k] + brick_edge + 1);
  const bool whole = end[0] == start[0] + brick_edge + 1;
  for (auto z = start[2]; z < end[2]; ++z)
    for (auto y = start[1]; y < end[1]; ++y) {
      const std::uint16_t* p = v.codes + z * v.plane + y * v.row + start[0];
      const auto take = [&](int lane, std::uint16_t c) {
        low[lane] = std::min(low[lane], c);
        high[lane] = std::max(high[lane], c);
      };
      if (whole) {
        for (int i = 0; i < brick_edge; ++i) take(i, p[i]);
        take(0, p[brick_edge]);
      } else {
        for (std::int64_t i = 0; i < end[0] - start[0]; ++i) take(static_cast<int>(i % brick_edge), p[i]);
      }
      if (v.cells != nullptr)
        for (std::int64_t i = 0; i < end[0] - start[0]; ++i)
          cells = static_cast<std::uint16_t>(cells | v.cells[z * v.plane + y * v.row + start[0] + i]);
    }
  return {*std::min_element(low, low + brick_edge), *std::max_element(high, high + brick_edge), cells != 0};
}

/// One row of the sweep: each brick is at most one farther than any neighbour in the four rows already done.
void sweep_row(std::uint8_t* row, const std::uint8_t* near, std::int64_t count, std::int64_t step) {
  const std::int64_t first = step > 0 ? 0 : count - 1;
  int before = farthest_leap;
  for (std::int64_t n = 0, x = first; n < count; ++n, x += step) {
    int best = std::min<int>(before, near[x + 1]);
    best = std::min({best, static_cast<int>(near[x]), static_cast<int>(near[x + 2])});
    row[x] = static_cast<std::uint8_t>(std::min<int>(row[x], best + 1));
    before = row[x];
  }
}

}  // namespace

BrickMap make_brick_map(const CodedVoxels& v, const Job& job) {
  BrickMap map;
  for (std::size_t k = 0; k < 3; ++k) map.count[k] = (v.size[k] + brick_edge - 1) / brick_edge;
  map.low.resize(map.bricks());
  map.high.resize(map.bricks() + 1);
  if (v.cells != nullptr) map.labelled.resize(map.bricks());
  job.device.parallel_for(map.count[1] * map.count[2], 16, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t r = first; r < last; ++r)
      for (std::int64_t x = 0; x < map.count[0]; ++x) {
        const Extremes e =
            extremes_of(v, {x * brick_edge, r % map.count[1] * brick_edge, r / map.count[1] * brick_edge});
        const auto brick = static_cast<std::size_t>(r * map.count[0] + x);
        map.low[brick] = e.low;
        map.high[brick] = e.high;
        if (v.cells != nullptr) map.labelled[brick] = e.labelled ? 1 : 0;
      }
  });
  return map;
}

std::vector<std::uint8_t> chebyshev_distance(const Index3& count, const std::vector<std::uint8_t>& occupied) {
  const std::int64_t nx = count[0], ny = count[1], nz = count[2];
  std::vector<std::uint8_t> distance(occupied.size());
  std::transform(occupied.begin(), occupied.end(), distance.begin(),
                 [](std::uint8_t o) { return static_cast<std::uint8_t>(o != 0 ? 0 : farthest_leap); });
  std::vector<std::uint8_t> near(static_cast<std::size_t>(nx) + 2);
  const auto sweep = [&](std::int64_t step) {  // +1: from the first brick on, neighbours that come earlier; -1: back
    for (std::int64_t n = 0; n < ny * nz; ++n) {
      const std::int64_t r = step > 0 ? n : ny * nz - 1 - n, y = r % ny, z = r / ny;
      std::fill(near.begin(), near.end(), static_cast<std::uint8_t>(farthest_leap));
      const auto meet = [&](std::int64_t y2, std::int64_t z2) {
        if (y2 < 0 || y2 >= ny || z2 < 0 || z2 >= nz) return;
        const std::uint8_t* p = distance.data() + (z2 * ny + y2) * nx;
        for (std::size_t x = 0; x < static_cast<std::size_t>(nx); ++x) near[x + 1] = std::min(near[x + 1], p[x]);
      };
      meet(y - step, z);
      for (std::int64_t k = -1; k <= 1; ++k) meet(y + k, z - step);
      sweep_row(distance.data() + r * nx, near.data(), nx, step);
    }
  };
  sweep(1);
  sweep(-1);
  return distance;
}

}  // namespace auglens
