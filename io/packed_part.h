#pragma once
// The voxels of a gzip or zlib data file, unpacked by ourselves: ITK's readers check neither CRC-32 nor Adler-32, and
// open damaged voxels in silence. It refuses to know where the voxels lie in space.

#include <cstddef>
#include <functional>
#include <span>

#include "io/stored_volume.h"

namespace auglens {

/// Told what share (0 to 1) is done, often; it may throw to stop.
using ShareTold = std::function<void(double)>;

/// Fills `out` with the values of one packed part, in native byte order, and reads on to the end of the stream, so that
/// its checksum is verified. What follows the values is said in volume.notices. Throws Error(bad_input): a damaged or
/// cut stream, one that holds less than `out`.
void unpack_part(StoredVolume& volume, const StoredPart& part, std::span<std::byte> out, const ShareTold& told);

}  // namespace auglens
