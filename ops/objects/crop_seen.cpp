#include <algorithm>
#include <cmath>
#include <numeric>

#include "ops/objects/crop_law_odds.h"

namespace auglens {
namespace {

constexpr std::size_t most_exact = 20;

/// Where along a row of starts a blob comes into view or goes out of it.
struct Change {
  std::int64_t x = 0;
  std::size_t blob = 0;
  friend bool operator==(const Change&, const Change&) = default;
};

/// The sets of blobs that windows see and how often: the bits of all blobs at once, from change to change along each
/// row.
class SeenSets {
 public:
  SeenSets(const ShareSums& law, std::span<const Wanted> blobs, const Job& job)
      : law_(law), share_(std::size_t{1} << blobs.size()) {
    for (const Wanted& blob : blobs) bits_.push_back(starts_holding(blob, law.window(), law.starts(), 1, job));
    const Region& all = law.starts();
    for (std::int64_t z = all.start[2]; z < all.end(2); ++z) {
      job.check();
      for (std::int64_t y = all.start[1]; y < all.end(1);) {
        const std::int64_t first = y++;
        const std::vector<Change> changes = changes_in(first, z);
        while (y < all.end(1) && changes_in(y, z) == changes) ++y;
        add(changes, law.rows(first, y, z, z + 1));
      }
    }
  }

  std::vector<SeenSet> list() const {
    std::vector<SeenSet> sets;
    for (std::size_t set = 0; set < share_.size(); ++set)
      if (share_[set] != 0) sets.push_back({set, share_[set]});
    return sets;
  }

 private:
  std::vector<Change> changes_in(std::int64_t y, std::int64_t z) const {
    std::vector<Change> changes;
    for (std::size_t b = 0; b < bits_.size(); ++b)
      if (const Region& r = bits_[b].starts; y >= r.start[1] && y < r.end(1) && z >= r.start[2] && z < r.end(2))
        bits_[b].each_edge(y, z, [&](std::int64_t x, bool) { changes.push_back({x, b}); });
    std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.x < b.x; });
    return changes;
  }

  void add(const std::vector<Change>& changes, const ShareSums::Rows& rows) {
    std::size_t set = 0;
    std::uint64_t before = 0;
    for (const Change& change : changes) {
      const std::uint64_t below = rows.below(change.x);
      share_[set] += below - before;
      before = below;
      set ^= std::size_t{1} << change.blob;
    }
    share_[set] += rows.below(law_.starts().end(0)) - before;
  }

  const ShareSums& law_;
  std::vector<StartBits> bits_;
  std::vector<std::uint64_t> share_;  ///< by set
};

double seen_by(const SumsTurn& turn, std::size_t blob) {
  return static_cast<double>(turn.seen[blob]) / static_cast<double>(turn.law->total());
}

std::int64_t round_of(std::span<const SumsTurn> turns) {
  std::int64_t windows = 0;
  for (const SumsTurn& turn : turns) windows += turn.windows;
  return windows;
}

/// The mean over a round's windows.
double seen_on_average(std::span<const SumsTurn> turns, std::size_t blob) {
  if (turns.size() == 1) return seen_by(turns[0], blob);
  double sum = 0;
  for (const SumsTurn& turn : turns) sum += static_cast<double>(turn.windows) * seen_by(turn, blob);
  return sum / static_cast<double>(round_of(turns));
}

/// An upper bound: rounds are draws of one law, and whoever has seen all within n rounds needed at most all windows of
/// n rounds.
double rounds_apart(std::span<const SumsTurn> turns, std::size_t blobs) {
  std::vector<double> seen;
  for (std::size_t b = 0; b < blobs; ++b) {
    double log_missed = 0;
    for (const SumsTurn& turn : turns) log_missed += static_cast<double>(turn.windows) * std::log1p(-seen_by(turn, b));
    seen.push_back(-std::expm1(log_missed));
  }
  return static_cast<double>(round_of(turns)) * windows_until_all_apart(seen);
}

}  // namespace

BlobOdds blob_odds(std::span<const SumsTurn> turns, std::span<const Wanted> blobs, const Job& job) {
  BlobOdds odds;
  if (blobs.empty()) return odds;
  for (std::size_t b = 0; b < blobs.size(); ++b) odds.seen.push_back(seen_on_average(turns, b));
  std::vector<std::size_t> order(blobs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return odds.seen[a] < odds.seen[b]; });
  order.resize(std::min(most_exact, order.size()));
  if (blobs.size() <= most_exact) std::sort(order.begin(), order.end());
  std::vector<Wanted> rarest;
  for (const std::size_t b : order) rarest.push_back(blobs[b]);
  std::vector<SeenTurn> sets;
  for (const SumsTurn& turn : turns)
    sets.push_back({SeenSets(*turn.law, rarest, job).list(), turn.law->total(), turn.windows});
  odds.windows_until_all.low = windows_until_all(sets, rarest.size());
  odds.windows_until_all.high = odds.windows_until_all.low;
  if (blobs.size() > most_exact)
    odds.windows_until_all.high =
        turns.size() == 1 ? windows_until_all_apart(odds.seen) : rounds_apart(turns, blobs.size());
  return odds;
}

BlobOdds blob_odds(const StartShares& shares, const LabelMap& ids, std::span<const std::int32_t> numbers,
                   const Job& job) {
  if (numbers.size() > most_seen_blobs)
    throw Error(ErrorKind::bad_input, {"", "the odds of " + std::to_string(numbers.size()) + " blobs are too many", "",
                                       "leave out the small ones by a threshold; at most " +
                                           std::to_string(most_seen_blobs) + " can be followed"});
  const ClassIndex index(ids, nullptr, job);
  std::vector<ShareSums> law;
  law.emplace_back(shares, job);
  std::vector<Wanted> blobs;
  SumsTurn turn{law.data(), 1, {}};
  for (const std::int32_t number : numbers) {
    const ClassVoxels* const of = index.find(number);
    blobs.push_back({ids.view(), number, of == nullptr ? Region{} : of->box});
    turn.seen.push_back(hit_shares(blobs.back(), law, 1, job)[0]);
  }
  return blob_odds(std::span(&turn, 1), blobs, job);
}

}  // namespace auglens
