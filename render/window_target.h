#pragma once
// The window's own framebuffer as the target of draws. It refuses to know what is drawn there.

#include "ops/picture_data.h"

namespace auglens {

/// Draws go to the window from here on; it starts black. Sizes in pixels of the framebuffer.
void begin_window_frame(int width, int height);
/// What was drawn since, before it is swapped; row 0 is the top.
Picture read_window_frame(int width, int height);

}  // namespace auglens
