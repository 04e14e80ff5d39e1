#include "ops/spatial/affine.h"

#include <algorithm>
#include <charconv>

namespace auglens {

namespace {

AffineContent content_of(const BindContext& c) {
  const DrawnValues& v = c.values;
  AffineContent content;
  content.convention = v.option<AffineConvention>("convention");
  if (v.number("rotate_probability") > 0) content.rotate = v.axes("rotate");
  content.rotate_order = v.text("rotate_order");
  if (v.number("scale_probability") > 0) content.scale = v.axes("scale");
  std::copy_n(v.numbers("shear").begin(), 6, content.shear.begin());
  content.shear_rule = v.option<ShearRule>("peer_version");
  content.translate = v.axes("translate");
  content.about_origin = v.option<Affine::Centre>("centre") == Affine::Centre::origin;

  const bool world = content.convention == AffineConvention::torchio;
  const bool mm = v.given("translate_unit") ? v.option<Affine::Unit>("translate_unit") == Affine::Unit::mm : world;
  Vec3& t = content.translate;
  if (mm && !world)
    for (std::size_t k = 0; k < 3; ++k) t[k] /= c.in.spacing[k];
  if (!mm && world) {  // along the index axes, said in R, A, S
    for (std::size_t k = 0; k < 3; ++k) t[k] *= c.in.spacing[k];
    const Vec3 lps = multiply(c.in.direction, t);
    t = {-lps[0], -lps[1], lps[2]};
  }
  return content;
}

std::string shortest(double v) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, v).ptr};
}

bool still(const AffineContent& content) {
  const auto zero = [](double v) { return v == 0; };
  return std::all_of(content.shear.begin(), content.shear.end(), zero) &&
         std::all_of(content.translate.begin(), content.translate.end(), zero);
}

}  // namespace

Broken Affine::check(const DrawnValues& v) {
  const bool world = v.option<AffineConvention>("convention") == AffineConvention::torchio;
  const Vec3 scale = v.axes("scale");
  for (const double s : scale)
    if (std::abs(s) < 0.001 || (world && s < 0))
      return {"scale", shortest(s) + " is not allowed: use a number of 0.001 or more" +
                           (world ? "" : ", or of -0.001 or less, which mirrors")};
  if (v.flag("isotropic") && (scale[0] != scale[1] || scale[1] != scale[2]))
    return {"isotropic", "isotropic is true and the axes have different scales: give one scale, or isotropic false"};
  std::array<double, 6> shear{};
  std::copy_n(v.numbers("shear").begin(), 6, shear.begin());
  if (world) {
    if (std::any_of(shear.begin(), shear.end(), [](double s) { return s != 0; }))
      return {"shear", "TorchIO has no shear: leave it out, or use convention monai"};
    if (v.text("rotate_order") != "XYZ")
      return {"rotate_order", "TorchIO turns in its own order: leave it out, or use convention monai"};
  }
  if (v.given("size"))
    if (const Broken broken = spatial::too_large("size", spatial::rounded_size(v.axes("size"))); !broken.what.empty())
      return broken;
  for (double& s : shear) s = -s;
  if (std::abs(determinant(monai_shear(shear, v.option<ShearRule>("peer_version")))) < 1e-12)
    return {"shear", "the matrix of these shears is singular: use smaller ones, or peer_version 1.6"};
  return {};
}

Affine::Outcome Affine::outcome_of(const BindContext& c) {
  const AffineContent content = content_of(c);
  const Index3 size = c.values.given("size") ? spatial::rounded_size(c.values.axes("size")) : c.in.size;
  const bool drawn = c.values.number("rotate_probability") > 0 || c.values.number("scale_probability") > 0;
  Outcome o{{}, spatial::same_centre(c.in, size), false};
  o.crop = content.convention == AffineConvention::nnunet && !drawn && still(content);
  o.map = o.crop ? nnunet_crop(c.in.size, size) : affine_pull(content, c.in, o.out);
  return o;
}

void Affine::bind_moved(const BindContext& c, const Vec3& by, BoundStep& step) {
  Outcome o = outcome_of(c);
  for (std::size_t k = 0; k < 3; ++k) o.map.m[4 * k + 3] += by[k];
  WarpSettings settings{c.values.option<Sampler>("sampler"), c.values.option<Border>("border"), spatial::fill_of(c)};
  const bool world = c.values.option<AffineConvention>("convention") == AffineConvention::torchio;
  if (world && settings.border == Border::constant) settings.border = Border::cells;
  if (o.crop && settings.border == Border::reflect) settings.border = Border::reflect101;  // F.pad, not grid_sample
  if (const auto shift = whole_shift(o.map, o.out.size)) {  // no voxel is mixed with its neighbours
    spatial::add_window(c, {*shift, o.out.size}, settings.border, spatial::fills_of(c), step);
    if (!o.crop) step.out = o.out;
    return;
  }
  step.out = o.out;
  spatial::add_warp_passes(c, o.map, settings, spatial::label_rule_of(c.values), step);
}

}  // namespace auglens
