#pragma once
// The strip at the bottom: what lies under the crosshair, what goes on, and what is not as exact as it could be. It
// refuses to know how any of it came about.

#include <string>

#include "viewer/panels/actions.h"
#include "viewer/worker.h"

namespace auglens {

struct StatusState {
  const Probe* probe = nullptr;
  Activity activity;
  bool approximate = false, coarse = false, settled = true;
  bool original = false;  ///< shown while Tab is held
  bool dirty = false;     ///< the preset is not saved
  std::string device, road, gl;
  bool software_gl = false;
};

void draw_status_bar(const StatusState& status, Actions& actions);

}  // namespace auglens
