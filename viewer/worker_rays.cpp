#include "viewer/worker_rays.h"

#include "render/label_colour.h"
#include "viewer/object_marks.h"

namespace auglens {
namespace {

/// Grey bone is hard to read as a surface, so a shaded volume in the grey map takes the tone of tissue.
RgbaTable colours_of(const View& view) {
  if (view.camera.mode == VolumeMode::shaded && view.colour_map == ColourMap::grey) return tissue_table();
  RgbaTable table = grey_table();
  const auto& colours = colour_table(view.colour_map);
  for (std::size_t k = 0; k < table.size(); ++k)
    for (std::size_t c = 0; c < 3; ++c) table[k][c] = colours[k][c];
  return table;
}

}  // namespace

RaycastSettings ray_settings(const SessionState& state, int width, int height) {
  constexpr double see_through = 0.04;  // so that lesions inside the head are seen
  const View& view = state.view;
  RaycastSettings s;
  s.mode = view.camera.mode == VolumeMode::mip ? RayMode::maximum : RayMode::volume;
  s.viewpoint.azimuth = view.camera.azimuth;
  s.viewpoint.elevation = view.camera.elevation;
  s.viewpoint.zoom = view.camera.zoom;
  s.width = width;
  s.height = height;
  s.colours = colours_of(view);
  const Window& window = view.window_of(state.original);
  s.window = window.width;
  s.level = window.level;
  const LoadedCase* shown = state.shown();
  if (!view.labels || shown == nullptr || shown->labels.classes.empty()) {
    s.label_opacity = 0;
    return s;
  }
  s.opacity.opacity = see_through;
  for (std::size_t k = 0; k < shown->labels.classes.size(); ++k) {
    const Rgb8 c = label_colour(static_cast<std::uint32_t>(k + 1));
    s.label_colours.push_back({shown->labels.classes[k].value, {c[0], c[1], c[2], 255}});
  }
  s.label_colours.push_back({chosen_value, {255, 255, 255, 255}});
  s.label_colours.push_back({dimmed_value, {128, 135, 145, 10}});
  return s;
}

RayVolume ray_volume(const SessionState& state, const SceneVolume& volume, const Job& job) {
  RayInput input = ray_input(*volume.image, volume.channel, volume.frame, volume.labels.get());
  const LoadedCase* shown = state.shown();
  const auto channel = static_cast<std::size_t>(state.view.channel);
  // the default window, not the user's: windowing must not make the volume stale
  if (shown != nullptr && channel < shown->windows.size())
    input.window_level = {shown->windows[channel].width, shown->windows[channel].level};
  return make_ray_volume(input, job);
}

}  // namespace auglens
