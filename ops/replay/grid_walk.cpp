#include "ops/replay/grid_walk.h"

#include <algorithm>

#include "ops/plan.h"
#include "ops/spatial/spatial_common.h"

namespace auglens {

namespace {

bool given(const Step& step, std::string_view name) {
  const int i = step.op->find(name);
  return i >= 0 && step.settings[static_cast<std::size_t>(i)].has_value();
}

bool always(const Step& step, std::string_view name) {
  const int i = step.op->find(name);
  return i >= 0 && step.setting(static_cast<std::size_t>(i)) == Setting::of(true);
}

/// Steps that have a size only when it is given.
bool may_be_sized(const Step& step) {
  constexpr std::string_view names[] = {"affine", "elastic", "warp_affine"};
  return std::find(std::begin(names), std::end(names), step.op->name) != std::end(names);
}

/// The grid alone: the passes are thrown away.
Grid bound_grid(const Step& step, const DrawnStep& drawn, const Grid& in, int channels) {
  const DrawnValues values(*step.op, drawn.values[0]);
  const Statistics none;
  BoundStep bound;
  bound.in = bound.out = in;
  bound.image.resize(static_cast<std::size_t>(channels));
  bound.keys.resize(bound.image.size());
  bound.statistics.resize(bound.image.size());
  step.op->bind({values, in, 0, channels, &none, {}, nullptr, drawn.field.get(), nullptr}, bound);
  return bound.out;
}

}  // namespace

bool changes_grid(const Step& step) {
  if (!step.enabled || step.op->family != Family::spatial || step.op->name == "flip") return false;
  if (may_be_sized(step)) return given(step, "size");
  if (step.op->name == "rotate") return given(step, "size") || !always(step, "keep_size");
  return step.op->name != "zoom" || !always(step, "keep_size");
}

bool depends_on_voxels(const Step& step) {
  return step.op->reads_image;
}

Grid sized(const Step& step, const Grid& in) {
  if (!may_be_sized(step) || !given(step, "size")) return in;
  const Setting size = step.setting(static_cast<std::size_t>(step.op->find("size")));
  std::vector<double> numbers;
  for (const Distribution& d : size.laws) {
    if (const double* one = std::get_if<double>(&d.constant)) numbers.push_back(*one);
    if (const auto* all = std::get_if<std::vector<double>>(&d.constant)) numbers = *all;
  }
  numbers.resize(3, numbers.empty() ? 1 : numbers.front());
  return spatial::same_centre(in, spatial::rounded_size({numbers[0], numbers[1], numbers[2]}));
}

Grid GridWalk::after(std::size_t k, const Grid& in) const {
  const Step& step = chain[k];
  if (!draw.steps[k].applied || !changes_grid(step)) return in;
  if (may_be_sized(step)) return sized(step, in);
  if (!depends_on_voxels(step)) return bound_grid(step, draw.steps[k], in, on.image.channels);
  const Chain head(chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(k) + 1);
  return make_plan(head, draw, on, {}, facts, job).out;
}

}  // namespace auglens
