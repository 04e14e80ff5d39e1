#pragma once
// `auglens demo`: a built-in case in the window, or as one picture where there is no display. It refuses to draw.

#include "viewer/command_line.h"
#include "viewer/commands/options.h"

namespace auglens {

/// Without a display, or with --headless, writes auglens-demo.png into the folder (default: the current one) and prints
/// where it is.
int run_demo(const DemoOptions& options, OpenWindow open_window);

}  // namespace auglens
