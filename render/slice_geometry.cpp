#include "render/slice_geometry.h"

#include <algorithm>
#include <cmath>

namespace auglens {
namespace {

// A point that was meant to lie between two voxels may miss by the rounding of a trip through millimetres.
constexpr double snap = 1e-6;

std::int64_t round_up_ties(double index) {
  return static_cast<std::int64_t>(std::floor(index + 0.5 + snap));
}

constexpr std::size_t at(int axis) {
  return static_cast<std::size_t>(axis);
}

/// True when index axis k runs toward the patient's left, posterior or superior (patient axis p = 0, 1, 2).
bool runs_positive(const Grid& grid, int p, int k) {
  return grid.direction[at(3 * p + k)] >= 0;
}

PixelAxis pixel_axis(std::int64_t voxels, double voxels_per_pixel, int pixels, double pan, bool flipped) {
  const double step = flipped ? -voxels_per_pixel : voxels_per_pixel;
  const double middle = static_cast<double>(voxels - 1) / 2;
  return {voxels, middle - step * (static_cast<double>(pixels) / 2 + pan), step};
}

}  // namespace

PlaneAxes plane_axes(const Grid& grid, Plane plane) {
  struct Rule {
    int across, right, down;       // patient axes
    bool right_grows, down_grows;  // the screen coordinate grows toward L, P or S
    const char* letters;           // left, right, top, bottom
  };
  constexpr Rule rules[3] = {
      {2, 0, 1, true, true, "RLAP"}, {1, 0, 2, true, false, "RLSI"}, {0, 1, 2, true, false, "APSI"}};
  const Rule& rule = rules[static_cast<std::size_t>(plane)];
  const auto axes = nearest_axes(grid);
  PlaneAxes result;
  result.across = axes[at(rule.across)];
  result.right = axes[at(rule.right)];
  result.down = axes[at(rule.down)];
  result.right_flipped = runs_positive(grid, rule.right, result.right) != rule.right_grows;
  result.down_flipped = runs_positive(grid, rule.down, result.down) != rule.down_grows;
  result.left_letter = rule.letters[0];
  result.right_letter = rule.letters[1];
  result.top_letter = rule.letters[2];
  result.bottom_letter = rule.letters[3];
  return result;
}

std::int64_t slice_index(const Grid& grid, int axis, const Vec3& point) {
  return voxel_at(grid, point)[at(axis)];
}

Index3 voxel_at(const Grid& grid, const Vec3& point) {
  const Vec3 index = grid.to_index(point);
  Index3 voxel;
  for (std::size_t k = 0; k < 3; ++k) {  // clamped as a number first: the cast of a far point would be undefined
    const auto last = static_cast<double>(grid.size[k] - 1);
    voxel[k] =
        std::min(grid.size[k] - 1, round_up_ties(std::clamp(std::isnan(index[k]) ? last / 2 : index[k], 0.0, last)));
  }
  return voxel;
}

std::optional<Index3> voxel_under(const Grid& grid, const Vec3& point) {
  const Vec3 index = grid.to_index(point);
  for (std::size_t k = 0; k < 3; ++k)
    if (!(index[k] >= -0.5 && index[k] < static_cast<double>(grid.size[k]) - 0.5)) return std::nullopt;
  return voxel_at(grid, point);
}

std::int64_t PixelAxis::nearest(std::int64_t p) const {
  const double i = index(static_cast<double>(p) + 0.5);
  if (!(i > -1.0 && i < static_cast<double>(voxels))) return -1;
  const std::int64_t voxel = round_up_ties(i);
  return voxel < voxels ? voxel : -1;
}

SliceGeometry::SliceGeometry(const Grid& grid, Plane plane, int width, int height, const PlaneView& view)
    : plane_(plane), axes_(plane_axes(grid, plane)), width_(std::max(width, 1)), height_(std::max(height, 1)) {
  const std::int64_t across_screen = grid.size[at(axes_.right)], down_screen = grid.size[at(axes_.down)];
  const double mm_right = grid.spacing[at(axes_.right)], mm_down = grid.spacing[at(axes_.down)];
  const double fit = std::max(static_cast<double>(across_screen) * mm_right / static_cast<double>(width_),
                              static_cast<double>(down_screen) * mm_down / static_cast<double>(height_));
  mm_per_pixel_ = fit / (view.zoom > 0 ? view.zoom : 1);
  right_ = pixel_axis(across_screen, mm_per_pixel_ / mm_right, width_, view.pan_right_mm / mm_per_pixel_,
                      axes_.right_flipped);
  down_ =
      pixel_axis(down_screen, mm_per_pixel_ / mm_down, height_, view.pan_down_mm / mm_per_pixel_, axes_.down_flipped);
}

Point2 SliceGeometry::pixel_of(const Vec3& index) const {
  return {right_.position(index[at(axes_.right)]), down_.position(index[at(axes_.down)])};
}

Vec3 SliceGeometry::index_at(const Point2& position, double slice) const {
  Vec3 index{};
  index[at(axes_.across)] = slice;
  index[at(axes_.right)] = right_.index(position.x);
  index[at(axes_.down)] = down_.index(position.y);
  return index;
}

}  // namespace auglens
