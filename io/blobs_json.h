#pragma once
// What `auglens blobs` says of a label: one JSON object that other programs read, and a table for people. It refuses to
// know the command line.

#include <ostream>
#include <span>

#include "ops/objects/components.h"

namespace auglens {

/// {"connectivity", "blobs"} of design §9, written blob by blob, so that a million of them need no memory.
void write_blobs_json(std::ostream& out, Connectivity connectivity, std::span<const Blob> blobs);

/// At most `most` lines, the blobs of most voxels, in raster order; a last line says how many are left out.
void write_blobs_text(std::ostream& out, Connectivity connectivity, std::span<const Blob> blobs, std::size_t most);

}  // namespace auglens
