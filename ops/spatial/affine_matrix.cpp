#include "ops/spatial/affine_matrix.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace auglens {

Mat3 axis_rotation(std::size_t axis, double degrees) {
  const double angle = degrees * (3.14159265358979323846 / 180), c = std::cos(angle), s = std::sin(angle);
  const std::size_t a = (axis + 1) % 3, b = (axis + 2) % 3;
  Mat3 r = identity3;
  r[3 * a + a] = r[3 * b + b] = c;
  r[3 * a + b] = -s;
  r[3 * b + a] = s;
  return r;
}

Mat3 euler_rotation(const Vec3& degrees, std::string_view order) {
  Mat3 r = identity3;
  for (const char letter : order) {
    const bool moving = std::isupper(static_cast<unsigned char>(letter)) != 0;
    const auto axis = static_cast<std::size_t>(letter - (moving ? 'X' : 'x'));
    const Mat3 one = axis_rotation(axis, degrees[axis]);
    r = moving ? multiply(r, one) : multiply(one, r);
  }
  return r;
}

Mat3 monai_shear(const std::array<double, 6>& coefficients, ShearRule rule) {
  constexpr std::array<std::size_t, 6> element{1, 2, 3, 5, 6, 7};
  Mat3 shear = identity3;
  for (std::size_t i = 0; i < 6; ++i) {
    if (rule == ShearRule::elements) {
      shear[element[i]] = coefficients[i];
      continue;
    }
    Mat3 one = identity3;
    one[element[i]] = coefficients[i];
    shear = multiply(one, shear);
  }
  return shear;
}

namespace {

Vec3 negated(const Vec3& v) {
  return {-v[0], -v[1], -v[2]};
}

Mat3 scaled_columns(Mat3 m, const Vec3& scale) {
  for (std::size_t i = 0; i < 9; ++i) m[i] *= scale[i % 3];
  return m;
}

Vec3 inverted(const Vec3& scale) {
  return {1 / scale[0], 1 / scale[1], 1 / scale[2]};
}

/// In world mm (LPS), then in indices. TorchIO takes a grid of one slice for a picture: turned and scaled in its plane.
void pull_in_world(const AffineContent& content, const Grid& in, CentredPull& pull) {
  Vec3 scale = content.scale, turn = content.rotate;
  if (in.size[2] == 1) scale[2] = 1, turn[0] = turn[1] = 0;
  const auto& t = content.translate;
  // ITK's Euler angles: content turns by Rz Rx Ry; L and P run against R and A
  const Mat3 back =
      transpose(multiply(axis_rotation(2, turn[2]), multiply(axis_rotation(0, -turn[0]), axis_rotation(1, -turn[1]))));
  const Mat3 world = scaled_columns(back, inverted(scale));
  const Mat3 to_world = scaled_columns(in.direction, in.spacing), to_index = inverse(to_world);
  if (world != identity3) pull.linear = multiply(to_index, multiply(world, to_world));
  pull.shift = multiply(to_index, multiply(back, Vec3{-t[0], -t[1], t[2]}));
}

/// MONAI's A = R H T S with its pull parameters, which are ours negated (scale: inverted).
void pull_in_indices(const AffineContent& content, CentredPull& pull) {
  std::array<double, 6> shear{};
  std::transform(content.shear.begin(), content.shear.end(), shear.begin(), [](double c) { return -c; });
  const Mat3 back =
      multiply(euler_rotation(negated(content.rotate), content.rotate_order), monai_shear(shear, content.shear_rule));
  pull.linear = scaled_columns(back, inverted(content.scale));
  pull.shift = multiply(back, content.translate);
}

}  // namespace

AffineMap affine_pull(const AffineContent& content, const Grid& in, const Grid& out) {
  CentredPull pull;
  if (content.convention == AffineConvention::torchio)
    pull_in_world(content, in, pull);
  else
    pull_in_indices(content, pull);
  pull.centre_in = content.about_origin ? in.to_index({0, 0, 0}) : in.centre_index();
  pull.centre_out = content.about_origin ? out.to_index({0, 0, 0}) : out.centre_index();
  AffineMap map = affine_map(pull);
  if (content.convention == AffineConvention::monai)  // MONAI divides by max(2, n): along one voxel offsets count half
    for (std::size_t r = 0; r < 3; ++r)
      if (in.size[r] == 1) {
        for (std::size_t k = 0; k < 3; ++k) map.m[4 * r + k] *= 0.5;
        map.m[4 * r + 3] = (map.m[4 * r + 3] - 0.5) * 0.5 + 0.5;
      }
  return map;
}

AffineMap nnunet_crop(const Index3& in, const Index3& out) {
  AffineMap map{};
  for (std::size_t k = 0; k < 3; ++k) {
    map.m[5 * k] = 1;
    map.m[4 * k + 3] = static_cast<double>(in[k] / 2 - out[k] / 2) + 0.5;
  }
  return map;
}

}  // namespace auglens
