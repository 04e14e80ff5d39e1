#pragma once
// The header of a MetaImage (.mha, .mhd), checked, as one StoredVolume. It refuses to read voxels.
// Source of the format: Kitware, "MetaIO documentation".

#include <string>

#include "io/stored_volume.h"

namespace auglens {

/// Throws Error(bad_input): fields that are missing or make no sense, data files outside the header's folder, fewer
/// data than announced. TransformMatrix gives the axes (row i is axis i) and AnatomicalOrientation is not looked at;
/// without one the format's default holds, left, posterior, superior. A picture of two dimensions states no
/// orientation.
StoredVolume read_metaimage_header(const std::string& path);

}  // namespace auglens
