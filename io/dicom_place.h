#pragma once
// Where the pixels of a DICOM file lie, and whether they are all there. It refuses to decode them.

#include <cstdint>

#include "io/dicom_file.h"
#include "io/dicom_names.h"

namespace auglens {

/// Fills `f.pixels`. `position` is the first byte behind the length of the pixel data element. Throws Error(bad_input)
/// when the pixels are cut short or fewer than the layout announces.
void place_pixels(TransferSyntax syntax, std::int64_t position, std::int64_t frames, DicomFile& f);

/// The same for the float pixels of a parametric map, of 32 or 64 bits.
void place_float_pixels(int bits, std::int64_t position, std::int64_t frames, DicomFile& f);

}  // namespace auglens
