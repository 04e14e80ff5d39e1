#include "ops/replay/monai_values.h"

#include <algorithm>
#include <utility>

#include "ops/image.h"
#include "ops/operator.h"

namespace auglens {

namespace {

/// The constant components of a setting; those that are drawn are 0 until they are filled in.
Value constant_of(const Parameter& p, const Setting& s) {
  if (s.laws.size() == 1) return s.laws[0].constant;
  std::vector<double> list;
  for (const Distribution& d : s.laws) {
    const double* v = std::get_if<double>(&d.constant);
    list.push_back(v != nullptr ? *v : 0);
  }
  list.resize(std::max(list.size(), static_cast<std::size_t>(p.components)));
  return list;
}

bool is_constant(const Setting& s, int component) {
  const std::size_t i = s.laws.size() > 1 ? static_cast<std::size_t>(std::max(component, 0)) : 0;
  return s.laws[i].law == Law::constant;
}

void fill_in(Value& value, int component, double number) {
  if (component < 0) {
    value = number;
    return;
  }
  const auto i = static_cast<std::size_t>(component);
  auto* list = std::get_if<std::vector<double>>(&value);
  if (list == nullptr) {
    const double* all = std::get_if<double>(&value);
    value = std::vector<double>(i + 1, all != nullptr ? *all : 0);
    list = &std::get<std::vector<double>>(value);
  }
  if (list->size() <= i) list->resize(i + 1);
  (*list)[i] = number;
}

/// One number for each range of a child, for a channel, in the class's own sense; in the order of operations of
/// RandomState.uniform(low, high).
double number_of(const MonaiChild& child, const MonaiOutcome& outcome, std::size_t range, std::size_t channel) {
  const std::size_t i = (child.channel_wise ? channel * child.ranges.size() : 0) + range;
  const auto [low, high] = std::pair(child.ranges[range].low, child.ranges[range].high);
  if (i >= outcome.numbers.size()) return low;
  return child.kind == MonaiClass::rotate90 ? outcome.numbers[i] : low + (high - low) * outcome.numbers[i];
}

void fill_ranges(const Step& step, const MonaiChild& child, const MonaiOutcome& outcome, std::size_t channel,
                 std::vector<Value>& values) {
  for (std::size_t r = 0; r < child.ranges.size(); ++r) {
    const MonaiRange& range = child.ranges[r];
    if (range.parameter >= values.size() || is_constant(step.setting(range.parameter), range.component)) continue;
    fill_in(values[range.parameter], range.component, ours(range.sense, number_of(child, outcome, r, channel)));
  }
}

/// MONAI resamples where the sizes differ, also when its coin misses: with an identity.
void make_neutral(const MonaiChild& child, const Step& step, std::vector<Value>& values) {
  for (const MonaiRange& range : child.ranges) {
    if (range.parameter >= values.size()) continue;
    const bool width = child.kind == MonaiClass::elastic && step.op->parameters[range.parameter].name == "sigma";
    if (!width) fill_in(values[range.parameter], range.component, ours(range.sense, 0));
  }
}

}  // namespace

DrawnStep drawn_step(const Step& step, std::span<const MonaiChild> children, std::span<const MonaiOutcome> outcomes,
                     const MonaiCall& call) {
  DrawnStep drawn;
  const auto channels = static_cast<std::size_t>(call.channels);
  drawn.channel_applied.assign(channels, true);
  const bool random = step.probability < 1 && !children.empty();
  const bool hit = !children.empty() && outcomes[0].hit;
  const bool flips = !children.empty() && children[0].kind == MonaiClass::flip;
  drawn.applied = step.enabled && ((flips && !random) || children.empty() || hit || call.resizes);
  for (std::size_t c = 0; c < (step.draw_per_channel ? channels : 1); ++c) {
    std::vector<Value> values;
    for (std::size_t i = 0; i < step.op->parameters.size(); ++i)
      values.push_back(constant_of(step.op->parameters[i], step.setting(i)));
    for (std::size_t k = 0; k < children.size(); ++k) {
      fill_ranges(step, children[k], outcomes[k], c, values);
      for (const std::size_t i : children[k].flips) values[i] = outcomes[k].hit;
    }
    if (call.resizes && !hit) make_neutral(children[0], step, values);
    if (step.op->settle != nullptr) step.op->settle(values);
    drawn.values.push_back(std::move(values));
  }
  return drawn;
}

std::shared_ptr<const Image> image_of(std::span<const MonaiArray> arrays, MonaiClass kind, const Grid& grid,
                                      const Job& job) {
  int components = 0;
  for (const MonaiArray& a : arrays) components = std::max(components, a.component + a.components);
  Image image = Image::allocate(grid, VoxelType::float32, components);
  const Index3& n = grid.size;
  std::vector<float> column(static_cast<std::size_t>(n[2]));
  for (const MonaiArray& a : arrays) {
    NumpyRandom random = a.start;
    for (int c = a.component; c < a.component + a.components; ++c) {
      const auto out = image.mutable_view<float>(c);
      for (std::int64_t x = 0; x < n[0]; ++x) {
        job.check();
        for (std::int64_t y = 0; y < n[1]; ++y) {
          kind == MonaiClass::elastic ? random.fill_uniform(column, -1, 1) : random.fill_normals(column);
          for (std::int64_t z = 0; z < n[2]; ++z) out.at(x, y, z) = column[static_cast<std::size_t>(z)];
        }
      }
    }
  }
  return std::make_shared<const Image>(std::move(image));
}

std::uint64_t name_of(std::span<const MonaiArray> arrays, MonaiClass kind, const Index3& size) {
  std::uint64_t h = static_cast<std::uint64_t>(kind) + 1;
  const auto add = [&h](std::uint64_t v) { h = (h ^ v) * 1099511628211U; };
  for (const std::int64_t n : size) add(static_cast<std::uint64_t>(n));
  for (const MonaiArray& a : arrays) {
    add(a.start.hash());
    add(static_cast<std::uint64_t>(a.component));
    add(static_cast<std::uint64_t>(a.components));
  }
  return h | std::uint64_t{1} << 63;  // never the number of a case
}

}  // namespace auglens
