#include "io/nearest_name.h"

#include <algorithm>

namespace auglens {
namespace {

/// Optimal string alignment distance; both texts are short.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view meant, std::span<const std::string> names) {
  if (meant.size() > 64) return {};
  std::string best;
  std::size_t fewest = meant.size() / 3 + 2;
  for (const std::string& name : names) {
    const std::size_t n = edits_between(meant, name);
    if (n < fewest && n < name.size()) {
      fewest = n;
      best = name;
    }
  }
  return best;
}

std::string joined(std::span<const std::string> names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

std::string hint_among(std::string_view meant, std::span<const std::string> names) {
  const std::string best = nearest_name(meant, names);
  return best.empty() ? "use one of " + joined(names) : "did you mean " + best + "?";
}

}  // namespace auglens
