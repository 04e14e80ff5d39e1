#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "ops/device.h"
#include "ops/objects/crop_odds.h"

namespace auglens {
namespace {

constexpr std::size_t most_exact = 20, bits = 64;

std::size_t at(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

/// For every start which of up to 64 blobs its window touches: one bit each, spread over the window axis by axis.
class SeenField {
 public:
  /// `bit_of[number]` is the blob's bit, or `bits` for one that is not asked for.
  SeenField(const StartShares& shares, const LabelMap& ids, const std::vector<std::uint8_t>& bit_of, const Job& job)
      : shares_(shares), job_(job) {
    for (std::size_t k = 0; k < 3; ++k) size_[k] = shares.starts.size[k] + shares.window[k] - 1;
    seen_.resize(at(size_[0] * size_[1] * size_[2]));
    mark(ids, bit_of);
    spread_in_planes();
    spread_along_z();
  }

  const std::uint64_t* row(std::int64_t y, std::int64_t z) const {
    return seen_.data() + (z * size_[1] + y) * size_[0];
  }

 private:
  void mark(const LabelMap& ids, const std::vector<std::uint8_t>& bit_of) {
    const Region all = intersect(whole(ids.grid), {shares_.starts.start, size_});
    const auto view = ids.view();
    job_.device.parallel_for(all.size[2], 1, [&](std::int64_t first, std::int64_t last) {
      job_.check();
      for (std::int64_t z = all.start[2] + first; z < all.start[2] + last; ++z)
        for (std::int64_t y = all.start[1]; y < all.end(1); ++y) {
          std::uint64_t* to = seen_.data() +
                              ((z - shares_.starts.start[2]) * size_[1] + y - shares_.starts.start[1]) * size_[0] -
                              shares_.starts.start[0];
          for (std::int64_t x = all.start[0]; x < all.end(0); ++x) {
            const std::int32_t number = view.at(x, y, z);
            if (number == 0 || bit_of[at(number)] == bits) continue;
            to[x] = std::uint64_t{1} << bit_of[at(number)];
          }
        }
    });
  }

  /// Each cell takes over what lies up to window - 1 steps ahead, by doubling the reach; cells are `step` apart, rows
  /// of `width` cells go together. In place: what is read lies ahead of what is written.
  static void spread(std::uint64_t* cells, std::int64_t count, std::int64_t step, std::int64_t width,
                     std::int64_t window) {
    for (std::int64_t reach = 1; reach < window;) {
      const std::int64_t ahead = std::min(reach, window - reach);
      for (std::int64_t i = 0; i + ahead < count; ++i)
        for (std::int64_t x = 0; x < width; ++x) cells[i * step + x] |= cells[(i + ahead) * step + x];
      reach += ahead;
    }
  }

  void spread_in_planes() {
    job_.device.parallel_for(size_[2], 1, [&](std::int64_t first, std::int64_t last) {
      job_.check();
      for (std::int64_t z = first; z < last; ++z) {
        std::uint64_t* plane = seen_.data() + z * size_[0] * size_[1];
        for (std::int64_t y = 0; y < size_[1]; ++y) spread(plane + y * size_[0], size_[0], 1, 1, shares_.window[0]);
        spread(plane, size_[1], size_[0], shares_.starts.size[0], shares_.window[1]);
      }
    });
  }

  void spread_along_z() {
    job_.device.parallel_for(shares_.starts.size[1], 1, [&](std::int64_t first, std::int64_t last) {
      job_.check();
      for (std::int64_t y = first; y < last; ++y)
        spread(seen_.data() + y * size_[0], size_[2], size_[0] * size_[1], shares_.starts.size[0], shares_.window[2]);
    });
  }

  const StartShares& shares_;
  const Job& job_;
  Index3 size_{};
  std::vector<std::uint64_t> seen_;
};

/// The largest number in use: what a table by number must hold.
std::int32_t max_number(const LabelMap& ids, std::span<const std::int32_t> numbers) {
  std::int32_t highest = *std::max_element(numbers.begin(), numbers.end());
  const auto view = ids.view();
  for (std::int64_t z = 0; z < view.nz; ++z)
    for (std::int64_t y = 0; y < view.ny; ++y) {
      const std::int32_t* row = &view.data[z * view.plane + y * view.row];
      highest = std::max(highest, *std::max_element(row, row + view.nx));
    }
  return highest;
}

/// The sets that windows see and how often, for the blobs numbers[i], bit i.
std::vector<SeenSet> seen_sets(const StartShares& shares, const LabelMap& ids, std::span<const std::int32_t> numbers,
                               std::int32_t highest, const Job& job) {
  std::vector<std::uint8_t> bit_of(at(highest) + 1, bits);
  for (std::size_t i = 0; i < numbers.size(); ++i) bit_of[at(numbers[i])] = static_cast<std::uint8_t>(i);
  const SeenField field(shares, ids, bit_of, job);
  std::unordered_map<std::uint64_t, std::uint64_t> sums;
  for (std::int64_t z = 0; z < shares.starts.size[2]; ++z)
    for (std::int64_t y = 0; y < shares.starts.size[1]; ++y) {
      const std::uint64_t *seen = field.row(y, z), *share = shares.row(y, z);
      for (std::int64_t x = 0; x < shares.starts.size[0];) {
        const std::uint64_t set = seen[x];
        std::uint64_t sum = 0;
        for (; x < shares.starts.size[0] && seen[x] == set; ++x) sum += share[x];
        if (sum != 0) sums[set] += sum;
      }
    }
  std::vector<SeenSet> sets;
  for (const auto& [set, share] : sums) sets.push_back({set, share});
  std::sort(sets.begin(), sets.end(), [](const SeenSet& a, const SeenSet& b) { return a.blobs < b.blobs; });
  return sets;
}

}  // namespace

BlobOdds blob_odds(const StartShares& shares, const LabelMap& ids, std::span<const std::int32_t> numbers,
                   const Job& job) {
  if (numbers.size() > most_seen_blobs)
    throw Error(ErrorKind::bad_input, {"", "the odds of " + std::to_string(numbers.size()) + " blobs are too many", "",
                                       "leave out the small ones by a threshold; at most " +
                                           std::to_string(most_seen_blobs) + " can be followed"});
  BlobOdds odds;
  if (numbers.empty()) return odds;
  const std::int32_t highest = max_number(ids, numbers);
  const auto total = static_cast<double>(shares.total);
  std::vector<SeenSet> sets;
  for (std::size_t first = 0; first < numbers.size(); first += bits) {
    const auto batch = numbers.subspan(first, std::min(bits, numbers.size() - first));
    sets = seen_sets(shares, ids, batch, highest, job);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      std::uint64_t sum = 0;
      for (const SeenSet& s : sets) sum += (s.blobs >> i & 1) != 0 ? s.share : 0;
      odds.seen.push_back(static_cast<double>(sum) / total);
    }
  }
  if (numbers.size() > most_exact) {
    std::vector<std::size_t> order(numbers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return odds.seen[a] < odds.seen[b]; });
    std::vector<std::int32_t> rarest;
    for (std::size_t i = 0; i < most_exact; ++i) rarest.push_back(numbers[order[i]]);
    sets = seen_sets(shares, ids, rarest, highest, job);
  }
  odds.windows_until_all.low = windows_until_all(sets, std::min(most_exact, numbers.size()), shares.total);
  odds.windows_until_all.high =
      numbers.size() > most_exact ? windows_until_all_apart(odds.seen) : odds.windows_until_all.low;
  return odds;
}

}  // namespace auglens
