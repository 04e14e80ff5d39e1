#pragma once
// What is shown while no scan is open: where to drop one, and what else can be opened. It refuses to open anything.

#include "viewer/panels/actions.h"

namespace auglens {

/// `loading`: what is on its way, or empty.
void draw_start_screen(const std::string& loading, double share, Actions& actions);

}  // namespace auglens
