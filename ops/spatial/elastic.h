#pragma once
// Smooth random deformation in the models of three peers: a dense field, or a few control points. It refuses to turn or
// scale.

#include "ops/spatial/elastic_maps.h"
#include "ops/spatial/spatial_common.h"

namespace auglens {

struct Elastic {
  static constexpr std::string_view name = "elastic";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help =
      "reads the input at in - c_in = out - c_out + d(out): gaussian_field: smooth noise with max |d| = magnitude "
      "voxels per component (RMS about magnitude / 4); monai: magnitude x smoothed noise, RMS magnitude / sqrt(3) x "
      "(2 sqrt(pi) sigma)^-1.5 voxels, max about 4 times that; control_grid: |d| <= displacement_mm, RMS about a third";
  static constexpr std::string_view reference =
      "batchgeneratorsv2 SpatialTransform (gaussian_field), MONAI Rand3DElastic (monai), TorchIO "
      "RandomElasticDeformation 1.2 (control_grid)";
  static constexpr Tolerance tolerance{1e-6, "the field is made on the host; the sampler is the same functor"};
  static constexpr bool random_voxels = true;

  enum class Model { gaussian_field, monai, control_grid };
  static constexpr std::string_view model_names[] = {"gaussian_field", "monai", "control_grid"};
  static constexpr Parameter parameters[] = {
      {.name = "model",
       .type = ParameterType::option,
       .standard = "gaussian_field",
       .options = model_names,
       .laws = choice_only,
       .help = "gaussian_field: periodic smooth noise, scaled to its largest displacement; monai: smoothed noise times "
               "a factor; control_grid: cubic B-spline between random control points"},
      {.name = "sigma",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "voxels",
       .minimum = 0,
       .maximum = 1000,
       .slider_low = 1,
       .slider_high = 30,
       .standard = 10.0,
       .help = "width of the gaussian that smooths the noise, along all axes of the x, y and z component of d in turn",
       .peer = "sigma_range (MONAI); elastic_deform_scale x patch_size (z, y, x)"},
      {.name = "magnitude",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "voxels (gaussian_field), factor (monai)",
       .minimum = 0,
       .maximum = 1e6,
       .slider_high = 20,
       .standard = 0.0,
       .help = "gaussian_field: the largest displacement; monai: factor of the smoothed noise, of which sigma 5 leaves "
               "0.8 % RMS: magnitude 100 moves voxels by 0.8 RMS, 3 at most",
       .peer = "magnitude_range (MONAI); elastic_deform_magnitude (z, y, x)"},
      {.name = "points",
       .type = ParameterType::integer,
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "control points",
       .minimum = 4,
       .maximum = 256,
       .slider_low = 4,
       .slider_high = 20,
       .standard = 7.0,
       .laws = no_law,
       .help = "control points along the axes of the patient, L, P and S, two of them beyond the image",
       .peer = "num_control_points"},
      {.name = "displacement_mm",
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "mm",
       .minimum = 0,
       .maximum = 1e4,
       .slider_high = 30,
       .standard = 0.0,
       .help = "control_grid: a control point moves by U(-displacement, displacement) along L, P, S; the volume folds "
               "where it exceeds half the distance of the points",
       .peer = "max_displacement"},
      {.name = "locked_borders",
       .type = ParameterType::integer,
       .unit = "layers",
       .minimum = 0,
       .maximum = 2,
       .slider_high = 2,
       .standard = 0.0,
       .laws = no_law,
       .help = "control_grid: outer layers of points along L and P that stay where they are, as TorchIO 1 does it",
       .peer = "locked_borders"},
      spatial::size,
      {.name = "centred",
       .type = ParameterType::boolean,
       .standard = true,
       .laws = choice_only,
       .help = "gaussian_field: take the mean displacement off, so that the volume as a whole stays",
       .peer = "center_deformation"},
      {.name = "field",
       .type = ParameterType::text,
       .laws = no_law,
       .help = "NIfTI beside the preset with three components x, y, z in place of a draw: N(0, 1) or U(-1, 1) for each "
               "output voxel, or the control points' displacements in mm, LPS",
       .peer = "rand_offset, elastic_offsets, control_points"},
      spatial::sampler,
      spatial::border_of(3, "constant", "padding_mode"),
      spatial::fill,
      spatial::label_fill,
      spatial::label_sampler,
      spatial::label_tiebreak,
  };

  static Needs needs(const DrawnValues& v) { return spatial::needs_of_fill(v); }
  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step) { bind_moved(c, {0, 0, 0}, step); }
  /// With `offset` voxels added to where every voxel reads; for tests.
  static void bind_moved(const BindContext& c, const Vec3& offset, BoundStep& step);

  using Bodies = decltype(std::tuple_cat(WarpPass<OffsetMap>::Bodies{}, LabelWarpPass<OffsetMap>::Bodies{},
                                         WarpPass<SplineMap>::Bodies{}, LabelWarpPass<SplineMap>::Bodies{}));
};

}  // namespace auglens
