#pragma once
// From a volume and settings to the numbers that rays read: tables, matrices, and the map of empty space. It refuses to
// know how rays are walked.

#include <cstdint>
#include <vector>

#include "render/raycast.h"
#include "render/raycast_scene.h"

namespace auglens {

/// A scene and the memory that it points into, besides the volume's own.
struct PreparedScene {
  RayScene scene;
  std::vector<float> table, label_table;
  std::vector<std::uint8_t> leap;
};
PreparedScene prepare_scene(const RayVolume& volume, const RaycastSettings& settings);

}  // namespace auglens
