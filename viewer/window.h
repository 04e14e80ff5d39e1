#pragma once
// The program with a window: what it is started with, and the one call that runs it. It refuses to know flags, and
// nobody who includes it learns of GLFW or Dear ImGui.

#include <optional>
#include <string>
#include <vector>

#include "ops/case.h"
#include "ops/device.h"
#include "render/present_road.h"
#include "viewer/demo.h"

namespace auglens {

struct WindowOptions {
  DeviceKind device = DeviceKind::cpu;
  int threads = 0;                  ///< 0: as many as the machine has
  std::optional<PresentRoad> road;  ///< forced by --present
  std::optional<DemoCase> demo;     ///< opens a built-in case with its preset before the edits are applied
  bool separate_cases = false;      ///< several files of one `case.open` are several cases, not channels
  /// Lines in the order in which they are applied: `case.open [...]`, `case.label "..."`, `preset.open "..."`, and so
  /// on.
  std::vector<std::string> edits;
  /// For tests: every drawn frame is told to this file, one JSON object a line; empty: AUGLENS_WINDOW_TRACE, or nobody.
  std::string trace;
};

/// Runs until the window is closed; returns 0. Throws Error(resource) when there is no display or no GL; what goes
/// wrong later is shown in the window.
int run_window(const WindowOptions& options);

}  // namespace auglens
