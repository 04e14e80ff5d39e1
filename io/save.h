#pragma once
// Volumes to files: .nii, .nii.gz, .nrrd and .mha, with their place in the patient. It refuses to write anything else
// about the patient: no names, no header copies, no paths.

#include <string>

#include "io/temporary_file.h"
#include "io/voxels.h"
#include "ops/image.h"
#include "ops/job.h"

namespace auglens {

enum class VolumeFormat { nifti, nifti_gz, nrrd, metaimage };

/// The format that the name's ending asks for; throws Error(usage) with the list when there is none. Call it before
/// long work whose result goes to `file`.
VolumeFormat volume_format_of(const std::string& file);

struct SaveOptions {
  StoredType type = StoredType::float32;  ///< any but the complex ones; rounded half to even, saturated, NaN to 0
  bool states_orientation = true;         ///< false: nobody knows how the patient lies, so only the spacing is written
};

/// Whether a file can leave open how the patient lies: NIfTI (both codes 0) and NRRD (no space) can. MetaImage cannot:
/// its axes always mean something, so they are written as L, P and S from the origin 0.
bool can_leave_orientation_open(VolumeFormat format);

/// Writes all channels and frames. NIfTI: dim 4 frames, dim 5 channels; NRRD and MetaImage: channels are a vector per
/// voxel, frames the last axis. Oblique and sheared axes are kept (NIfTI: sform always, qform where it can say the
/// same). The file is read back and compared, then named; whatever goes wrong, an older file of that name stays as it
/// was. Equal voxels give equal bytes for any number of threads. Throws Error(usage) for the name or type,
/// Error(resource) for the disk, Cancelled.
void save_image(const Image& image, const std::string& file, const SaveOptions& options, const Job& job);

/// The same for classes. A class that the type cannot hold is an Error(bad_input): labels are never saturated or
/// rounded.
void save_labels(const LabelMap& labels, const std::string& file, const SaveOptions& options, const Job& job);

/// The same without the last step: written, read back and compared, the file waits for publish_together, so that an
/// image never appears without its labels.
[[nodiscard]] PendingFile prepare_image(const Image& image, const std::string& file, const SaveOptions& options,
                                        const Job& job);
[[nodiscard]] PendingFile prepare_labels(const LabelMap& labels, const std::string& file, const SaveOptions& options,
                                         const Job& job);

}  // namespace auglens
