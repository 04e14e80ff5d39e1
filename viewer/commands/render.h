#pragma once
// `auglens render`: the picture that the window would show, without a window. It refuses to know how panes are drawn.

#include "viewer/commands/options.h"

namespace auglens {

/// Writes the picture, and compares it with a baseline when one is named: Error(failed) when they differ. Pictures are
/// always exact. Throws Error(resource) without GL or memory, and what opening and evaluating throw.
int run_render(const RenderOptions& options);

}  // namespace auglens
