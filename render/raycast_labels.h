#pragma once
// Labels made ready for rays: which values there are, and a smooth field whose half level is the surface of all of
// them. It refuses to know colours.

#include <cstdint>
#include <vector>

#include "ops/image.h"
#include "ops/job.h"

namespace auglens {

/// Ascending distinct values other than 0.
std::vector<std::int32_t> label_values(const VoxelView<std::int32_t>& labels, const Job& job);

/// Size and pitches of the padded volume that the cells go with.
struct CellLayout {
  Index3 size{};
  std::int64_t row = 0, plane = 0;
};
/// Per padded voxel 256 * presence + slot. Presence (0..255) is "any label" smoothed by 1-2-1 along each axis, because
/// a surface of bare cubes cannot be shaded; slot is that of the voxel's label, or next to a label that of its nearest
/// labelled neighbour.
Buffer make_label_cells(const VoxelView<std::int32_t>& labels, const std::vector<std::int32_t>& values,
                        const CellLayout& layout, const Job& job);

}  // namespace auglens
