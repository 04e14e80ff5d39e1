#pragma once
// What a label map holds, as a number: equal maps have equal ones, others practically never. It refuses to know where
// the voxels lie in the patient, and is no defence against forgery.

#include "ops/image.h"
#include "ops/job.h"

namespace auglens {

struct LabelHash {
  std::uint64_t first = 0, second = 0;
  friend bool operator==(const LabelHash&, const LabelHash&) = default;
};

/// Of the size and of every voxel in raster order; padding does not count. The same on every machine and for any number
/// of threads. Reads the voxels once, on all threads of the job's device.
LabelHash hash_of(const LabelMap& labels, const Job& job);

}  // namespace auglens
