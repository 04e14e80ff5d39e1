#pragma once
// What reading one file hands over, and what a reader is asked. It refuses to know which formats there are.

#include <optional>
#include <string>
#include <vector>

#include "io/voxels.h"
#include "ops/case.h"
#include "ops/job.h"

namespace auglens {

struct ReadOptions {
  std::string series;  ///< DICOM: a series UID, or a number counted from 0; empty: all of them
  VoxelGoal goal = VoxelGoal::intensity;
  bool statistics = false;            ///< fill Volume::statistics (VoxelPlan::statistics)
  MemorySource memory = host_memory;  ///< the decoder child gives shared memory
};

/// One volume of a file or folder. Image::type is int32 when labels were asked for.
struct Volume {
  Image image;
  Source source;
  std::optional<VoxelStatistics> statistics;
};

}  // namespace auglens
