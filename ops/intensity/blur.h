#pragma once
// Separable gaussian blur in the four conventions of the peers: x, then y, then z, float32 between. It refuses to
// resize.

#include "ops/plan.h"

namespace auglens {

struct Blur {
  static constexpr std::string_view name = "blur";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help = "out = in convolved with a gaussian of width sigma along each axis";
  static constexpr std::string_view reference =
      "DALI fn.gaussian_blur (sampled), MONAI GaussianSmooth (erf), batchgeneratorsv2 (nnunet), SciPy gaussian_filter "
      "and "
      "TorchIO Blur (scipy)";
  static constexpr Tolerance tolerance{1e-7, "weights are made on the host; sums run in the same order"};

  enum class Unit { voxels, mm };
  enum class Kernel { sampled, erf, nnunet, scipy };
  static constexpr std::string_view unit_names[] = {"voxels", "mm"};
  static constexpr std::string_view kernel_names[] = {"sampled", "erf", "nnunet", "scipy"};
  static constexpr std::string_view border_names[] = {"reflect101", "reflect", "zero"};
  static constexpr Parameter parameters[] = {
      {.name = "sigma",
       .shape = ParameterShape::axes,
       .components = 3,
       .channel_rows = true,
       .unit = "voxels (or mm: see unit)",
       .minimum = 0,
       .maximum = 1000,
       .slider_high = 6,
       .standard = 0.0,
       .help =
           "standard deviation along each axis; 0 leaves an axis as it is; a longer list holds three for each channel",
       .peer = "sigma (z, y, x)"},
      {.name = "unit",
       .type = ParameterType::option,
       .standard = "voxels",
       .options = unit_names,
       .laws = choice_only,
       .help = "unit of sigma"},
      {.name = "window_size",
       .type = ParameterType::integer,
       .shape = ParameterShape::axes,
       .components = 3,
       .unit = "voxels",
       .minimum = 0,
       .maximum = 8191,
       .slider_high = 31,
       .standard = 0.0,
       .laws = no_law,
       .help = "odd number of taps of the sampled kernel; 0: 2 ceil(3 sigma) + 1",
       .peer = "window_size (z, y, x)"},
      {.name = "kernel",
       .type = ParameterType::option,
       .standard = "sampled",
       .options = kernel_names,
       .laws = choice_only,
       .help = "sampled: DALI; erf: MONAI, not renormalised; nnunet: batchgeneratorsv2; scipy: truncate x sigma",
       .peer = "approx (MONAI)"},
      {.name = "truncate",
       .unit = "sigma",
       .minimum = 0,
       .maximum = 100,
       .open_minimum = true,
       .slider_low = 1,
       .slider_high = 8,
       .standard = 4.0,
       .laws = no_law,
       .help = "half width of the kernels erf and scipy",
       .peer = "truncate (SciPy), truncated (MONAI's GaussianFilter)"},
      {.name = "border",
       .type = ParameterType::option,
       .standard = "reflect101",
       .options = border_names,
       .laws = choice_only,
       .help = "what lies outside: cb|abc, ba|abc or zeros; DALI has reflect101, MONAI zero, nnU-Net reflect101",
       .peer = "mode (SciPy: mirror, reflect, constant)"},
  };

  static Broken check(const DrawnValues& v);
  static void bind(const BindContext& c, BoundStep& step);
};

/// The taps of a blur along one axis, centred; a single 1 when sigma and window are 0.
std::vector<float> blur_weights(Blur::Kernel kernel, double sigma, int window_size, double truncate);

}  // namespace auglens
