#pragma once
// Sizes and source positions of DALI's resize (reference: dali-semantics 2.2, 2.3). It refuses to know filters.

#include <array>

#include "ops/grid.h"
#include "ops/operator.h"

namespace auglens {

/// One axis: output i reads the source around lo + (i + 0.5) scale - 0.5; hi < lo flips.
struct ResizeAxis {
  std::int64_t out = 1;
  float lo = 0, hi = 0;

  float scale() const { return (hi - lo) / static_cast<float>(out); }
  float extent() const { return hi > lo ? hi - lo : lo - hi; }
};

/// The three axes for an input size. Throws Error(bad_input) for an empty region.
std::array<ResizeAxis, 3> resize_axes(const DrawnValues& values, const Index3& in);

}  // namespace auglens
