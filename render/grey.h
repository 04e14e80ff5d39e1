#pragma once
// The one formula from a voxel's value to a grey level 0..255, and its exact form for the shader. It refuses to know
// GL.

#include <array>

#include "render/view.h"

namespace auglens {

/// floor(255 t + 0.5), t = clamp((value - (level - width / 2)) / width, 0, 1), in double; NaN is 0 (black).
int grey_level(float value, const Window& window);

/// Entry k is the smallest float whose grey level is at least k (entry 0 is -infinity, entry 256 NaN: no value reaches
/// it). A GPU's float division is not the same everywhere; comparing with these limits is, so pictures agree to the
/// bit.
std::array<float, 257> grey_limits(const Window& window);

}  // namespace auglens
