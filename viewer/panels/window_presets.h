#pragma once
// Grey windows that radiologists know by name. It refuses to know the voxels that they are applied to.

#include <array>
#include <string_view>

#include "render/view.h"

namespace auglens {

struct WindowPreset {
  std::string_view name;
  Window window;
};

/// For Hounsfield units; peers differ by a little, these are the most common of each.
inline constexpr std::array<WindowPreset, 8> ct_windows = {{{"Soft tissue", {400, 40}},
                                                            {"Abdomen", {350, 40}},
                                                            {"Liver", {150, 90}},
                                                            {"Lung", {1500, -600}},
                                                            {"Mediastinum", {400, 80}},
                                                            {"Bone", {2000, 350}},
                                                            {"Brain", {80, 40}},
                                                            {"Stroke", {40, 40}}}};

}  // namespace auglens
