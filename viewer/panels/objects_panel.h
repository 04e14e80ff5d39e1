#pragma once
// The objects of what is shown, and this sample's window among them. It refuses to find objects and to draw windows.

#include <memory>

#include "viewer/object_scene.h"
#include "viewer/panels/actions.h"

namespace auglens {

struct ObjectsState {
  const SessionState& session;
  std::shared_ptr<const ObjectScene> objects;  ///< null: not known yet
};

void draw_objects_panel(const ObjectsState& state, Actions& actions);

}  // namespace auglens
