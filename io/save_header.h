#pragma once
// The bytes in front of the voxels, for each format that we write. It refuses to know the voxels.

#include <string>

#include "io/save.h"

namespace auglens {

struct VolumeHeader {
  Grid grid;
  StoredType type = StoredType::float32;
  int channels = 1, frames = 1;
  bool states_orientation = true;  ///< false: the grid says size and spacing alone; MetaImage ignores it
};

/// NIfTI-1, or NIfTI-2 where an extent is above 32767; both little-endian, single file, followed by no extension.
std::string nifti_header(const VolumeHeader& header);
/// NRRD0005 in left-posterior-superior or with spacings alone, raw, with the channels as the first axis.
std::string nrrd_header(const VolumeHeader& header);
/// MetaImage, raw and local, with the channels inside of each voxel.
std::string metaimage_header(const VolumeHeader& header);

}  // namespace auglens
