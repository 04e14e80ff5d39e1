#pragma once
// One patient's image, its labels, and where they came from. It refuses to know how they were read.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ops/image.h"

namespace auglens {

enum class FileFormat { none, nifti, nrrd, metaimage, dicom, phantom };
enum class Modality { unknown, ct, mr, other };

/// What a file said of itself beyond voxels and grid; shown, never used by arithmetic.
struct Source {
  std::string file;  ///< as the user named it; several channel files are joined by " + "
  FileFormat format = FileFormat::none;
  std::string stored_type = "float32";  ///< int8..uint64, float32, float64, complex64, complex128
  bool states_orientation = true;       ///< false: identity was taken, with a notice
  Modality modality = Modality::unknown;
  bool inverted = false;                ///< MONOCHROME1: the view inverts, voxels are as stored
  std::string series_uid, series_name;  ///< DICOM only
  int series_slices = 0;                ///< DICOM only: files or frames that make up the volume
  std::vector<std::string> channel_names;
  std::vector<std::string> notices;  ///< one line each: what is odd about the file
};

/// What the user looks at. `id` is unique within a run and keys the caches of derived facts.
struct Case {
  std::uint64_t id = 0;
  Image image;
  std::optional<LabelMap> labels;
  Source source, label_source;
  std::vector<std::pair<std::int32_t, std::string>> label_names;
};

/// A fresh Case::id (process wide counter).
std::uint64_t next_case_id();

}  // namespace auglens
