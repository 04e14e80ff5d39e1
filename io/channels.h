#pragma once
// Several volumes of one grid as the channels of one, and frames as channels. It refuses to know files and formats.

#include <vector>

#include "io/reader.h"
#include "ops/job.h"

namespace auglens {

/// Frames become channels; the voxels stay where they are.
void frames_to_channels(Volume& volume);

/// Throws Error(bad_input), with the difference in mm, when the second is no further channel of the first.
void check_same_grid(const Volume& first, const Volume& next);

/// One volume with all channels in order, in the narrowest type that holds them all; grids have been checked. A
/// volume's own memory is given back as soon as it has been copied. Channels are named after their files.
Volume join_channels(std::vector<Volume> volumes, const Job& job);

}  // namespace auglens
