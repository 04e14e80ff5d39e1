#pragma once
// The card of the preset's training window: sampler, size and the sampler's parameters from its table. It refuses to
// draw windows.

#include "viewer/panels/pipeline_panel.h"

namespace auglens {

void draw_crop_card(const PipelineState& state, Actions& actions);

}  // namespace auglens
