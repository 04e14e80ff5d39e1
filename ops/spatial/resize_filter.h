#pragma once
// DALI's resampling filters as float32 tables, and the taps that they give along one axis (reference:
// dali-semantics 2.4, 2.5, 2.7). It refuses to know sizes and modes.

#include "ops/spatial/resize.h"
#include "ops/spatial/resize_geometry.h"
#include "ops/taps_pass.h"

namespace auglens {

/// The filter of one axis after the choice between shrinking and growing; linear with antialias becomes triangular.
struct AxisFilter {
  Resize::Filter filter = Resize::Filter::linear;
  bool antialias = false;
};
AxisFilter axis_filter(const DrawnValues& values, const ResizeAxis& axis);

/// A table sampled by linear interpolation, zero outside.
struct FilterTable {
  std::vector<float> values;
  float scale = 1, anchor = 0;

  int support() const;
  float operator()(float x) const;
};
FilterTable filter_table(const AxisFilter& filter, const ResizeAxis& axis);

/// The taps of every output index; nearest gives one tap of weight 1.
AxisTaps resize_taps(int axis_index, const AxisFilter& filter, const ResizeAxis& axis, std::int64_t in);

/// Source index of each output by DALI's nearest rule, evaluated directly in float32 (its GPU and x-axis rule).
std::vector<std::int32_t> nearest_rows(const ResizeAxis& axis, std::int64_t in);

/// The order of the three passes: the cheapest by DALI's estimate, first best wins.
std::array<int, 3> pass_order(const std::array<ResizeAxis, 3>& axes, const std::array<AxisFilter, 3>& filters,
                              const Index3& in);

}  // namespace auglens
