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

/// One of the three passes. DALI crops its input to what it reads on all axes but the first one resized, and computes
/// coordinates in that crop, which shows in the last bits; nothing else does.
struct ResizePass {
  int axis = 0;
  std::int64_t crop = 0;
};

/// The passes in the order that is the cheapest by DALI's estimate; the first best wins.
std::array<ResizePass, 3> resize_passes(const std::array<ResizeAxis, 3>& axes, const std::array<AxisFilter, 3>& filters,
                                        const Index3& in);

/// The taps of every output index under a filter that is not nearest.
AxisTaps resize_taps(int axis_index, const AxisFilter& filter, const ResizeAxis& axis, std::int64_t crop);

/// One tap of weight 1 for each row.
AxisTaps nearest_taps(int axis_index, std::vector<std::int32_t> rows);

/// Source index of each output by DALI's nearest rule, evaluated directly in float32 as its GPU does.
std::vector<std::int32_t> nearest_rows(const ResizeAxis& axis, std::int64_t in, std::int64_t crop);
/// The voxel of an axis of `in` voxels that holds a coordinate counted from `crop`.
std::int32_t nearest_index(float at, std::int64_t crop, std::int64_t in);

}  // namespace auglens
