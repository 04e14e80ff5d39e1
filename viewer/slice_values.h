#pragma once
// Which values the shown slices hold, and whether a window shows any of them. It refuses to know who asks.

#include <optional>

#include "viewer/scene.h"

namespace auglens {

/// The finite values of one side.
struct SliceValues {
  double low = 0, high = 0;  ///< extremes
  Window window;             ///< from the 0.5 to the 99.5 percentile: some steps change the range of values
};
/// Of the last side: the augmented one unless only the original is shown. Nothing without a finite value.
std::optional<SliceValues> values_of(const SceneSlices& slices);

/// Hardly anything of the values can be told apart: all lie outside the window, or nearly all within less than 1/16 of
/// its width (z-scores in a window of hundreds). A slice of one value alone is no fault of the window.
bool window_misses(const Window& window, const SliceValues& values);

}  // namespace auglens
