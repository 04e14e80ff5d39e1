#include "io/nifti_grid.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace auglens {

namespace {

struct Affine {
  Mat3 columns{};  ///< RAS millimetres (or the file's unit) for one step along each index axis
  Vec3 origin{};
};

std::string number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::general, 4).ptr};
}

double millimetres_per_unit(int units, std::vector<std::string>& notices) {
  if (units == 1) notices.push_back("the file measures in metres: converted to millimetres");
  if (units == 3) notices.push_back("the file measures in micrometres: converted to millimetres");
  return units == 1 ? 1000.0 : units == 3 ? 0.001 : 1.0;
}

/// Absolute spacing of each axis, 1 where it is unknown.
Vec3 header_spacing(const NiftiHeader& h, std::vector<std::string>& notices) {
  Vec3 spacing{1, 1, 1};
  bool unknown = false, negative = false;
  for (std::size_t k = 0; k < 3; ++k) {
    const double s = std::abs(h.pixdim[k + 1]);
    const bool known = std::isfinite(s) && s > 0;
    if (known) spacing[k] = s;
    unknown = unknown || (!known && h.size[k] > 1);
    negative = negative || (known && h.pixdim[k + 1] < 0);
  }
  if (unknown) notices.push_back("the spacing is not stated: 1 was taken");
  if (negative) notices.push_back("a spacing is negative: its absolute value was taken");
  return spacing;
}

/// LPS grid of an affine; nothing when it is not finite or flat.
std::optional<Grid> to_grid(const Affine& affine, const Index3& size, double unit) {
  Grid grid;
  grid.size = size;
  for (std::size_t r = 0; r < 3; ++r) {
    if (!std::isfinite(affine.origin[r])) return std::nullopt;
    grid.origin[r] = (r < 2 ? -1 : 1) * affine.origin[r] * unit + 0.0;  // + 0.0: no negative zeros
  }
  for (std::size_t k = 0; k < 3; ++k) {
    const double x = affine.columns[k], y = affine.columns[3 + k], z = affine.columns[6 + k];
    const double length = std::hypot(x, y, z);
    if (!std::isfinite(length) || !(length > 0)) return std::nullopt;
    grid.spacing[k] = length * unit;
    grid.direction[k] = -x / length + 0.0;
    grid.direction[3 + k] = -y / length + 0.0;
    grid.direction[6 + k] = z / length + 0.0;
  }
  if (std::abs(determinant(grid.direction)) < 1e-6) return std::nullopt;
  return grid;
}

std::optional<Grid> from_sform(const NiftiHeader& h, double unit) {
  Affine a;
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t k = 0; k < 3; ++k) a.columns[3 * r + k] = h.srow[4 * r + k];
    a.origin[r] = h.srow[4 * r + 3];
  }
  return to_grid(a, h.size, unit);
}

std::optional<Grid> from_qform(const NiftiHeader& h, const Vec3& spacing, double unit, bool* bent) {
  auto [b, c, d] = h.quaternion;
  const double squares = b * b + c * c + d * d;
  if (!std::isfinite(squares)) return std::nullopt;
  double a = 0;
  if (squares > 1 - 1e-7) {  // a half turn; the rest is rounding, or a quaternion that is no rotation
    const double length = std::sqrt(squares);
    *bent = length > 1 + 1e-3;
    b /= length, c /= length, d /= length;
  } else {
    a = std::sqrt(1 - squares);
  }
  const double flip = h.pixdim[0] < 0 ? -1 : 1;
  const Mat3 r = {a * a + b * b - c * c - d * d, 2 * (b * c - a * d),           2 * (b * d + a * c),
                  2 * (b * c + a * d),           a * a + c * c - b * b - d * d, 2 * (c * d - a * b),
                  2 * (b * d - a * c),           2 * (c * d + a * b),           a * a + d * d - c * c - b * b};
  Affine affine;
  for (std::size_t k = 0; k < 9; ++k) affine.columns[k] = r[k] * spacing[k % 3] * (k % 3 == 2 ? flip : 1.0);
  affine.origin = h.qoffset;
  return to_grid(affine, h.size, unit);
}

void compare(const Grid& sform, const Grid& qform, std::vector<std::string>& notices) {
  const double mm = grid_distance_mm(sform, qform);
  const double tolerance = 0.05 * *std::min_element(sform.spacing.begin(), sform.spacing.end());
  if (mm > tolerance)
    notices.push_back("qform and sform place the volume up to " + number(mm) + " mm apart: the sform is used");
}

}  // namespace

NiftiGrid nifti_grid(const NiftiHeader& h, std::vector<std::string>& notices) {
  const double unit = millimetres_per_unit(h.units, notices);
  std::vector<std::string> spacing_notices;
  const Vec3 spacing = header_spacing(h, spacing_notices);
  bool bent = false;
  const auto sform = h.sform > 0 ? from_sform(h, unit) : std::nullopt;
  const auto qform = h.qform > 0 ? from_qform(h, spacing, unit, &bent) : std::nullopt;
  if (h.sform > 0 && !sform)
    notices.push_back(std::string("the sform is no map of space: ") +
                      (qform ? "the qform was taken" : "it is not used"));
  if (h.qform > 0 && !qform && !sform) notices.push_back("the qform is no map of space: it is not used");

  NiftiGrid result;
  if (sform) {
    result.grid = *sform;
    if (qform && !bent) compare(*sform, *qform, notices);
  } else {
    notices.insert(notices.end(), spacing_notices.begin(), spacing_notices.end());
    if (qform) {
      result.grid = *qform;
      if (bent) notices.push_back("the quaternion of the qform is longer than 1: it was shortened to a rotation");
    } else {
      result.states_orientation = false;
      result.grid.size = h.size;
      for (std::size_t k = 0; k < 3; ++k) result.grid.spacing[k] = spacing[k] * unit;
      notices.push_back("the file does not say how the patient lies: its axes are taken for L, P and S");
    }
  }
  if (!result.grid.orthogonal())
    notices.push_back("the axes are not at right angles (shear); they are kept as they are");
  return result;
}

}  // namespace auglens
