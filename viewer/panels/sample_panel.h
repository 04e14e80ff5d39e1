#pragma once
// This sample's training window: what it was drawn about, where it lies, what it holds. It refuses to draw it.

#include "viewer/object_scene.h"
#include "viewer/panels/actions.h"

namespace auglens {

/// Precondition: a case is shown and the preset has a crop.
void draw_sample_panel(const SessionState& session, const ObjectScene& objects, Actions& actions);

}  // namespace auglens
