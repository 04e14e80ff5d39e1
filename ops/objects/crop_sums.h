#pragma once
// Running sums of start shares: how likely a window starts in a box of starts, and how likely one reaches a voxel. It
// refuses to know what the voxels are.

#include "ops/objects/crop_coverage.h"

namespace auglens {

/// Sums along all three axes, in the place of the shares.
class ShareSums {
 public:
  /// Throws Cancelled.
  ShareSums(StartShares shares, const Job& job);

  const Index3& window() const { return shares_.window; }
  const Region& starts() const { return shares_.starts; }
  std::uint64_t total() const { return shares_.total; }

  /// Some rows of starts, added up.
  class Rows {
   public:
    /// The share of those below x, any x; exact.
    std::uint64_t below(std::int64_t x) const {
      const std::int64_t n = std::clamp<std::int64_t>(x - first_, 0, count_);
      return n == 0 ? 0 : to_[n - 1] - y_[n - 1] - z_[n - 1] + both_[n - 1];
    }

   private:
    friend class ShareSums;
    const std::uint64_t *to_, *y_, *z_, *both_;  ///< sums up to the last row, and without those before the first ones
    std::int64_t first_, count_;
  };
  /// The rows y0 <= y < y1, z0 <= z < z1; what is outside starts() is nothing.
  Rows rows(std::int64_t y0, std::int64_t y1, std::int64_t z0, std::int64_t z1) const;

  /// The starts whose windows reach a row of voxels.
  Rows reaching(std::int64_t y, std::int64_t z) const {
    return rows(y - shares_.window[1] + 1, y + 1, z - shares_.window[2] + 1, z + 1);
  }
  /// The share of the windows that hold voxel x of the row that `rows` reach.
  std::uint64_t holding(const Rows& rows, std::int64_t x) const {
    return rows.below(x + 1) - rows.below(x - shares_.window[0] + 1);
  }

 private:
  const std::uint64_t* row(std::int64_t y, std::int64_t z) const;

  StartShares shares_;
  std::vector<std::uint64_t> nothing_;  ///< a row of 0
};

/// Running sums of a box of numbers, x fastest, along all three axes; they wrap around, differences are exact all the
/// same. Throws Cancelled.
void add_up(std::vector<std::uint64_t>& numbers, const Index3& size, const Job& job);

}  // namespace auglens
