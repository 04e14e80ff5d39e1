#pragma once
// Settings that make each operator do something, for laws and parity. They refuse to miss an operator of the catalogue.

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "ops/operator.h"

namespace auglens::test {

inline Setting numbers(std::vector<double> v) {
  return Setting::of(v.size() == 1 ? Value(v[0]) : Value(std::move(v)));
}

/// Settings that make an operator do something, by operator name and parameter.
using Vivid = std::map<std::string, Setting>;
/// Of operators that move voxels as they are, or between grids of their own; none for any other.
inline std::vector<Vivid> moved_settings(std::string_view op) {
  const auto text = [](const char* s) { return Setting::of(std::string(s)); };
  if (op == "crop")
    return {{{"size", numbers({6, 9, 5})}},
            {{"size", numbers({4, 5, 6})}, {"anchor", numbers({0.9, 0, 1})}},
            {{"size", numbers({20, 4, 9})},
             {"start", numbers({-4, 2, 5})},
             {"border", text("constant")},
             {"fill", text("minimum")},
             {"label_fill", numbers({3})}},
            {{"size", numbers({40, 30, 20})}, {"border", text("reflect101")}}};
  if (op == "pad")
    return {{{"size", numbers({16, 5, 14})}, {"border", text("constant")}, {"label_fill", numbers({3})}},
            {{"before", numbers({3, 0, 20})}, {"after", numbers({0, 9, 1})}, {"border", text("reflect")}},
            {{"before", numbers({2, 1, 2})}, {"border", text("wrap")}}};
  if (op == "crop_foreground")
    return {{{"threshold", numbers({-2})}, {"margin", numbers({2, 1, 0})}, {"border", text("clamp")}},
            {{"channels", numbers({1, 0})}, {"threshold", numbers({-150})}, {"k_divisible", numbers({8, 3, 5})}},
            {{"channels", numbers({1})},
             {"threshold", numbers({-300})},
             {"margin", numbers({2})},
             {"label_fill", numbers({3})}}};
  if (op == "rot90")
    return {{{"k", numbers({1})}},
            {{"plane", text("yz")}, {"k", numbers({2})}},
            {{"plane", text("xz")}, {"k", numbers({-1})}}};
  if (op == "transpose") return {{{"order", numbers({1, 2, 0})}}, {{"order", numbers({0, 2, 1})}}};
  if (op == "zoom")
    return {{{"factor", numbers({1.7, 1, 1.2})}},
            {{"factor", numbers({1.3, 2, 1})}, {"sampler", text("area")}, {"keep_size", Setting::of(false)}},
            {{"factor", numbers({1, 1.9, 2.5})}, {"sampler", text("cubic")}},
            {{"factor", numbers({2.3})}, {"sampler", text("nearest")}},
            {{"factor", numbers({1.4})}, {"sampler", text("nearest_exact")}, {"keep_size", Setting::of(false)}}};
  if (op == "low_resolution")
    return {{{"factor", numbers({0.5})}},
            {{"factor", numbers({0.4, 1, 0.7})}, {"per_axis", Setting::of(true)}, {"down", text("nearest_exact")}},
            {{"factor", numbers({0.3})}, {"up", text("nearest")}}};
  return {};
}

inline std::vector<Vivid> intensity_settings(std::string_view op) {
  const auto text = [](const char* s) { return Setting::of(std::string(s)); };
  if (op == "blur")
    return {{{"sigma", numbers({1.5, 0.4, 4})}},
            {{"sigma", numbers({1})}, {"kernel", text("erf")}, {"border", text("zero")}},
            {{"sigma", numbers({2})}, {"unit", text("mm")}, {"kernel", text("scipy")}, {"border", text("reflect")}}};
  if (op == "gamma")
    return {{{"gamma", numbers({2.2})}},
            {{"gamma", numbers({0.5})}, {"invert", Setting::of(true)}, {"retain_stats", Setting::of(true)}},
            {{"gamma", numbers({1.7})}, {"rescale", Setting::of(false)}},
            {{"gamma", numbers({0.7, 1.6})}, {"per_channel", Setting::of(true)}, {"retain_stats", Setting::of(true)}}};
  if (op == "brightness") return {{{"factor", numbers({1.3})}, {"shift", numbers({-4})}}};
  if (op == "contrast")
    return {{{"factor", numbers({1.5})}, {"clamp_to_range", Setting::of(true)}},
            {{"factor", numbers({0.5})}, {"centre", text("value")}, {"value", numbers({3})}}};
  if (op == "noise_gaussian") return {{{"mean", numbers({1})}, {"std", numbers({5})}}};
  if (op == "noise_rician")
    return {{{"mean", numbers({1})}, {"std", numbers({5})}},
            {{"std", numbers({0.5})}, {"relative", Setting::of(true)}, {"per_channel", Setting::of(true)}}};
  if (op == "bias_field")
    return {{{"coefficients", numbers({0.3})}},
            {{"degree", numbers({1})}, {"coefficients", numbers({0.1, -0.4, 0.3, 0.2})}, {"basis", text("monomial")}}};
  if (op == "normalize")
    return {
        {},
        {{"by", text("nonzero")}, {"per_channel", Setting::of(true)}, {"ddof", numbers({1})}},
        {{"by", text("mask")}, {"mask_labels", numbers({1, 5})}, {"scale", numbers({2})}, {"shift", numbers({3})}},
        {{"by", text("percentiles")}, {"lower", numbers({10})}, {"upper", numbers({80})}, {"clip", Setting::of(true)}},
        {{"mean", numbers({5})}, {"std", numbers({2, 3})}, {"epsilon", numbers({0.5})}}};
  if (op == "clamp")
    return {{{"min", numbers({15})}, {"max", numbers({60})}}, {{"min", numbers({14, 15})}, {"max", numbers({50})}}};
  if (op == "window") return {{{"level", numbers({4})}, {"width", numbers({8})}, {"clip", Setting::of(true)}}};
  return {};
}

inline std::vector<Vivid> warp_settings(std::string_view op) {
  const auto text = [](const char* s) { return Setting::of(std::string(s)); };
  if (op == "rotate")
    return {{{"axis", numbers({1, 2, 3})}, {"angle", numbers({-37})}},
            {{"angle", numbers({400})},
             {"keep_size", Setting::of(false)},
             {"border", text("constant")},
             {"fill", numbers({7})},
             {"label_fill", numbers({3})}},
            {{"axis", numbers({0, 1, 0})},
             {"angle", numbers({20})},
             {"frame", text("world")},
             {"sampler", text("nearest")}},
            {{"angle", numbers({15})},
             {"border", text("constant")},
             {"fill", text("minimum")},
             {"size", numbers({5, 9, 20})}}};
  if (op == "warp_affine")
    return {{{"matrix", numbers({0.9, 0.1, 0, 1.5, -0.2, 1.1, 0.05, -2, 0, 0.1, 0.7, 1})}},
            {{"matrix", numbers({0.9, 0.1, 0, 1.5, -0.2, 1.1, 0.05, -2, 0, 0.1, 0.7, 1})},
             {"inverse_map", Setting::of(false)},
             {"border", text("constant")},
             {"size", numbers({9, 4, 17})}}};
  if (op == "affine")
    return {{{"rotate", numbers({17, -33, 52})}, {"scale", numbers({1.2, 0.8, 1.1})}},
            {{"rotate", numbers({10, 0, -70})},
             {"shear", numbers({0.1, 0, -0.2, 0, 0.15, 0})},
             {"translate", numbers({2.5, -1, 0.5})},
             {"border", text("reflect")},
             {"label_sampler", text("one_hot")}},
            {{"rotate", numbers({0, 40, 0})},
             {"convention", text("nnunet")},
             {"fill", text("minimum")},
             {"label_fill", numbers({3})},
             {"label_sampler", text("one_hot")},
             {"label_tiebreak", text("highest")},
             {"size", numbers({16, 6, 12})}},
            {{"rotate", numbers({10, 20, 30})},
             {"translate", numbers({1.5, -2, 3})},
             {"convention", text("torchio")},
             {"fill", numbers({-7})}},
            {{"translate", numbers({2, -1, 3})}, {"label_fill", numbers({3})}},
            {{"rotate_probability", numbers({0})},
             {"scale_probability", numbers({0})},
             {"convention", text("nnunet")},
             {"size", numbers({6, 12, 4})}},
            {{"scale", numbers({1.4})}, {"sampler", text("nearest")}, {"border", text("clamp")}}};
  return {};
}

inline std::vector<Vivid> vivid_settings(std::string_view op) {
  const auto text = [](const char* s) { return Setting::of(std::string(s)); };
  if (op == "flip") return {{{"x", Setting::of(true)}}, {{"y", Setting::of(true)}, {"z", Setting::of(true)}}};
  if (op == "resize")
    return {{{"size", numbers({7, 21, -5})}},
            {{"size", numbers({9.4, 0, 0})}, {"filter", text("cubic")}},
            {{"size", numbers({20, 3, 4})},
             {"filter", text("lanczos3")},
             {"roi_start", numbers({1, 2, 0})},
             {"roi_end", numbers({9, 3.5, 6})}},
            {{"size", numbers({5, 6, 7})}, {"filter", text("gaussian")}},
            {{"size", numbers({5, 26, 7})}, {"filter", text("nearest")}, {"mode", text("not_larger")}}};
  if (op == "spacing")
    return {{{"spacing_mm", numbers({1.3, 0.5, 2.9})}},
            {{"spacing_mm", numbers({0.4, 2.1, 2.3})}, {"convention", text("torchio")}},
            {{"spacing_mm", numbers({1})}, {"sampler", text("nearest")}, {"border", text("constant")}}};
  if (op == "orientation") return {{{"axcodes", text("SAR")}}, {{"axcodes", text("LPI")}}};
  if (op == "elastic")
    return {{{"sigma", numbers({2, 1, 3})}, {"magnitude", numbers({1.5, 3, 2})}},
            {{"model", text("monai")},
             {"sigma", numbers({1.5})},
             {"magnitude", numbers({20, 30, 10})},
             {"border", text("reflect")},
             {"size", numbers({9, 10, 14})}},
            {{"model", text("control_grid")},
             {"points", numbers({5, 4, 7})},
             {"displacement_mm", numbers({3, 2, 6})},
             {"locked_borders", numbers({1})},
             {"fill", text("minimum")},
             {"label_fill", numbers({3})}},
            {{"sigma", numbers({2})},
             {"magnitude", numbers({4})},
             {"sampler", text("nearest")},
             {"border", text("clamp")},
             {"label_sampler", text("one_hot")}}};
  if (auto settings = moved_settings(op); !settings.empty()) return settings;
  if (auto settings = warp_settings(op); !settings.empty()) return settings;
  if (auto settings = intensity_settings(op); !settings.empty()) return settings;
  FAIL("give the laws vivid settings for the operator " << op);
  return {};
}

inline Chain chain_of(const Operator& op, const Vivid& vivid) {
  Step step = Step::make("it", op);
  for (const auto& [name, setting] : vivid) {
    REQUIRE(op.find(name) >= 0);
    step.settings[static_cast<std::size_t>(op.find(name))] = setting;
  }
  return {step};
}

}  // namespace auglens::test
