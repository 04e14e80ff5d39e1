#include "tests/golden/compare.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "ops/evaluate.h"
#include "tests/golden/nudged.h"

namespace auglens::test {

namespace {

constexpr std::string_view axes = "cxyz";

/// Strides of c, x, y, z in an array whose axes are named, outermost first.
std::array<std::size_t, 4> strides_of(const Array& a, const std::string& layout) {
  std::array<std::size_t, 4> strides{};
  std::size_t stride = 1;
  for (std::size_t k = 4; k-- > 0;) {
    strides[axes.find(layout.at(k))] = stride;
    stride *= static_cast<std::size_t>(a.shape[k]);
  }
  return strides;
}

/// Writes one channel into its places in the array.
template <class T>
void store(const VoxelView<T>& view, std::size_t channel, const std::array<std::size_t, 4>& s, std::vector<T>& out) {
  for (std::int64_t z = 0; z < view.nz; ++z)
    for (std::int64_t y = 0; y < view.ny; ++y)
      for (std::int64_t x = 0; x < view.nx; ++x)
        out.at(channel * s[0] + static_cast<std::size_t>(x) * s[1] + static_cast<std::size_t>(y) * s[2] +
               static_cast<std::size_t>(z) * s[3]) = view.at(x, y, z);
}

template <class T>
double span_of(const std::vector<T>& values) {
  double low = INFINITY, high = -INFINITY;
  for (const T v : values)
    if (std::isfinite(static_cast<double>(v)))
      low = std::min(low, static_cast<double>(v)), high = std::max(high, static_cast<double>(v));
  return high > low ? high - low : 1.0;
}

template <class T>
void compare(Distance& d, const std::vector<T>& ours, const std::vector<T>& theirs, double span, double within) {
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const bool same = std::memcmp(&ours[i], &theirs[i], sizeof(T)) == 0;
    const double off = same ? 0 : std::abs(static_cast<double>(ours[i]) - static_cast<double>(theirs[i])) / span;
    d.same_bits = d.same_bits && same;
    d.worst = std::isnan(off) ? INFINITY : std::max(d.worst, off);
    if (!same && !(within > 0 && off <= within)) d.beyond.push_back(i);
  }
  d.voxels = static_cast<std::int64_t>(ours.size());
}

std::string words_of(const std::vector<std::int64_t>& shape) {
  std::string words;
  for (const auto n : shape) words += (words.empty() ? "" : "x") + std::to_string(n);
  return words;
}

}  // namespace

Grid grid_of(const Golden& golden) {
  const Case c = golden_case(golden.volume);
  const Chain& chain = golden.preset.steps;
  const Device device = Device::cpu(1);
  FactsCache facts;
  return make_plan(chain, make_draw(chain, golden.preset.seed, 0, c.image.channels), c, {}, facts, Job{device}).out;
}

double grid_off_mm(const Golden& golden) {
  if (!golden.affine) return 0;
  const Grid grid = grid_of(golden);
  const auto& a = *golden.affine;
  double off = 0;
  for (int corner = 0; corner < 8; ++corner) {
    Vec3 p{};
    for (std::size_t k = 0; k < 3; ++k) p[k] = (corner >> k & 1) != 0 ? static_cast<double>(grid.size[k] - 1) : 0;
    const Vec3 ours = grid.to_world(p);  // LPS; the manifest is RAS
    for (std::size_t k = 0; k < 3; ++k) {
      const double theirs = a[4 * k] * p[0] + a[4 * k + 1] * p[1] + a[4 * k + 2] * p[2] + a[4 * k + 3];
      off = std::max(off, std::abs((k < 2 ? -ours[k] : ours[k]) - theirs));
    }
  }
  return off;
}

Array outcome_of(const Golden& golden, const Replace& replace) {
  const Case c = golden_case(golden.volume);
  Chain chain = golden.preset.steps;
  if (replace)
    for (Step& step : chain)
      if (const Operator* other = replace(*step.op)) step.op = other;
  const Device device = Device::cpu(1);
  const Job job{device};
  FactsCache facts;
  const Plan plan = make_plan(chain, make_draw(chain, golden.preset.seed, 0, c.image.channels), c, {}, facts, job);
  const Index3& n = plan.out.size;
  const std::array<std::int64_t, 4> extent{golden.volume.channels, n[0], n[1], n[2]};
  Array a;
  for (const char name : golden.layout) a.shape.push_back(extent[axes.find(name)]);
  const auto strides = strides_of(a, golden.layout);
  const auto count = static_cast<std::size_t>(extent[0] * n[0] * n[1] * n[2]);
  if (golden.volume.labels) {
    a.numbers.resize(count);
    store(evaluate_label_volume(plan, c, facts, job).view(), 0, strides, a.numbers);
    return a;
  }
  a.floats.resize(count);
  const Image out = evaluate_volume(plan, c, plan.channels, facts, job);
  for (int ch = 0; ch < golden.volume.channels; ++ch)
    store(out.view<float>(ch), static_cast<std::size_t>(ch), strides, a.floats);
  return a;
}

Distance distance(const Array& ours, const Array& theirs, double within) {
  Distance d;
  if (ours.shape != theirs.shape || ours.floats.size() != theirs.floats.size()) {
    d.same_shape = d.same_bits = false;
    d.shape = "ours " + words_of(ours.shape) + ", theirs " + words_of(theirs.shape);
    return d;
  }
  compare(d, ours.floats, theirs.floats, span_of(theirs.floats), within);
  if (!ours.numbers.empty()) compare(d, ours.numbers, theirs.numbers, 1.0, within);
  return d;
}

void except_jumps(Distance& d, const Golden& golden, const Array& theirs, double within) {
  const std::size_t before = d.beyond.size();
  for (int corner = 0; corner < 8 && !d.beyond.empty(); ++corner) {
    const Array beside = outcome_of(golden, [&](const Operator& op) { return nudged(op, corner); });
    const Distance there = distance(beside, theirs, within);
    std::vector<std::size_t> still;
    std::set_intersection(d.beyond.begin(), d.beyond.end(), there.beyond.begin(), there.beyond.end(),
                          std::back_inserter(still));
    d.beyond = std::move(still);
  }
  d.at_jumps += static_cast<std::int64_t>(before - d.beyond.size());
}

bool fulfils(const Distance& d, const Expectation& e) {
  return e.differs ? !d.same_bits : d.same_shape && d.beyond.empty();
}

std::string words_of(const Distance& d) {
  if (!d.same_shape) return "size: " + d.shape;
  if (d.same_bits) return "bit-equal, " + std::to_string(d.voxels) + " voxels";
  return "worst " + std::to_string(d.worst * 1e6) + "e-6 of range; of " + std::to_string(d.voxels) + " voxels " +
         std::to_string(d.at_jumps) + " on jumps, " + std::to_string(d.beyond.size()) + " wrong";
}

}  // namespace auglens::test
