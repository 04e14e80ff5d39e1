#pragma once
// The facts of an open case as lines of text, and its notices. It refuses to know how it is looked at.

#include "viewer/panels/actions.h"
#include "viewer/session_state.h"

namespace auglens {

void draw_case_facts(const SessionState& state, const Grid* shown_grid, Actions& actions);

}  // namespace auglens
