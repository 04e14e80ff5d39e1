#pragma once
// Where windows may start and how likely, and from it, without drawing, how often each voxel is in a window. It refuses
// to know samplers beyond their law.

#include <cstdint>
#include <vector>

#include "ops/image.h"
#include "ops/job.h"
#include "ops/objects/crop_window.h"

namespace auglens {

/// The probability of every start, in units of 2^-62: whole numbers, so that running sums are exact, nothing depends on
/// the order of adding, and what cannot happen is 0. Rounding moves a start by at most half a unit per range or voxel.
struct StartShares {
  Index3 window{0, 0, 0};
  Region starts;                     ///< the smallest box that holds all of them
  std::vector<std::uint64_t> share;  ///< x fastest, without padding
  std::uint64_t total = 0;           ///< about 2^62; what shares are divided by

  const std::uint64_t* row(std::int64_t y, std::int64_t z) const {
    return share.data() + (z * starts.size[1] + y) * starts.size[0];
  }
};
inline constexpr double share_unit = 0x1p-62;

/// Eight bytes per start. Throws Error(resource), Cancelled.
StartShares start_shares(const StartLaw& law, const Job& job);

/// For each voxel the probability that a drawn window holds it: the sum of the shares of all starts that reach it.
/// float32, one channel, on the label map's grid. Throws Error(resource), Cancelled.
Image coverage(const StartShares& shares, const Grid& grid, const Job& job);

}  // namespace auglens
