#pragma once
// The picture that explains a crop: which objects there are, which are left, where windows may lie, one drawn window
// and its patch. It refuses to know GL.

#include "viewer/cut_state.h"
#include "viewer/object_marks.h"

namespace auglens {

/// Six sides, one for each panel, through the middle of what was aimed at (SceneSlices::at). Throws Error(usage)
/// without a case, labels or a crop; what TrainingWindows and make_plan throw.
SceneSlices crop_figure(const SessionState& state, FactsCache& facts, const Job& job);

/// What the state's layout shows: the figure in the layout crops, else its slices by the plan.
SceneSlices evaluate_panes(const SessionState& state, std::shared_ptr<const Plan> plan, FactsCache& facts,
                           const Job& job);

}  // namespace auglens
