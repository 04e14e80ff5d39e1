#pragma once
// Reads NIfTI-1 and NIfTI-2, single files and pairs, plain or gzipped, of either byte order. It refuses to know other
// formats.

#include "io/reader.h"

namespace auglens {

/// True when the content (unpacked, if it is a gzip) carries a NIfTI magic or the size of its header; for an .img, when
/// its .hdr does. Names decide nothing else.
bool is_nifti(const std::string& path);

/// One volume. The fourth dimension is frames, the fifth channels; colours are channels of uint8. Nothing larger than
/// what the file can hold is ever asked for. Throws Error(bad_input), Error(resource), Cancelled.
std::vector<Volume> read_nifti(const std::string& path, const ReadOptions& options, const Job& job);

}  // namespace auglens
