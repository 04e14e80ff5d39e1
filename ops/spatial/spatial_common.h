#pragma once
// What every spatial operator offers beside its own parameters: sampler, border and fills, and where the grid goes. It
// refuses to know maps.

#include <cmath>

#include "ops/plan.h"
#include "ops/warp_pass.h"

namespace auglens::spatial {

/// In the order of Sampler, LabelSampler, LabelTiebreak and Border; of the last a table names the first few, those that
/// its peer has.
inline constexpr std::string_view sampler_names[] = {"nearest", "linear"};
inline constexpr std::string_view label_sampler_names[] = {"nearest", "one_hot"};
inline constexpr std::string_view label_tiebreak_names[] = {"nearest", "lowest", "highest"};
inline constexpr std::string_view border_names[] = {"clamp", "constant", "reflect", "reflect101", "wrap"};

inline constexpr Parameter sampler{.name = "sampler",
                                   .type = ParameterType::option,
                                   .standard = "linear",
                                   .options = sampler_names,
                                   .laws = choice_only,
                                   .help = "how the image is read between voxels; labels are always nearest",
                                   .peer = "interp_type"};

/// A parameter under the name that another peer has for it.
constexpr Parameter called(Parameter parameter, std::string_view peer) {
  parameter.peer = peer;
  return parameter;
}

inline constexpr Parameter label_sampler{
    .name = "label_sampler",
    .type = ParameterType::option,
    .standard = "nearest",
    .options = label_sampler_names,
    .laws = no_law,
    .help = "how labels are read between voxels: the nearest voxel, or the class whose trilinear indicator is largest",
    .peer = "mode_seg (bilinear: one_hot)"};
inline constexpr Parameter label_tiebreak{
    .name = "label_tiebreak",
    .type = ParameterType::option,
    .standard = "nearest",
    .options = label_tiebreak_names,
    .laws = no_law,
    .help = "with one_hot, who wins where classes weigh the same: the nearest voxel's, the lowest or the highest",
    .peer = "seg_tiebreak"};

/// Of an operator that offers both.
inline LabelRule label_rule_of(const DrawnValues& values) {
  return {values.option<LabelSampler>("label_sampler"), values.option<LabelTiebreak>("label_tiebreak")};
}

/// A border parameter that offers the first `count` rules.
constexpr Parameter border_of(std::size_t count, const char* standard, std::string_view peer) {
  return {.name = "border",
          .type = ParameterType::option,
          .standard = standard,
          .options = std::span(border_names).first(count),
          .laws = choice_only,
          .help = "what lies outside: the edge voxel again, the fill, or the image mirrored or repeated",
          .peer = peer};
}
inline constexpr Parameter border = border_of(2, "clamp", "fill_value (given: constant)");

inline constexpr Parameter fill{.name = "fill",
                                .type = ParameterType::fill,
                                .unit = "image units",
                                .slider_low = -1000,
                                .slider_high = 1000,
                                .standard = 0.0,
                                .help = "value outside with border constant: a number, one per channel, or \"minimum\"",
                                .peer = "fill_value"};
inline constexpr Parameter label_fill{.name = "label_fill",
                                      .type = ParameterType::integer,
                                      .minimum = -2147483648.0,
                                      .maximum = 2147483647.0,
                                      .slider_high = 10,
                                      .standard = 0.0,
                                      .laws = no_law,
                                      .help = "label outside with border constant"};
inline constexpr Parameter size{
    .name = "size",
    .type = ParameterType::real,
    .shape = ParameterShape::axes,
    .components = 3,
    .unit = "voxels",
    .minimum = 0.5,
    .maximum = 65535,
    .slider_low = 1,
    .slider_high = 512,
    .laws = no_law,
    .help = "output size, rounded half away from zero; absent: the input's, or what keep_size says",
    .peer = "size (z, y, x)"};

/// The fill "minimum" must know the complete input.
inline Needs needs_of_fill(const DrawnValues& values) {
  return std::holds_alternative<std::string>(values.value("fill")) && values.text("border") == "constant"
             ? Needs::statistics
             : Needs::nothing;
}

inline float fill_of(const BindContext& c) {
  if (std::holds_alternative<std::string>(c.values.value("fill")))
    return c.statistics != nullptr ? static_cast<float>(c.statistics->minimum) : 0.0F;
  return static_cast<float>(c.values.number("fill", c.channel));
}

/// Anatomy moves; spacing, axes and the world centre stay when the size changes (design §3).
inline Grid same_centre(const Grid& in, const Index3& size) {
  Grid out = in;
  out.size = size;
  if (size == in.size) return out;
  const Vec3 centre = in.to_world(in.centre_index()), moved = out.to_world(out.centre_index());
  for (std::size_t k = 0; k < 3; ++k) out.origin[k] += centre[k] - moved[k];
  return out;
}

/// More voxels than any memory holds: 2^36, 256 GiB of float32.
Broken too_large(std::string_view parameter, const Index3& size);

/// Given sizes round half away from zero, as DALI's static list does.
inline Index3 rounded_size(const Vec3& size) {
  Index3 out;
  for (std::size_t k = 0; k < 3; ++k) out[k] = std::max<std::int64_t>(1, std::llround(size[k]));
  return out;
}

/// The rule of every operator with a `size`.
inline Broken too_large_size(const DrawnValues& v) {
  return v.given("size") ? too_large("size", rounded_size(v.axes("size"))) : Broken{};
}

/// Image and label passes of a warp onto step.out, read by `settings` and `rule`.
template <class Map>
void add_warp_passes(const BindContext& c, const Map& map, const WarpSettings& settings, const LabelRule& rule,
                     BoundStep& step) {
  step.image[static_cast<std::size_t>(c.channel)] = {std::make_shared<WarpPass<Map>>(map, c.in.size, settings)};
  step.label = {std::make_shared<LabelWarpPass<Map>>(map, c.in.size, settings.border,
                                                     static_cast<std::int32_t>(c.values.number("label_fill")), rule)};
}

/// Grid and passes of a warp that is set up by `map`, with nearest labels.
template <class Map>
void add_warp(const BindContext& c, const Map& map, const Index3& out_size, BoundStep& step) {
  const WarpSettings settings{c.values.option<Sampler>("sampler"), c.values.option<Border>("border"), fill_of(c)};
  step.out = same_centre(step.in, out_size);
  add_warp_passes(c, map, settings, {}, step);
}

}  // namespace auglens::spatial
