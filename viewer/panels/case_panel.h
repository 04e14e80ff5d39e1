#pragma once
// The right panel: what the scan is, and how it is looked at. It refuses to know the pipeline.

#include "viewer/panels/actions.h"
#include "viewer/session_state.h"
#include "viewer/slice_values.h"

namespace auglens {

/// `shown_grid`: the grid of the augmented case where one is shown; null: the scan's own. `values`: of the shown
/// slices.
void draw_case_panel(const SessionState& state, const Grid* shown_grid, const std::optional<SliceValues>& values,
                     Actions& actions);

}  // namespace auglens
