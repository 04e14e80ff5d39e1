#include <bit>
#include <cmath>
#include <limits>

#include "ops/objects/crop_odds.h"

namespace auglens {

double windows_until_all(std::span<const SeenSet> sets, std::size_t n, std::uint64_t total) {
  // within[X]: draws that see nothing but blobs of X, by summing over subsets one blob at a time
  std::vector<std::uint64_t> within(std::size_t{1} << n);
  for (const SeenSet& s : sets) within[static_cast<std::size_t>(s.blobs)] += s.share;
  for (std::size_t bit = 1; bit < within.size(); bit <<= 1)
    for (std::size_t x = 0; x < within.size(); ++x)
      if ((x & bit) != 0) within[x] += within[x ^ bit];
  long double sum = 0;
  const std::size_t all = within.size() - 1;
  for (std::size_t j = 1; j <= all; ++j) {
    const std::uint64_t seeing = total - within[all ^ j];
    if (seeing == 0) return std::numeric_limits<double>::infinity();
    const long double term = static_cast<long double>(total) / static_cast<long double>(seeing);
    sum += std::popcount(j) % 2 == 1 ? term : -term;
  }
  return static_cast<double>(sum);
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
