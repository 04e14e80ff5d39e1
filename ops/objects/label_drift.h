#pragma once
// How far labels, which are read nearest at every step, are from where the image went. It refuses to know blobs beyond
// their numbers.

#include "ops/objects/label_origin.h"

namespace auglens {

struct LabelDrift {
  std::vector<double> centroid_mm;  ///< by blob number - 1: length of the mean offset of its voxels
  double border_mm = 0;             ///< the longest offset of a voxel beside another label
};

/// `blob` gives for each output voxel the number of its blob, 0 for none. Offsets are those between the input voxel
/// that a label was read from and the point that the image's own passes read there (channel `channel` of the plan);
/// voxels that the fill reaches do not count.
LabelDrift label_drift(const Plan& plan, int channel, const OriginMap& origins, const LabelMap& blob, std::size_t blobs,
                       const Job& job);

}  // namespace auglens
