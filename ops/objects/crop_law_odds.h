#pragma once
// The odds of several laws at once, so that every class and blob is looked for only once. It refuses to know samplers.

#include <span>

#include "ops/objects/crop_hits.h"
#include "ops/objects/crop_odds.h"
#include "ops/objects/crop_sums.h"

namespace auglens {

/// For each law, in its own units, how likely a window holds at least so many of the wanted voxels.
std::vector<std::uint64_t> hit_shares(const Wanted& wanted, std::span<const ShareSums> laws, std::int64_t at_least,
                                      const Job& job);

/// For each class of the index the expected share of a window's voxels that are of the class, by one pass over the map:
/// every voxel counts as often as windows hold it. Sums are of whole numbers, divided at the end. 0 for the background.
std::vector<double> mean_shares(const ShareSums& law, const LabelMap& labels, const ClassIndex& index,
                                std::int32_t background, const Job& job);

/// `windows` in a row follow this law, then the next one.
struct SumsTurn {
  const ShareSums* law = nullptr;
  std::int64_t windows = 1;
  std::vector<std::uint64_t> seen;  ///< for each blob its hit share under this law, one voxel being a hit
};

/// Probabilities are averages over the turns; what a whole round sees decides how long all blobs take.
BlobOdds blob_odds(std::span<const SumsTurn> turns, std::span<const Wanted> blobs, const Job& job);

}  // namespace auglens
