#pragma once
// A walk over the elements of a DICOM header, to see whether the file ends inside one: GDCM abort()s there. It refuses
// to know what the elements mean.

#include <string>

namespace auglens {

/// Throws Error(bad_input) when the file ends inside an element before the pixel data. What it does not understand it
/// leaves to GDCM.
void check_dicom_header(const std::string& path);

}  // namespace auglens
