#pragma once
// Where a NIfTI volume lies: sform, qform or neither, from RAS to our LPS grid. It refuses to know voxels and files.

#include <string>
#include <vector>

#include "io/nifti_header.h"
#include "ops/grid.h"

namespace auglens {

struct NiftiGrid {
  Grid grid;
  bool states_orientation = true;  ///< false: identity, because the file states none that can be used
};

/// The sform where its code is above 0, else the qform, else identity and the spacing alone. Shear is kept. Metres and
/// micrometres become millimetres. Spacing that is unknown becomes 1. Each choice is said in `notices`.
/// Arithmetic: nifti1.h, methods 1 to 3.
NiftiGrid nifti_grid(const NiftiHeader& header, std::vector<std::string>& notices);

}  // namespace auglens
