#pragma once
// The measures of label safety in words: titles, what they count, units. It refuses to compute them.

#include <string>
#include <string_view>
#include <vector>

#include "ops/objects/label_safety.h"

namespace auglens {

/// A row of worst_draws, or "smallest_blob_mm3".
struct SafetyMeasure {
  std::string_view name;   ///< as limits and JSON spell it
  std::string_view title;  ///< for a narrow table
  std::string_view words;  ///< what it counts
  std::string_view unit;
  double scale = 1;  ///< number in that unit / value
};

/// Precondition: the name is a measure's.
const SafetyMeasure& safety_measure(std::string_view name);

/// The draw that leaves the smallest blob; null where none leaves any.
const DrawSafety* smallest_left(const std::vector<DrawSafety>& draws);

}  // namespace auglens
