#pragma once
// The components of some neighbouring planes, found by one thread, and the pairs that hang together across the seam to
// the planes before. It refuses to know the whole volume's numbers.

#include <vector>

#include "ops/objects/components.h"
#include "ops/objects/row_bits.h"

namespace auglens {

/// What every slab of a volume is told: rows of size[0] voxels at the given distances. A volume of one plane is given
/// with its rows as planes, so that threads can share it.
struct SlabVolume {
  const std::int32_t* voxels = nullptr;
  Index3 size{0, 0, 0};
  std::int64_t row = 0, plane = 0;
  JoinRule rule;
  Connectivity connectivity = Connectivity::faces;
  const RowKernel* kernel = nullptr;

  std::size_t words() const { return static_cast<std::size_t>((size[0] + 63) / 64); }
  const std::int32_t* at(std::int64_t y, std::int64_t z) const { return voxels + z * plane + y * row; }
};

class Slab {
 public:
  /// Finds the components of planes first <= z < last, numbered from 0 in raster order of their first voxel. Throws
  /// Error(resource) beyond 2^32 runs; Cancelled.
  Slab(const SlabVolume& volume, std::int64_t first, std::int64_t last, const Job& job);

  std::uint32_t count() const { return count_; }
  std::int64_t filled_rows() const { return filled_rows_; }  ///< rows with any foreground
  /// Each pair: local component `a` of this slab is one with local component `b` of the slab before.
  std::vector<RunPair> seam(const Slab& before) const;
  /// Adds every local component to its sums, and tells the class of its first voxel. y and z as the volume was given.
  void tally(BlobSums* sums, std::int32_t* classes) const;
  /// Writes number[c] over the voxels of each local component c; `out` has the volume's distances and holds zeros.
  void paint(const std::int32_t* number, std::int32_t* out, const Job& job) const;

 private:
  struct Row {
    std::uint32_t first = 0;  ///< number of its first run
    std::uint32_t place = 0;  ///< of its bits, among the rows with any foreground
    RowKind kind;
  };
  class Linker;

  std::size_t index(std::int64_t y, std::int64_t z) const {
    return static_cast<std::size_t>((z - first_) * volume_.size[1] + y);
  }
  RowBits bits(std::size_t row) const;
  void scan(std::int64_t y, std::int64_t z, std::int32_t& guess);
  void link(std::int64_t y, std::int64_t z, Linker& linker);
  void number_components();

  SlabVolume volume_;
  std::int64_t first_, last_, filled_rows_ = 0;
  std::vector<Row> rows_;
  Buffer words_;                      ///< of each row with any foreground: that, then its starts
  std::vector<std::uint32_t> local_;  ///< of each run an earlier one of its component; in the end the component
  std::uint32_t runs_ = 0, count_ = 0;
};

}  // namespace auglens
