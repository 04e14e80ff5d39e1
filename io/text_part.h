#pragma once
// The voxels of a data file that spells them as text, read by ourselves: NrrdIO and MetaIO wrap what the type cannot
// hold. It refuses to know where the voxels lie in space.

#include <cstddef>
#include <span>

#include "io/packed_part.h"
#include "io/stored_volume.h"

namespace auglens {

/// Fills `out` with the numbers of one ascii part, blanks or commas between them, as values of the volume's type.
/// Throws Error(bad_input): a word that is no number, a value that the type cannot hold, fewer numbers than `out`
/// takes. Numbers behind them are said in volume.notices.
void read_text_part(StoredVolume& volume, const StoredPart& part, std::span<std::byte> out, const ShareTold& told);

}  // namespace auglens
