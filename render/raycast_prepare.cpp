#include "render/raycast_prepare.h"

#include <algorithm>
#include <cmath>

namespace auglens {

namespace {

double smallest_spacing(const Grid& g) {
  return std::min({g.spacing[0], g.spacing[1], g.spacing[2]});
}

/// Index steps to LPS mm.
Mat3 index_to_world(const Grid& g) {
  Mat3 m = g.direction;
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 3; ++c) m[3 * r + c] *= g.spacing[c];
  return m;
}

void set(float* out, const Vec3& v) {
  for (std::size_t k = 0; k < 3; ++k) out[k] = static_cast<float>(v[k]);
}

Vec3 times(const Vec3& v, double f) {
  return {v[0] * f, v[1] * f, v[2] * f};
}

void set_rays(const RayVolume& volume, const RaycastSettings& settings, RayScene& s) {
  const ViewFrame frame = frame_of(settings.viewpoint, volume.grid, settings.width, settings.height);
  const Mat3 to_index = inverse(index_to_world(volume.grid));
  const double step = settings.step * smallest_spacing(volume.grid);
  // The first sample plane lies before everything that can be seen, a whole number of steps before the middle plane, so
  // that a picture does not change with the zoom or the pan at equal pixels.
  const double shift = std::abs(settings.viewpoint.pan_right) + std::abs(settings.viewpoint.pan_up);
  const double before = std::ceil((frame.reach + shift) / step + 1) * step;
  Vec3 origin = volume.grid.to_index(unproject(frame, {0, 0, -before}));
  for (double& o : origin) o += RayVolume::apron;
  set(s.origin, origin);
  set(s.per_x, multiply(to_index, times(frame.axes.right, frame.mm_per_pixel)));
  set(s.per_y, multiply(to_index, times(frame.axes.up, -frame.mm_per_pixel)));
  set(s.per_step, multiply(to_index, times(frame.axes.forward, step)));
  for (std::size_t k = 0; k < 3; ++k) {
    if (std::abs(s.per_step[k]) < 1e-9F) s.per_step[k] = 0;
    s.inverse_step[k] = s.per_step[k] == 0 ? 1e30F : 1 / s.per_step[k];
    s.forward[k] = s.per_step[k] >= 0 ? 1 : 0;
    s.box_low[k] = RayVolume::apron - 0.5F;
    s.box_high[k] = static_cast<float>(volume.grid.size[k]) + RayVolume::apron - 0.5F;
  }
  s.jitter = settings.jitter && settings.mode == RayMode::volume;
  s.width = settings.width;
  s.height = settings.height;
}

/// The marcher's gradient is twice that per index step; a covector goes by the transposed inverse, then onto camera
/// axes.
void set_gradient(const RayVolume& volume, const RaycastSettings& settings, RayScene& s) {
  const ViewAxes axes = axes_of(settings.viewpoint);
  const Mat3 to_camera = {axes.right[0], axes.right[1],    axes.right[2],    axes.up[0],      axes.up[1],
                          axes.up[2],    -axes.forward[0], -axes.forward[1], -axes.forward[2]};
  const Mat3 m = multiply(to_camera, transpose(inverse(index_to_world(volume.grid))));
  const double voxel = smallest_spacing(volume.grid) / 2;
  const double per_code = volume.scale.step / std::max(settings.window, volume.scale.step / 64);
  for (std::size_t k = 0; k < 9; ++k) {
    s.to_camera[k] = static_cast<float>(m[k] * voxel * per_code);
    s.label_to_camera[k] = static_cast<float>(m[k] * voxel / 255);
  }
}

/// Colours by slot; where labels share a slot the lowest value's colour stands.
std::vector<float> label_table(const RayVolume& volume, const RaycastSettings& settings) {
  std::vector<float> table(4 * 256);
  for (std::size_t k = std::min<std::size_t>(volume.labels.size(), 255); k-- > 0;) {
    const auto c = std::find_if(settings.label_colours.begin(), settings.label_colours.end(),
                                [&](const LabelColour& l) { return l.value == volume.labels[k]; });
    if (c == settings.label_colours.end()) continue;
    for (std::size_t channel = 0; channel < 3; ++channel)
      table[channel * 256 + k + 1] = static_cast<float>(c->rgba[channel]) / 255;
    const double alpha = c->rgba[3] / 255.0 * std::clamp(settings.label_opacity, 0.0, 1.0);
    table[3 * 256 + k + 1] =
        static_cast<float>(settings.mode == RayMode::volume ? 1 - std::pow(1 - alpha, settings.step) : alpha);
  }
  return table;
}

std::vector<std::uint8_t> leap_map(const RayVolume& volume, const RaycastSettings& settings, const RayScene& s,
                                   const TransferTable& transfer) {
  const BrickMap& bricks = volume.bricks;
  const bool labels = s.cells != nullptr;
  std::vector<std::uint8_t> occupied(bricks.bricks());
  for (std::size_t b = 0; b < occupied.size(); ++b) {
    // One code of slack: interpolation may round past its neighbours by a trifle.
    const auto low = static_cast<float>(bricks.low[b]) - 1, high = static_cast<float>(bricks.high[b]) + 1;
    const bool matters = settings.mode == RayMode::volume ? transfer.visible(low, high) : high >= s.darkest;
    occupied[b] = matters || (labels && bricks.labelled[b] != 0) ? 1 : 0;
  }
  std::vector<std::uint8_t> leap = chebyshev_distance(bricks.count, occupied);
  for (std::size_t b = 0; labels && b < leap.size(); ++b)
    if (bricks.labelled[b] != 0) leap[b] |= 128;
  leap.resize(leap.size() + 4);  // rays read four bytes at a time
  return leap;
}

}  // namespace

