#pragma once
// Which pictures make up which volume, and where it lies: grouping, order along the normal, spacing, tilt. It refuses
// to open files.

#include <string>
#include <vector>

#include "io/dicom_file.h"
#include "ops/grid.h"

namespace auglens {

struct DicomPicture {
  std::size_t file = 0;
  int frame = 0;
};

struct DicomVolume {
  Grid grid;
  bool states_orientation = true;
  int frames = 1;
  std::vector<DicomPicture> pictures;  ///< frame by frame, in each of them slice by slice
  std::vector<std::string> notices;

  const DicomPicture& at(std::int64_t z, int frame) const {
    return pictures[static_cast<std::size_t>(frame * grid.size[2] + z)];
  }
};

/// Groups by series UID, then orientation, size, voxel type and spacing. Missing, duplicated, tilted and uneven slices
/// are said in notices: nothing is averaged, the median distance is the spacing, a tilt is kept as shear. Pictures
/// without positions are frames. Every volume is in order of the files' appearance.
std::vector<DicomVolume> arrange_dicom(const std::vector<DicomFile>& files);

/// True when both pictures belong to one stack: series, orientation, size, type and spacing.
bool same_stack(const DicomFile& a, int frame_a, const DicomFile& b, int frame_b);

/// True when no two pictures of these files lie at one position.
bool positions_distinct(const std::vector<DicomFile>& files);

}  // namespace auglens
