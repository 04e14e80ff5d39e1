#include "ops/replay/monai_class.h"

#include <numbers>

#include "ops/replay/monai_reader.h"

namespace auglens {

std::string_view name_of(MonaiClass kind) {
  constexpr std::string_view names[] = {"RandAffined",
                                        "RandRotated",
                                        "RandZoomd",
                                        "RandFlipd",
                                        "RandRotate90d",
                                        "Rand3DElasticd",
                                        "RandGaussianNoised",
                                        "RandRicianNoised",
                                        "RandGaussianSmoothd",
                                        "RandAdjustContrastd",
                                        "RandScaleIntensityd",
                                        "RandShiftIntensityd",
                                        "RandScaleIntensityFixedMeand",
                                        "RandSimulateLowResolutiond",
                                        "RandBiasFieldd"};
  return names[static_cast<std::size_t>(kind)];
}

double ours(Sense sense, double r) {
  constexpr double degree = 180 / std::numbers::pi;
  switch (sense) {
    case Sense::same:
      return r;
    case Sense::negative:
      return -r;
    case Sense::degrees:
      return r * degree;
    case Sense::negative_degrees:
      return -r * degree;
    case Sense::reciprocal:
      return 1 / (r + 1);
    default:
      return 1 + r;
  }
}

double theirs(Sense sense, double v) {
  constexpr double radian = std::numbers::pi / 180;
  switch (sense) {
    case Sense::same:
      return v;
    case Sense::negative:
      return -v;
    case Sense::degrees:
      return v * radian;
    case Sense::negative_degrees:
      return -v * radian;
    case Sense::reciprocal:
      return 1 / v - 1;
    default:
      return v - 1;
  }
}

namespace {

void read_affine(MonaiReader& r) {
  r.only("convention", "takes the convention monai alone");
  r.only("rotate_order", "turns in its own order alone");
  for (const char* coin : {"rotate_probability", "scale_probability"})
    r.only(coin, "has one coin for the whole step: use the step's probability");
  if (!r.neutral("scale", 1)) r.only("isotropic", "draws a scale for each axis");
  if (!r.neutral("translate", 0)) r.must_be("translate_unit", "voxels", "moves by voxels: use the unit voxels");
  if (!r.neutral("rotate", 0)) r.range("rotate", Sense::negative_degrees);
  if (!r.neutral("shear", 0)) r.range("shear", Sense::negative);
  if (!r.neutral("translate", 0)) r.range("translate", Sense::negative);
  if (!r.neutral("scale", 1)) r.range("scale", Sense::reciprocal);
}

void read_rotate(MonaiReader& r) {
  const auto axis = r.constant_axes("axis");
  const auto zeros = (axis[0] == 0) + (axis[1] == 0) + (axis[2] == 0);
  if (zeros != 2) return r.refuse("axis", "turns about x, y and z: use an axis such as [0, 0, 1], or affine");
  r.only("keep_size", "and DALI's rotate find other canvases: keep the size");
  r.only("size", "has no size of its own");
  r.only("frame", "turns in index space: use the frame voxel");
  for (const double a : axis) {
    if (a == 0)
      r.thrown_away(0);
    else
      r.range("angle", a > 0 ? Sense::negative_degrees : Sense::degrees);
  }
}

void read_elastic(MonaiReader& r) {
  r.must_be("model", "monai", "has the model monai alone");
  r.shared_range("magnitude");
  r.shared_range("sigma");
}

void read_gaussian_noise(MonaiReader& r) {
  r.noise_range("std");
}

void read_rician_noise(MonaiReader& r) {
  const bool relative = r.flag("relative"), per_channel = r.flag("per_channel"), each = r.step().draw_per_channel;
  const bool drawn = !r.constant("std");
  r.child().channel_wise = each || (relative && per_channel) || r.lists("std") || r.lists("mean");
  if (relative && each && !per_channel) r.refuse("per_channel", "measures each channel alone with draw_per_channel");
  if (drawn && r.child().channel_wise && !each) r.refuse("std", "draws one for each channel: set draw_per_channel");
  r.noise_range("std");
}

void read_blur(MonaiReader& r) {
  if (!r.constant("sigma")) r.must_be("unit", "voxels", "draws sigma in voxels");
  r.must_be("kernel", "erf", "has the kernel erf");
  r.must_be("border", "zero", "reads zeros outside");
  r.range("sigma", Sense::same);
}

void read_gamma(MonaiReader& r) {
  r.only("rescale", "works on the image's own range");
  r.range("gamma", Sense::same);
}

void read_brightness(MonaiReader& r) {
  r.child().channel_wise = r.step().draw_per_channel;
  const bool shifts = !r.neutral("shift", 0);
  if (shifts && !r.neutral("factor", 1)) return r.refuse("shift", "does not draw a factor too: make two steps");
  if (shifts) r.child().kind = MonaiClass::shift_intensity;
  r.range(shifts ? "shift" : "factor", shifts ? Sense::same : Sense::one_more);
}

void read_contrast(MonaiReader& r) {
  r.child().channel_wise = r.step().draw_per_channel;
  r.range("factor", Sense::one_more);
}

void read_low_resolution(MonaiReader& r) {
  r.only("per_axis", "draws one factor for all axes");
  r.only("down", "reads the nearest voxel by MONAI's own rule");
  r.shared_range("factor");
}

void read_bias_field(MonaiReader& r) {
  r.only("basis", "has Legendre's polynomials");
  const auto degree = static_cast<int>(r.constant_number("degree"));
  if (degree < 1) return r.refuse("degree", "has a degree of at least 1");
  r.range("coefficients", Sense::same, (degree + 1) * (degree + 2) * (degree + 3) / 6);
}

struct Row {
  std::string_view op;
  MonaiClass kind;
  void (*read)(MonaiReader&);
};

constexpr Row rows[] = {
    {"affine", MonaiClass::affine, read_affine},
    {"rotate", MonaiClass::rotate, read_rotate},
    {"zoom", MonaiClass::zoom,
     [](MonaiReader& r) { r.flag("isotropic") ? r.shared_range("factor") : r.range("factor", Sense::same); }},
    {"flip", MonaiClass::flip, [](MonaiReader& r) { r.flips(); }},
    {"rot90", MonaiClass::rotate90, [](MonaiReader& r) { r.turns("k"); }},
    {"elastic", MonaiClass::elastic, read_elastic},
    {"noise_gaussian", MonaiClass::gaussian_noise, read_gaussian_noise},
    {"noise_rician", MonaiClass::rician_noise, read_rician_noise},
    {"blur", MonaiClass::gaussian_smooth, read_blur},
    {"gamma", MonaiClass::adjust_contrast, read_gamma},
    {"brightness", MonaiClass::scale_intensity, read_brightness},
    {"contrast", MonaiClass::scale_intensity_fixed_mean, read_contrast},
    {"low_resolution", MonaiClass::low_resolution, read_low_resolution},
    {"bias_field", MonaiClass::bias_field, read_bias_field},
};

MonaiStep without_class(MonaiReader& r) {
  MonaiStep out;
  const std::string text = "MONAI has no class that draws " + std::string(r.step().op->name) +
                           " at random: make it constant, or use the stream \"auglens\"";
  if (const std::string name = r.first_random(); !name.empty())
    out.problem = Problem{"/parameters/" + name, text};
  else
    out.problem = Problem{"/probability", text};
  return out;
}

}  // namespace

MonaiStep monai_step(const Step& step, std::size_t index) {
  if (!step.enabled) return {};
  MonaiReader reader(step, index);
  if (reader.draws_nothing()) return {};
  for (const Row& row : rows) {
    if (row.op != step.op->name || reader.given_field()) continue;
    reader.child().kind = row.kind;
    row.read(reader);
    return reader.finish();
  }
  return without_class(reader);
}

std::vector<Problem> replay_problems(const Preset& preset) {
  std::vector<Problem> problems;
  if (preset.stream != Stream::monai) return problems;
  if (preset.seed > 0xffffffffU)
    problems.push_back({"/seed", "the stream \"monai\" takes a seed from 0 to 4294967295"});
  for (std::size_t k = 0; k < preset.steps.size(); ++k) {
    const auto problem = monai_step(preset.steps[k], k).problem;
    if (problem) problems.push_back({"/steps/" + std::to_string(k) + problem->pointer, problem->what});
  }
  if (preset.crop && preset.crop->before)
    problems.push_back(
        {"/crop/before",
         "with the stream \"monai\" the window is cut after the last step, because the draws of the steps "
         "behind it would depend on it"});
  return problems;
}

}  // namespace auglens
