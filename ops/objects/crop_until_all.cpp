#include <bit>
#include <cmath>
#include <limits>

#include "ops/objects/crop_odds.h"

namespace auglens {
namespace {

/// within[X]: draws that see nothing but blobs of X, by summing over subsets one blob at a time.
std::vector<std::uint64_t> within_sets(const SeenTurn& turn, std::size_t n) {
  std::vector<std::uint64_t> within(std::size_t{1} << n);
  for (const SeenSet& s : turn.sets) within[static_cast<std::size_t>(s.blobs)] += s.share;
  for (std::size_t bit = 1; bit < within.size(); bit <<= 1)
    for (std::size_t x = 0; x < within.size(); ++x)
      if ((x & bit) != 0) within[x] += within[x ^ bit];
  return within;
}

/// Some windows in a row: how many of them are expected to be looked at until one hits, all where none does, and the
/// probability that one does. Put together by adding alone, so that small probabilities keep their digits.
struct Wait {
  long double windows = 0, hit = 0;

  Wait then(const Wait& next) const { return {windows + (1 - hit) * next.windows, hit + (1 - hit) * next.hit}; }
};

/// So many windows that hit with p each, by doubling.
Wait wait_of(long double p, std::int64_t windows) {
  Wait all, power{1, p};
  for (; windows > 0; windows >>= 1, power = power.then(power))
    if ((windows & 1) != 0) all = all.then(power);
  return all;
}

/// Expected number of windows until one sees a blob of a set, from the set's share in each turn: rounds that miss are
/// followed by another one, a geometric series.
long double windows_until(std::span<const SeenTurn> turns, const std::vector<std::uint64_t>& seeing) {
  Wait round;
  for (std::size_t i = 0; i < turns.size(); ++i)
    round = round.then(
        wait_of(static_cast<long double>(seeing[i]) / static_cast<long double>(turns[i].total), turns[i].windows));
  return round.windows / round.hit;
}

}  // namespace

double windows_until_all(std::span<const SeenTurn> turns, std::size_t n) {
  std::vector<std::vector<std::uint64_t>> within;
  for (const SeenTurn& turn : turns) within.push_back(within_sets(turn, n));
  std::vector<std::uint64_t> seeing(turns.size());
  long double sum = 0;
  const std::size_t all = (std::size_t{1} << n) - 1;
  for (std::size_t j = 1; j <= all; ++j) {
    bool never = true;
    for (std::size_t i = 0; i < turns.size(); ++i)
      seeing[i] = turns[i].total - within[i][all ^ j], never = never && seeing[i] == 0;
    if (never) return std::numeric_limits<double>::infinity();
    const long double term = turns.size() == 1
                                 ? static_cast<long double>(turns[0].total) / static_cast<long double>(seeing[0])
                                 : windows_until(turns, seeing);
    sum += std::popcount(j) % 2 == 1 ? term : -term;
  }
  return static_cast<double>(sum);
}

double windows_until_all(std::span<const SeenSet> sets, std::size_t n, std::uint64_t total) {
  const SeenTurn turn{{sets.begin(), sets.end()}, total, 1};
  return windows_until_all(std::span(&turn, 1), n);
}

double windows_until_all_apart(std::span<const double> seen) {
  if (seen.empty()) return 0;
  double least = 1, most = 0;
  for (const double p : seen) least = std::min(least, p), most = std::max(most, p);
  if (!(least > 0)) return std::numeric_limits<double>::infinity();
  // t = exp(u): the integrand times t falls to nothing at both ends, where the trapezoid rule is spectrally exact
  constexpr double step = 1.0 / 64;
  const double first = std::log(1e-18 / most), last = std::log(80 / least);
  double sum = 0;
  for (double u = first; u < last; u += step) {
    const double t = std::exp(u);
    double log_all = 0;
    for (const double p : seen) log_all += std::log(-std::expm1(-p * t));
    sum += -std::expm1(log_all) * t;
  }
  return sum * step;
}

}  // namespace auglens
