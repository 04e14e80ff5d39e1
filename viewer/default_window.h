#pragma once
// The window that a volume opens with. It refuses to know windows that a person chose.

#include <vector>

#include "ops/case.h"
#include "ops/job.h"
#include "render/view.h"

namespace auglens {

/// Of the original, one for each channel (design §9): width 400, level 40 for CT, which is what DICOM says or a minimum
/// <= -500; else from the 0.5 to the 99.5 percentile by NumPy's linear rule, exact, over all finite voxels and frames
/// of the channel. Without a finite voxel, or where all are equal, width 1 about that value. Throws Cancelled.
std::vector<Window> default_windows(const Case& c, const Job& job);

}  // namespace auglens
