#pragma once
// From a session's state to the 3-D picture: what the ray caster is told. It refuses to know when that is done.

#include "render/raycast.h"
#include "viewer/scene.h"

namespace auglens {

/// The state's view as settings of the ray caster, for a pane of this size.
RaycastSettings ray_settings(const SessionState& state, int width, int height);

/// The evaluated volume made ready for rays; its voxels are not needed afterwards.
RayVolume ray_volume(const SessionState& state, const SceneVolume& volume, const Job& job);

}  // namespace auglens
