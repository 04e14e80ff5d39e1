#pragma once
// Label maps on which components are timed: blobs, organs, parcels, coins. It refuses to time anything.

#include <string>
#include <vector>

#include "ops/image.h"
#include "ops/job.h"

namespace auglens {

struct ComponentMap {
  const char* name;
  const char* what;
  LabelMap (*make)(std::int64_t size, const Job& job);
};

/// Cubes of `size` voxels along each axis, the same on every machine.
const std::vector<ComponentMap>& component_maps();

}  // namespace auglens
