#pragma once
// Rotation, scale, shear and translation in one resampling, as MONAI, nnU-Net or TorchIO does it. It refuses to know
// the peers' matrices: affine_matrix.h does.

#include "ops/affine_map.h"
#include "ops/spatial/affine_matrix.h"
#include "ops/spatial/index_rows.h"

namespace auglens {

struct Affine {
  static constexpr std::string_view name = "affine";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "moves the anatomy about the centre: out - c = S (M (in - c) + t), M = H Rz Ry Rx, in voxels; in mm for torchio";
  static constexpr std::string_view reference = "MONAI Affine, batchgeneratorsv2 SpatialTransform, TorchIO Affine";
  static constexpr Tolerance tolerance{1e-6, "the matrix is made on the host; the sampler is the same functor"};

  enum class Centre { image, origin };
  enum class Unit { voxels, mm };
  static constexpr std::string_view convention_names[] = {"monai", "nnunet", "torchio"};
  static constexpr std::string_view centre_names[] = {"image", "origin"};
  static constexpr std::string_view unit_names[] = {"voxels", "mm"};
  static constexpr std::string_view version_names[] = {"1.5", "1.6"};  ///< in the order of ShearRule
  static constexpr std::string_view order_names[] = {"XYZ", "XZY", "YXZ", "YZX", "ZXY", "ZYX",
                                                     "xyz", "xzy", "yxz", "yzx", "zxy", "zyx"};
  static constexpr Parameter parameters[] = {
      {.name = "rotate",
       .shape = ParameterShape::axes,
       .components = 3,
       .apart = true,
       .unit = "degrees",
       .minimum = -36000,
       .maximum = 36000,
       .slider_low = -180,
       .slider_high = 180,
       .standard = {{0, 0, 0}},
       .help = "angles about x, y, z; positive turns y toward z, z toward x, x toward y",
       .peer = "rotate_params (radians, negated); rotation (axes z, y, x); degrees"},
      {.name = "rotate_order",
       .type = ParameterType::option,
       .standard = "XYZ",
       .options = order_names,
       .laws = no_law,
       .help = "order of the pull's elementary rotations; upper case: about moving axes, lower case: about fixed ones. "
               "rotate stays x, y, z",
       .peer = "rotate_order, whose letters also say which angle of rotate_params is which"},
      {.name = "scale",
       .shape = ParameterShape::axes,
       .components = 3,
       .minimum = -1000,
       .maximum = 1000,
       .slider_low = 0.5,
       .slider_high = 2,
       .standard = {{1, 1, 1}},
       .help = "above 1 enlarges the anatomy, below 0 mirrors it; not within 0.001 of 0, torchio: above 0",
       .peer = "scale_params (1 / scale); scaling (1 / scale, axes z, y, x); scales"},
      {.name = "isotropic",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = no_law,
       .help = "one drawn scale for all axes",
       .peer = "p_synchronize_scaling_across_axes; isotropic"},
      {.name = "shear",
       .shape = ParameterShape::vector,
       .components = 6,
       .apart = true,
       .minimum = -10,
       .maximum = 10,
       .slider_low = -0.5,
       .slider_high = 0.5,
       .standard = {{0, 0, 0, 0, 0, 0}},
       .help = "xy, xz, yx, yz, zx, zy: the first axis moves by this share of the second; not in convention torchio",
       .peer = "shear_params (negated)"},
      {.name = "translate",
       .shape = ParameterShape::axes,
       .components = 3,
       .apart = true,
       .unit = "voxels or mm, see translate_unit",
       .minimum = -1e6,
       .maximum = 1e6,
       .slider_low = -64,
       .slider_high = 64,
       .standard = {{0, 0, 0}},
       .help = "above 0 moves the anatomy to higher indices, in convention torchio toward R, A, S; before the scale",
       .peer = "translate_params (negated); translation"},
      {.name = "translate_unit",
       .type = ParameterType::option,
       .options = unit_names,
       .laws = no_law,
       .help = "unit of translate; absent: voxels, in convention torchio mm"},
      {.name = "convention",
       .type = ParameterType::option,
       .standard = "monai",
       .options = convention_names,
       .laws = no_law,
       .help = "whose affine: MONAI's and nnU-Net's turn in index space, TorchIO's in mm about the axes R, A, S"},
      {.name = "peer_version",
       .type = ParameterType::option,
       .standard = "1.6",
       .options = version_names,
       .laws = no_law,
       .help = "MONAI's shear: 1.6 multiplies six elementary shears, 1.5 writes the six numbers into one matrix",
       .peer = "monai.__version__"},
      {.name = "rotate_probability",
       .coin = true,
       .minimum = 0,
       .maximum = 1,
       .standard = 1.0,
       .laws = no_law,
       .help = "chance that this sample is turned",
       .peer = "p_rotation"},
      {.name = "scale_probability",
       .coin = true,
       .minimum = 0,
       .maximum = 1,
       .standard = 1.0,
       .laws = no_law,
       .help = "chance that this sample is scaled; nnunet with neither cuts an integer window instead of resampling",
       .peer = "p_scaling"},
      {.name = "centre",
       .type = ParameterType::option,
       .standard = "image",
       .options = centre_names,
       .laws = no_law,
       .help = "what stays in place: the middle of the image, or the origin of world coordinates",
       .peer = "center"},
      spatial::called(spatial::size, "spatial_size; patch_size (z, y, x)"),
      spatial::called(spatial::sampler, "mode; mode_image; image_interpolation"),
      spatial::border_of(3, "constant", "padding_mode (zeros, border, reflection); padding_mode_image"),
      spatial::called(spatial::fill, "padding_value_image; default_pad_value"),
      spatial::called(spatial::label_fill, "padding_value_seg; default_pad_label"),
      spatial::label_sampler,
      spatial::label_tiebreak,
  };

  static Needs needs(const DrawnValues& v) { return spatial::needs_of_fill(v); }
  static Broken check(const DrawnValues& v);
  /// The map of one outcome, and whether it is the integer crop that nnU-Net takes where it neither turns nor scales.
  struct Outcome {
    AffineMap map;
    Grid out;
    bool crop = false;
  };
  static Outcome outcome_of(const BindContext& c);
  static void bind(const BindContext& c, BoundStep& step) { bind_moved(c, {0, 0, 0}, step); }
  /// Reads every voxel `by` voxels of the input beside its place, for tests of the rule.
  static void bind_moved(const BindContext& c, const Vec3& by, BoundStep& step);

  using Bodies = decltype(std::tuple_cat(WarpPass<AffineMap>::Bodies{}, LabelWarpPass<AffineMap>::Bodies{}));
};

}  // namespace auglens
