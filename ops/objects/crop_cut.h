#pragma once
// A preset's chain with its training window cut out, as one more step. It refuses to draw the window.

#include "ops/objects/crop_window.h"
#include "ops/preset.h"

namespace auglens {

/// Number of the step in front of which the window is cut; the number of steps for a cut at the end.
std::size_t cut_place(const Chain& chain, const Crop& crop);

/// The steps before the cut: on what they give, windows are drawn.
Chain steps_before_cut(const Chain& chain, const Crop& crop);

/// The whole chain with the window cut there: a step of the operator crop, so that voxels, labels and grid go the way
/// of any other step. Outside the volume the image reads crop.pad and labels 0. Other steps keep their draws.
Chain with_cut(const Chain& chain, const Crop& crop, const Region& window);

}  // namespace auglens
