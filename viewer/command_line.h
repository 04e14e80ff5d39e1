#pragma once
// The words of the command line, and what they run. It refuses to know what the commands do.

#include <string>
#include <vector>

#include "viewer/window.h"

namespace auglens {

/// Opens the window and returns the exit code; the program gives it, so that everything else links without a window.
using OpenWindow = int (*)(const WindowOptions&);

/// Runs one command; `words` are the arguments without the program's name. Returns the exit code. Throws Error(usage)
/// for wrong words, with a hint, and whatever the command throws.
int run_command_line(const std::vector<std::string>& words, OpenWindow open_window);

}  // namespace auglens
