#include "viewer/default_window.h"

#include <algorithm>
#include <array>

#include "ops/statistics.h"

namespace auglens {
namespace {

AnyView voxels_of(const Image& image, int channel, int frame) {
  return visit_view(image, channel, frame, [](const auto& v) { return AnyView(v); });
}

/// All frames of an image of one channel: they lie behind each other, so they are one tall volume where the pitches
/// allow it.
AnyView frames_of(const Image& image, int channel) {
  AnyView voxels = voxels_of(image, channel, 0);
  const bool adjacent = image.channels == 1 && image.pitch.volume == image.pitch.plane * image.grid.size[2];
  if (adjacent) std::visit([&](auto& v) { v.nz *= image.frames; }, voxels);
  return voxels;
}

double minimum_of(const Image& image, const Job& job) {
  Statistics all;
  for (int frame = 0; frame < image.frames; ++frame)
    for (int channel = 0; channel < image.channels; ++channel)
      all = merged(all, statistics_of(voxels_of(image, channel, frame), job));
  return all.count > 0 ? all.minimum : 0;
}

}  // namespace

std::vector<Window> default_windows(const Case& c, const Job& job) {
  constexpr Window soft_tissue{400, 40};
  constexpr double air_like = -500;  // only Hounsfield units go so low
  const auto channels = static_cast<std::size_t>(c.image.channels);
  if (c.source.modality == Modality::ct || minimum_of(c.image, job) <= air_like)
    return std::vector<Window>(channels, soft_tissue);
  std::vector<Window> windows;
  for (int channel = 0; channel < c.image.channels; ++channel) {
    constexpr std::array<double, 2> tails{0.5, 99.5};
    const auto ends = percentiles_of(frames_of(c.image, channel), tails, job);
    if (ends.empty())
      windows.push_back({1, 0});
    else if (ends[1] > ends[0])
      windows.push_back({ends[1] - ends[0], (ends[0] + ends[1]) / 2});
    else
      windows.push_back({1, ends[0]});
  }
  return windows;
}

}  // namespace auglens
