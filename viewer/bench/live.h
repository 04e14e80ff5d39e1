#pragma once
// The live loop on the phantom head: a slider moves, three slices answer. It refuses to know other benchmarks.

#include <optional>

#include "ops/device.h"
#include "render/present_road.h"
#include "viewer/bench/report.h"

namespace auglens {

/// Head 240x240x155 with labels, rotate + gamma, a picture of 1024x768 with three slices, through session, scene,
/// presenter and painter as the window does. Rows: gamma moved; angle moved with statistics of a subsample; angle moved
/// exactly; slider released until slices and 3-D picture are exact. Throws Error(resource) without GL.
BenchReport bench_live(const Device& device, std::optional<PresentRoad> road);

}  // namespace auglens
