#include "io/length_unit.h"

#include <algorithm>

#include "io/header_text.h"

namespace auglens {

namespace {

struct Unit {
  std::string_view name;
  double mm;
};
constexpr Unit units[] = {{"mm", 1},           {"millimeter", 1}, {"cm", 10},           {"centimeter", 10},
                          {"m", 1000},         {"meter", 1000},   {"um", 1e-3},         {"\xc2\xb5m", 1e-3},
                          {"\xce\xbcm", 1e-3}, {"micron", 1e-3},  {"micrometer", 1e-3}, {"nm", 1e-6}};

}  // namespace

std::optional<double> common_unit_in_mm(const std::string& text) {
  std::string bare = lower(text);
  std::replace(bare.begin(), bare.end(), '"', ' ');
  std::optional<double> mm;
  for (const auto& word : words_of(bare)) {
    const auto* found = std::find_if(std::begin(units), std::end(units), [&](auto& unit) { return unit.name == word; });
    if (found == std::end(units)) continue;
    if (mm && *mm != found->mm) return std::nullopt;
    mm = found->mm;
  }
  return mm;
}

}  // namespace auglens
