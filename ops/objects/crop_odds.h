#pragma once
// What windows of a given law will hold: hit rates and shares of classes, which blobs are seen, and how many windows
// until all were. It refuses to draw any.

#include <span>
#include <string>
#include <vector>

#include "ops/objects/crop_coverage.h"

namespace auglens {

struct ClassOdds {
  std::int32_t value = 0;
  double hit_rate = 0;    ///< probability that a window holds at least `at_least` voxels of the class
  double mean_share = 0;  ///< expected share of the window's voxels that are of the class
};

/// Bounds of an expected number of windows; equal where it is exact, infinite where a blob is never seen.
struct Expected {
  double low = 0, high = 0;
};

struct BlobOdds {
  bool followed = true;      ///< false: there are more than most_seen_blobs
  std::vector<double> seen;  ///< for each blob the probability that a window holds a voxel of it
  Expected windows_until_all;
};

/// For each class of the index but the background, exactly: hits are sums of whole shares over all starts that hold
/// enough voxels. Throws Error(resource), Cancelled.
std::vector<ClassOdds> class_odds(const StartShares& shares, const LabelMap& labels, const ClassIndex& index,
                                  std::int32_t background, std::int64_t at_least, const Job& job);

/// For the blobs with these numbers (places in Components::blobs, plus 1), exactly: a start sees a blob when its window
/// touches one of the blob's voxels. Throws Error(bad_input) for more than `most_seen_blobs`; Error(resource);
/// Cancelled.
BlobOdds blob_odds(const StartShares& shares, const LabelMap& ids, std::span<const std::int32_t> numbers,
                   const Job& job);
inline constexpr std::size_t most_seen_blobs = 1024;

/// How often each set of blobs is what a window sees: bit i is blob i; counts in the same units as `total`.
struct SeenSet {
  std::uint64_t blobs = 0, share = 0;
};
/// Expected number of draws until each of n blobs was seen, n <= 20, by inclusion and exclusion:
/// sum over nonempty sets J of (-1)^(|J| + 1) / P(a draw sees a blob of J).
double windows_until_all(std::span<const SeenSet> sets, std::size_t n, std::uint64_t total);
/// What the windows of one turn see; `windows` of them come in a row.
struct SeenTurn {
  std::vector<SeenSet> sets;
  std::uint64_t total = 0;
  std::int64_t windows = 1;
};
/// The same for laws that take turns, from the first window of the first turn on: the expected wait for a set J is the
/// sum over t of the probability that none of the first t windows sees it, a geometric series over whole rounds.
double windows_until_all(std::span<const SeenTurn> turns, std::size_t n);
/// An upper bound from the probabilities of single blobs: the integral of 1 - product(1 - exp(-p t)) over t > 0. It is
/// exact where no draw sees two blobs, and an upper bound otherwise, because under independent exponential gaps the
/// counts of blobs are increasing functions of independent Poisson counts, hence associated.
double windows_until_all_apart(std::span<const double> seen);

/// One sampler's odds beside the others', for the same window; `refused` says why it cannot run on this label.
struct SamplerOdds {
  SamplerKind sampler = SamplerKind::random;
  std::string refused;
  std::vector<ClassOdds> classes;
  BlobOdds blobs;
};

/// The four samplers side by side: the crop's own with its parameters, the others with their defaults. Where a
/// sampler's laws take turns (forced_foreground by position in the batch), rates, shares and `seen` are averages over
/// the positions, and windows_until_all counts from the first position. `components` were found with
/// blob_options(rule_of(crop)) and their numbers lie on the labels' grid; beyond most_seen_blobs their odds are left
/// out. The work: one reading of the labels and of the shares per law, and per class and blob the bits of the starts
/// that reach its box; progress goes to the job. Throws Error(resource), Cancelled.
std::vector<SamplerOdds> compare_samplers(const Crop& crop, const LabelMap& labels, const Components& components,
                                          std::int64_t at_least, const Job& job);

}  // namespace auglens
