#pragma once
// The part of a draw that labels can tell. It refuses to draw.

#include "ops/draw.h"

namespace auglens {

/// The draw without its intensity steps, which labels do not depend on; whole where a spatial step looks at the image.
Draw draw_for_labels(const Chain& chain, Draw draw);

}  // namespace auglens
