#pragma once
// What lies in each 8^3 brick of a coded volume, and how far it is from there to something visible. It refuses to know
// colours and rays.

#include <cstdint>
#include <vector>

#include "ops/grid.h"
#include "ops/job.h"

namespace auglens {

constexpr int brick_shift = 3;
constexpr int brick_edge = 1 << brick_shift;

/// Extremes of the codes that trilinear samples in each brick can read: its 8^3 voxels and the next one along each
/// axis.
struct BrickMap {
  Index3 count{0, 0, 0};  ///< bricks along x, y, z; x runs fastest; `high` has one element more, for reads in pairs
  std::vector<std::uint16_t> low, high;
  std::vector<std::uint8_t> labelled;  ///< 1 where a label surface reaches into the brick; empty without labels

  std::size_t bricks() const { return static_cast<std::size_t>(count[0] * count[1] * count[2]); }
};

/// Codes (and label cells of the same pitch, or null) of `size` voxels with pitches in voxels.
struct CodedVoxels {
  const std::uint16_t* codes = nullptr;
  const std::uint16_t* cells = nullptr;
  Index3 size{};
  std::int64_t row = 0, plane = 0;
};
BrickMap make_brick_map(const CodedVoxels& voxels, const Job& job);

/// For each brick the Chebyshev distance in bricks to the nearest occupied one (0: itself), capped at `farthest_leap`.
/// A ray in a brick of distance d > 0 crosses nothing inside the cube of bricks that reaches d - 1 around it.
constexpr int farthest_leap = 63;
std::vector<std::uint8_t> chebyshev_distance(const Index3& count, const std::vector<std::uint8_t>& occupied);

}  // namespace auglens
