#pragma once
// Label volumes: from a volume that was read as labels, checked against the image's grid or resampled onto it. It
// refuses to know files.

#include <string>

#include "io/reader.h"
#include "ops/image.h"
#include "ops/job.h"

namespace auglens {

/// Grids agree when their corners lie within this share of the smallest voxel edge of each other.
inline constexpr double grid_tolerance = 0.02;
bool grids_agree(const Grid& a, const Grid& b);
/// In words, with sizes or millimetres: "7 x 8 x 8 voxels against 8 x 8 x 8, corners 1.0 mm apart".
std::string grid_difference(const Grid& a, const Grid& b);

/// What is said of a voxel that is no label: a number that is not whole, or one beyond 32 bits. `value` in full.
Error refused_label(const std::string& file, double value, const std::string& text, const std::string& where);

/// One channel and one frame of whole numbers. Throws Error(bad_input) for anything else; `file` is for the message.
LabelMap labels_of(const Volume& volume, const std::string& file);

/// The label of the nearest voxel centre (halves go up), 0 outside.
LabelMap resample_nearest(const LabelMap& labels, const Grid& grid, const Job& job);

}  // namespace auglens
