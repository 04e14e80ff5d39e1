#pragma once
// The strip above the panes: open, save, layouts, help. It refuses to carry anything out.

#include "viewer/panels/actions.h"
#include "viewer/session_state.h"

namespace auglens {

void draw_toolbar(const SessionState& state, Actions& actions);

/// The next of the layouts that the V key goes through.
Layout next_layout(const SessionState& state);

}  // namespace auglens
