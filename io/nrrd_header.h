#pragma once
// The header of an NRRD file, checked, as one StoredVolume. It refuses to read voxels.
// Source of the format: teem, "Definition of NRRD File Format".

#include <string>

#include "io/stored_volume.h"

namespace auglens {

/// Throws Error(bad_input): fields that are missing or make no sense, encodings that are out of scope, data files
/// outside the header's folder, fewer data than announced. Axes: `space directions` or kinds tell space from the rest;
/// list and time are frames, vectors and colours are channels.
StoredVolume read_nrrd_header(const std::string& path);

}  // namespace auglens
