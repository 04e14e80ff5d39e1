#include "tests/golden/compare.h"

#include <cmath>
#include <cstring>

#include "ops/evaluate.h"
#include "tests/golden/npy.h"

namespace auglens::test {

namespace {

/// Place of voxel (c, x, y, z) in an array whose axes are named, outermost first.
std::size_t place_of(const Array& a, const std::string& layout, const std::array<std::int64_t, 4>& cxyz) {
  std::size_t place = 0;
  for (std::size_t k = 0; k < 4; ++k)
    place = place * static_cast<std::size_t>(a.shape[k]) +
            static_cast<std::size_t>(cxyz[std::string("cxyz").find(layout[k])]);
  return place;
}

std::array<std::int64_t, 4> shape_of(const Array& a, const std::string& layout) {
  std::array<std::int64_t, 4> cxyz{1, 1, 1, 1};
  for (std::size_t k = 0; k < 4; ++k) cxyz[std::string("cxyz").find(layout[k])] = a.shape.at(k);
  return cxyz;
}

template <class T>
struct Range {
  double low = 0, high = 0;
  explicit Range(const std::vector<T>& values) {
    bool first = true;
    for (const T v : values) {
      const auto d = static_cast<double>(v);
      if (!std::isfinite(d)) continue;
      low = first ? d : std::min(low, d), high = first ? d : std::max(high, d);
      first = false;
    }
  }
  double span() const { return high > low ? high - low : std::max(1.0, std::abs(high)); }
};

template <class T>
void add(Distance& d, T ours, T theirs, double span) {
  d.same_bits = d.same_bits && std::memcmp(&ours, &theirs, sizeof(T)) == 0;
  const double off = ours == theirs ? 0.0 : std::abs(static_cast<double>(ours) - static_cast<double>(theirs)) / span;
  d.worst = std::isnan(off) ? INFINITY : std::max(d.worst, off);
  ++d.voxels;
  if (!(off <= 1e-5)) ++d.beyond;
}

/// Calls f(index in the array, c, x, y, z) for every voxel.
template <class F>
void each_voxel(const Array& a, const std::string& layout, const F& f) {
  const auto n = shape_of(a, layout);
  for (std::int64_t c = 0; c < n[0]; ++c)
    for (std::int64_t z = 0; z < n[3]; ++z)
      for (std::int64_t y = 0; y < n[2]; ++y)
        for (std::int64_t x = 0; x < n[1]; ++x) f(place_of(a, layout, {c, x, y, z}), static_cast<int>(c), x, y, z);
}

}  // namespace

Distance distance_of(const Golden& golden, const Replace& replace) {
  const Array theirs = read_npy(golden.file);
  const Case c = golden_case(golden.volume);
  Chain chain = golden.preset.steps;
  if (replace)
    for (Step& step : chain)
      if (const Operator* other = replace(*step.op)) step.op = other;
  const Device device = Device::cpu(1);
  const Job job{device};
  FactsCache facts;
  const Plan plan = make_plan(chain, make_draw(chain, golden.preset.seed, 0, c.image.channels), c, {}, facts, job);
  Distance d;
  const Index3& n = plan.out.size;
  const auto m = shape_of(theirs, golden.layout);
  if (m != std::array<std::int64_t, 4>{golden.volume.channels, n[0], n[1], n[2]}) {
    d.same_shape = d.same_bits = false;
    for (const auto& [what, s] : {std::pair{"ours ", n}, std::pair{", theirs ", Index3{m[1], m[2], m[3]}}})
      d.shape += what + std::to_string(s[0]) + "x" + std::to_string(s[1]) + "x" + std::to_string(s[2]);
    return d;
  }
  if (golden.volume.labels) {
    const LabelMap out = evaluate_label_volume(plan, c, facts, job);
    const auto view = out.view();
    each_voxel(theirs, golden.layout, [&](std::size_t i, int, auto x, auto y, auto z) {
      add(d, view.at(x, y, z), theirs.numbers.at(i), 1.0);
    });
    return d;
  }
  const Image out = evaluate_volume(plan, c, plan.channels, facts, job);
  const double span = Range(theirs.floats).span();
  each_voxel(theirs, golden.layout, [&](std::size_t i, int ch, auto x, auto y, auto z) {
    add(d, out.view<float>(ch).at(x, y, z), theirs.floats.at(i), span);
  });
  return d;
}

bool fulfils(const Distance& d, const Expectation& e) {
  if (e.differs) return !d.same_bits;
  if (!d.same_shape) return false;
  if (e.exact) return d.same_bits;
  return d.worst <= e.within || d.beyond <= e.jumps;
}

std::string words_of(const Distance& d) {
  if (!d.same_shape) return "size: " + d.shape;
  if (d.same_bits) return "bit-equal, " + std::to_string(d.voxels) + " voxels";
  return "worst " + std::to_string(d.worst * 1e6) + "e-6 of range, " + std::to_string(d.beyond) + " of " +
         std::to_string(d.voxels) + " voxels beyond 1e-5";
}

}  // namespace auglens::test
