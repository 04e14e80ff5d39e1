#include "render/brick_map.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "ops/device.h"

using namespace auglens;

namespace {
std::uint32_t hash(std::uint32_t x) {
  x = (x ^ x >> 16) * 0x7feb352dU;
  x = (x ^ x >> 15) * 0x846ca68bU;
  return x ^ x >> 16;
}
}  // namespace

TEST_CASE("distances equal brute force on sparse, dense, flat and empty maps") {
  struct Map {
    Index3 count;
    std::uint32_t one_in;
  };
  for (const Map& m : {Map{{9, 7, 5}, 40}, Map{{9, 7, 5}, 3}, Map{{1, 1, 1}, 1}, Map{{17, 1, 1}, 9},
                       Map{{1, 13, 6}, 30}, Map{{6, 6, 6}, 1000000}, Map{{11, 3, 12}, 200}}) {
    const auto [nx, ny, nz] = m.count;
    std::vector<std::uint8_t> occupied(static_cast<std::size_t>(nx * ny * nz));
    for (std::size_t i = 0; i < occupied.size(); ++i)
      occupied[i] = hash(static_cast<std::uint32_t>(i) + m.one_in * 977) % m.one_in == 0;
    const auto distance = chebyshev_distance(m.count, occupied);
    for (std::int64_t i = 0; i < nx * ny * nz; ++i) {
      std::int64_t best = farthest_leap;
      for (std::int64_t j = 0; j < nx * ny * nz; ++j)
        if (occupied[static_cast<std::size_t>(j)] != 0)
          best = std::min(best, std::max({std::abs(i % nx - j % nx), std::abs(i / nx % ny - j / nx % ny),
                                          std::abs(i / (nx * ny) - j / (nx * ny))}));
      CHECK(distance[static_cast<std::size_t>(i)] == best);
    }
  }
}

TEST_CASE("bricks hold the extremes of their voxels and the next ones, at borders of any size") {
  const Device device = Device::cpu(2);
  const Job job{device};
  for (const Index3& size : {Index3{19, 11, 9}, Index3{8, 8, 8}, Index3{5, 6, 7}, Index3{17, 24, 5}}) {
    const std::int64_t row = size[0] + 3, plane = row * size[1] + 5;
    std::vector<std::uint16_t> codes(static_cast<std::size_t>(plane * size[2])), cells(codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i)
      codes[i] = static_cast<std::uint16_t>(hash(static_cast<std::uint32_t>(i)));
    cells[static_cast<std::size_t>(3 * plane + 4 * row + 2)] = 256;
    const BrickMap map = make_brick_map({codes.data(), cells.data(), size, row, plane}, job);
    for (std::int64_t b = 0; b < static_cast<std::int64_t>(map.bricks()); ++b) {
      const std::int64_t bx = b % map.count[0] * 8, by = b / map.count[0] % map.count[1] * 8;
      const std::int64_t bz = b / (map.count[0] * map.count[1]) * 8;
      std::uint16_t low = 65535, high = 0;
      bool labelled = false;
      for (std::int64_t z = bz; z < std::min(size[2], bz + 9); ++z)
        for (std::int64_t y = by; y < std::min(size[1], by + 9); ++y)
          for (std::int64_t x = bx; x < std::min(size[0], bx + 9); ++x) {
            const auto i = static_cast<std::size_t>(z * plane + y * row + x);
            low = std::min(low, codes[i]);
            high = std::max(high, codes[i]);
            labelled = labelled || cells[i] != 0;
          }
      CHECK(map.low[static_cast<std::size_t>(b)] == low);
      CHECK(map.high[static_cast<std::size_t>(b)] == high);
      CHECK((map.labelled[static_cast<std::size_t>(b)] != 0) == labelled);
    }
  }
}
