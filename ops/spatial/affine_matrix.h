#pragma once
// The pull of an affine in the three conventions: MONAI's, nnU-Net's and TorchIO's. It refuses to know tables, borders
// and voxels.

#include <array>
#include <string_view>

#include "ops/affine_map.h"

namespace auglens {

enum class AffineConvention {
  monai,    ///< MONAI 1.6.1 Affine: index space
  nnunet,   ///< batchgeneratorsv2 0.3.6 SpatialTransform: index space, the same matrices on arrays (z, y, x)
  torchio,  ///< TorchIO 1.2.1 Affine: world mm, x, y, z = R, A, S
};

/// How MONAI makes one matrix of six shears: off-diagonal elements of one matrix, or a product of six matrices.
enum class ShearRule { elements, product };

/// What an affine does to the content, in x, y, z: o - c = S (M (p - c) + t).
struct AffineContent {
  AffineConvention convention = AffineConvention::monai;
  Vec3 rotate{0, 0, 0};  ///< degrees, right-handed
  std::string_view rotate_order = "XYZ";
  Vec3 scale{1, 1, 1};
  std::array<double, 6> shear{};  ///< xy, xz, yx, yz, zx, zy; not torchio
  ShearRule shear_rule = ShearRule::product;
  Vec3 translate{0, 0, 0};  ///< voxels; torchio: mm toward R, A, S
  bool about_origin = false;
};

/// Right-handed rotation about axis 0, 1 or 2.
Mat3 axis_rotation(std::size_t axis, double degrees);

/// The product of the elementary rotations in the order of the letters; lower case (fixed axes): the other way round.
Mat3 euler_rotation(const Vec3& degrees, std::string_view order);

/// MONAI's shear matrix of the coefficients xy, xz, yx, yz, zx, zy (row, column).
Mat3 monai_shear(const std::array<double, 6>& coefficients, ShearRule rule);

/// The map from `out`, a grid with the axes of `in`, to `in`. Source of the arithmetic: the peers named above.
AffineMap affine_pull(const AffineContent& content, const Grid& in, const Grid& out);

/// The integer crop that batchgeneratorsv2 takes where it neither turns nor scales: out index + start = in index.
AffineMap nnunet_crop(const Index3& in, const Index3& out);

}  // namespace auglens
