#pragma once
// The colours of classes as the panels' ink: those of the pictures. It refuses to know what the classes are.

#include <imgui.h>

#include "render/label_colour.h"

namespace auglens {

/// Of a dense index >= 1.
inline ImU32 label_ink(std::int32_t dense) {
  const Rgb8 c = label_colour(static_cast<std::uint32_t>(dense));
  return IM_COL32(c[0], c[1], c[2], 255);
}

}  // namespace auglens
