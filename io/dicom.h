#pragma once
// DICOM: a folder or one file becomes volumes. It refuses to know GDCM, which gives tags and stored pixels and nothing
// else; scaling, geometry, frames and grouping are done here and in dicom_series.

#include <functional>
#include <string>
#include <vector>

#include "io/reader.h"

namespace auglens {

/// What the decoder child tells and is told about single files.
struct DicomWatch {
  std::vector<std::string> left_out;                          ///< files that are not to be touched
  std::function<void(const std::string&)> reading = nullptr;  ///< called before a file is given to GDCM
};

/// In this process; for the decoder child. One volume for each series, orientation, size and spacing. Throws
/// Error(bad_input) when nothing opens; of a folder, what does not open is said in the notices of the first volume.
std::vector<Volume> read_dicom(const std::string& path, const ReadOptions& options, const Job& job,
                               const DicomWatch& watch);

}  // namespace auglens
