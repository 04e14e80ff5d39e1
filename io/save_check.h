#pragma once
// Whether our own readers find in a header what was meant when it was written. It refuses to look at voxels, which are
// compared byte by byte.

#include <string>

#include "io/save_header.h"

namespace auglens {

/// Throws Error(failed) when size, type, channels, frames or place differ; NIfTI-1 keeps places in float32, and a grid
/// that needs more (1e-5 of its extent) is refused here rather than moved. `bytes` is the header as written, `path` the
/// complete file (not packed, but for NIfTI), `file` the name that the user knows.
void check_header(VolumeFormat format, const VolumeHeader& meant, const std::string& bytes, const std::string& path,
                  const std::string& file);

}  // namespace auglens
