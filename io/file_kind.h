#pragma once
// Tells by its first bytes what a file is, also what we do not read, so that a refusal can name it. It refuses to read
// further.

#include <optional>
#include <string>

#include "ops/case.h"

namespace auglens {

struct FileKind {
  std::optional<FileFormat> format;  ///< which reader takes it; DICOM also for a folder
  std::string unsupported;           ///< else what it is, in words: "a PNG picture"
  std::string to_do;                 ///< and what to do about it
};

/// The content decides; the name only where the content says nothing (a broken file, an .img half). Throws
/// Error(bad_input) when there is no such file or it is neither a regular file nor a folder.
FileKind kind_of_file(const std::string& path);

}  // namespace auglens
