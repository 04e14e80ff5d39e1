#include "io/save_check.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "io/metaimage_header.h"
#include "io/nifti_grid.h"
#include "io/nifti_header.h"
#include "io/nrrd_header.h"

namespace auglens {

namespace {

VolumeHeader read_nifti(const std::string& bytes, const std::string& file) {
  std::vector<std::string> notices;
  const auto head = std::span(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  const NiftiHeader h = parse_nifti_header(file, head, notices);
  const NiftiGrid place = nifti_grid(h, notices);
  return {place.grid, h.voxel.type, static_cast<int>(h.channels), static_cast<int>(h.frames), place.states_orientation};
}

VolumeHeader read_text(const StoredVolume& v) {
  return {v.grid, v.type, v.channels(), v.frames(), v.states_orientation};
}

/// How far a corner may lie from where it should, mm.
double tolerance(const Grid& grid) {
  double reach = 1e-3;
  for (std::size_t k = 0; k < 3; ++k)
    reach = std::max({reach, std::abs(grid.origin[k]), grid.spacing[k] * static_cast<double>(grid.size[k])});
  const double step = *std::min_element(grid.spacing.begin(), grid.spacing.end());
  return std::min(1e-5 * reach, 0.05 * step);
}

}  // namespace

void check_header(VolumeFormat format, const VolumeHeader& meant, const std::string& bytes, const std::string& path,
                  const std::string& file) {
  const bool nifti = format == VolumeFormat::nifti || format == VolumeFormat::nifti_gz;
  const VolumeHeader found = nifti                          ? read_nifti(bytes, file)
                             : format == VolumeFormat::nrrd ? read_text(read_nrrd_header(path))
                                                            : read_text(read_metaimage_header(path));
  const bool same = found.type == meant.type && found.channels == meant.channels && found.frames == meant.frames &&
                    found.states_orientation == meant.states_orientation;
  const double moved = grid_distance_mm(found.grid, meant.grid);
  if (same && moved <= tolerance(meant.grid)) return;
  throw Error(ErrorKind::failed,
              {file, "this format cannot keep the volume as it is",
               same ? "it would move by " + std::to_string(moved) + " mm" : "type, channels or orientation",
               nifti ? "save as .nrrd or .mha" : "save in another format"});
}

}  // namespace auglens