PreparedScene prepare_scene(const RayVolume& volume, const RaycastSettings& settings) {
  if (!(settings.step > 0) || !std::isfinite(settings.step))
    throw Error(ErrorKind::usage, {"", "the step along a ray must be above 0", std::to_string(settings.step),
                                   "give it in voxels, such as 1"});
  PreparedScene out;
  RayScene& s = out.scene;
  s.codes = reinterpret_cast<const std::uint16_t*>(volume.codes.data());
  s.row = static_cast<std::int32_t>(volume.row);
  s.plane = static_cast<std::int32_t>(volume.plane);
  set_rays(volume, settings, s);
  set_gradient(volume, settings, s);
  const TransferTable transfer({settings.colours, settings.opacity, settings.window, settings.level, settings.step},
                               volume.scale);
  out.table.assign(transfer.planes(), transfer.planes() + 4 * TransferTable::entries);
  s.table = out.table.data();
  s.entries = TransferTable::entries;
  s.entry_scale = transfer.scale();
  s.entry_offset = transfer.offset();
  s.maximum = settings.mode == RayMode::maximum;
  s.shade = settings.shade;
  s.darkest = std::clamp((0.5F - transfer.offset()) / transfer.scale(), 0.0F, 65535.0F);
  if (volume.cells && settings.label_opacity > 0) {
    out.label_table = label_table(volume, settings);
    if (std::any_of(out.label_table.begin() + 3 * 256, out.label_table.end(), [](float a) { return a > 0; }))
      s.cells = reinterpret_cast<const std::uint16_t*>(volume.cells.data());
    s.label_table = out.label_table.data();
  }
  if (settings.skip_empty) {
    out.leap = leap_map(volume, settings, s, transfer);
    s.leap = out.leap.data();
    s.brick_high = volume.bricks.high.data();
    s.brick_row = static_cast<std::int32_t>(volume.bricks.count[0]);
    s.brick_plane = static_cast<std::int32_t>(volume.bricks.count[0] * volume.bricks.count[1]);
  }
  return out;
}

}  // namespace auglens
