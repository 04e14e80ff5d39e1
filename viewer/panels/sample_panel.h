#pragma once
// This sample's training window: what it was drawn about, where it lies, what it holds. It refuses to draw it.

#include "viewer/object_scene.h"
#include "viewer/panels/actions.h"

namespace auglens {

/// Chooses an object; where steps behind the cut move it away in the output, in the layout that shows it.
void choose_object(const SessionState& session, const ObjectScene& objects, std::size_t object, Actions& actions);

/// `all_classes`: the long list of classes is open. Precondition: a case is shown and the preset has a crop.
void draw_sample_panel(const SessionState& session, const ObjectScene& objects, bool& all_classes, Actions& actions);

}  // namespace auglens
