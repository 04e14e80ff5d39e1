#pragma once
// Which window starts hold enough voxels of one value of a map, a class or a blob: one bit for each start. It refuses
// to know how likely starts are.

#include <bit>

#include "ops/image.h"
#include "ops/job.h"

namespace auglens {

/// One bit for each start of a box, rows in whole words.
struct StartBits {
  Region starts;
  std::int64_t words = 0;  ///< of a row
  std::vector<std::uint64_t> bits;

  std::uint64_t* row(std::int64_t y, std::int64_t z) {
    return bits.data() + ((z - starts.start[2]) * starts.size[1] + y - starts.start[1]) * words;
  }
  const std::uint64_t* row(std::int64_t y, std::int64_t z) const { return const_cast<StartBits*>(this)->row(y, z); }

  /// Two rows, or all rows of two planes, hold the same bits. Preconditions as for each_edge.
  bool same_rows(std::int64_t y, std::int64_t other, std::int64_t z) const {
    return std::equal(row(y, z), row(y, z) + words, row(other, z));
  }
  bool same_planes(std::int64_t z, std::int64_t other) const {
    const std::uint64_t* const plane = row(starts.start[1], z);
    return std::equal(plane, plane + words * starts.size[1], row(starts.start[1], other));
  }

  /// Calls f(x, set) wherever a row changes: at x the bits become 1 (set) or 0; a row ends with 0. Indices are those of
  /// the volume. Precondition: y and z are of `starts`.
  template <class F>
  void each_edge(std::int64_t y, std::int64_t z, F&& f) const {
    const std::uint64_t* const row_bits = row(y, z);
    bool set = false;
    for (std::int64_t w = 0; w < words; ++w) {
      std::uint64_t edges = row_bits[w] ^ (row_bits[w] << 1 | (set ? 1 : 0));
      for (; edges != 0; edges &= edges - 1) f(starts.start[0] + w * 64 + std::countr_zero(edges), set = !set);
    }
    if (set) f(starts.end(0), false);
  }
};

/// The voxels of a value that are looked for: `box` holds them all.
struct Wanted {
  VoxelView<std::int32_t> map;
  std::int32_t value = 0;
  Region box;
};

/// The starts of `among` whose windows hold at least so many of the voxels, 1 or more. The bits' box is that of the
/// starts that reach the wanted box at all; it may be empty. One voxel is enough: rows of bits are spread over the
/// window, 64 starts at a time; else sliding sums along each axis. Throws Error(resource), Cancelled.
StartBits starts_holding(const Wanted& wanted, const Index3& window, const Region& among, std::int64_t at_least,
                         const Job& job);

}  // namespace auglens
