#pragma once
// NRRD and MetaImage: a header that we checked ourselves, voxels that ITK decodes. It refuses to believe ITK's
// geometry, and to read a file that a header names elsewhere.

#include <string>
#include <vector>

#include "io/reader.h"

namespace auglens {

/// In this process, for the decoder child: decode_in_child is what the house calls. Throw Error(bad_input).
std::vector<Volume> read_nrrd(const std::string& path, const ReadOptions& options, const Job& job);
std::vector<Volume> read_metaimage(const std::string& path, const ReadOptions& options, const Job& job);

}  // namespace auglens
