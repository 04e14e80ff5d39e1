#pragma once
// What a reader needs around a slice: the letters of the patient's sides, the crosshair, the plane's name. It refuses
// to know GL and voxel values.

#include "render/overlay.h"
#include "render/slice_geometry.h"

namespace auglens {

std::string_view name_of(Plane plane);  ///< "Axial", "Coronal", "Sagittal"

/// Adds the letters at the middle of the four edges and the plane's name and slice in the lower left corner
/// (view.letters), and the two lines through the crosshair's point with a gap around it (view.crosshair), each in the
/// colour of the plane that it stands for.
void annotate_slice(Overlay& overlay, const View& view, const Grid& grid, const SliceGeometry& geometry,
                    const Rect& area);

}  // namespace auglens
