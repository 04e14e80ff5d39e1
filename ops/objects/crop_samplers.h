#pragma once
// The four samplers and what they share: the ranges in which a window may start. It refuses to know who chooses one.

#include "ops/objects/crop_window.h"

namespace auglens {

std::unique_ptr<WindowSampler> object_box_sampler(const Index3& window, const ObjectBoxRule& rule,
                                                  const CropScene& scene);
std::unique_ptr<WindowSampler> by_label_sampler(const Index3& window, const ByLabelRule& rule, const CropScene& scene);
std::unique_ptr<WindowSampler> forced_foreground_sampler(const Index3& window, const ForcedForegroundRule& rule,
                                                         const CropScene& scene);
std::unique_ptr<WindowSampler> random_sampler(const Index3& window, const CropScene& scene);

/// DALI's roi_random_crop with an input shape: inside the box where the window is smaller, about it where it is larger,
/// always in the volume. Precondition: window <= volume, box in the volume.
Region starts_about(const Region& box, const Index3& window, const Index3& volume);

/// nnU-Net's range: anywhere in the volume; where that is smaller, centred in it, a lower start for an odd rest too.
Region starts_anywhere(const Index3& window, const Index3& volume);

/// The start of a window about a voxel.
Index3 start_about(const Index3& voxel, const Index3& window, const Index3& low, const Index3& high);

/// A start drawn from the ranges by "/crop/window".
Index3 drawn_start(const Region& starts, CropNumbers& numbers);

/// Throws Error(bad_input): the window does not fit, in the name of the peer that says so.
[[noreturn]] void refuse_larger(const Index3& window, const Index3& volume, const char* to_do);

/// DALI's background: given, or 0, or a value below the classes where 0 is one.
std::int32_t background_of(const ObjectBoxRule& rule);

}  // namespace auglens
