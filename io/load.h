#pragma once
// The door by which files come in: one or several inputs become a Case, another file its labels. It refuses to know how
// a format is read.

#include <string>
#include <vector>

#include "io/reader.h"
#include "ops/case.h"
#include "ops/error.h"
#include "ops/job.h"

namespace auglens {

struct LoadRequest {
  std::vector<std::string> inputs;  ///< files or DICOM folders; several of one grid are channels, in order
  std::string series;               ///< DICOM: UID, or number counted from 0; empty: the largest
  bool frames_as_channels = false;
};

/// Throws Error(usage) without inputs; Error(bad_input) that names file, fault and remedy; Error(resource); Cancelled.
Case load_case(const LoadRequest& request, const Job& job);

/// Labels lie on another grid than the image; resampling would take them.
struct OtherGrid : Error {
  explicit OtherGrid(Parts parts) : Error(ErrorKind::bad_input, std::move(parts)) {}
};

/// Puts labels on a case. Throws Error(bad_input) when they are not whole numbers, OtherGrid (with the difference in
/// mm) when `resample` is off; then the case is as it was.
void attach_labels(Case& opened, const std::string& file, bool resample, const Job& job);

/// A case of labels alone: its image is a grid without voxels, for work that reads only labels. Throws as above.
Case load_labels(const std::string& file, const Job& job);

/// Every volume of a file or folder; broken groups of a folder are notices. At least one, or Error(bad_input).
std::vector<Volume> load_volumes(const std::string& input, const ReadOptions& options, const Job& job);

/// The same as cases.
std::vector<Case> load_all(const std::string& input, const Job& job);

}  // namespace auglens
