#include "ops/objects/label_origin.h"

#include <algorithm>
#include <cstdlib>

namespace auglens {

OriginMap OriginMap::of(const Plan& plan, const Case& c, FactsCache& facts, const Job& job) {
  OriginMap origins;
  origins.in_ = plan.in;
  if (plan.in.voxels() > 2147483647LL)
    throw Error(ErrorKind::resource, {c.source.file, "the volume has more voxels than labels can be followed through",
                                      "2147483647", "crop it first"});
  Case numbered = c;
  Plan followed = plan;
  numbered.id = followed.case_id = next_case_id();
  numbered.labels = LabelMap::allocate(plan.in);
  const MutableView<std::int32_t> view = numbered.labels->mutable_view();
  std::int64_t code = first_code;
  for (std::int64_t z = 0; z < plan.in.size[2]; ++z)
    for (std::int64_t y = 0; y < plan.in.size[1]; ++y)
      for (std::int64_t x = 0; x < plan.in.size[0]; ++x) view.at(x, y, z) = static_cast<std::int32_t>(code++);
  origins.map_ = evaluate_label_volume(followed, numbered, facts, job);
  return origins;
}

namespace {

constexpr std::int64_t widest = 64;  // samples further apart than this are two places, not one step

/// Largest distance along each input axis between what neighbours of the output read.
Index3 largest_step(const OriginMap& origins, const Job& job) {
  Index3 step{0, 0, 0};
  const Index3 n = origins.out().size;
  const auto measure = [&](std::int64_t here, const Index3& beside) {
    const std::int64_t there = origins.at(beside);
    if (here < 0 || there < 0) return;
    const Index3 a = origins.index_of(here), b = origins.index_of(there);
    for (std::size_t r = 0; r < 3; ++r)
      if (const std::int64_t d = std::abs(a[r] - b[r]); d <= widest) step[r] = std::max(step[r], d);
  };
  for (std::int64_t z = 0; z < n[2]; ++z) {
    job.check();
    for (std::int64_t y = 0; y < n[1]; ++y)
      for (std::int64_t x = 0; x < n[0]; ++x) {
        const std::int64_t here = origins.at({x, y, z});
        if (x + 1 < n[0]) measure(here, {x + 1, y, z});
        if (y + 1 < n[1]) measure(here, {x, y + 1, z});
        if (z + 1 < n[2]) measure(here, {x, y, z + 1});
      }
  }
  return step;
}

/// Flags that grow by `reach` along one axis, or shrink; what lies outside the grid counts as set when they shrink.
std::vector<bool> moved(const std::vector<bool>& flags, const Index3& n, std::size_t axis, std::int64_t reach,
                        bool grow) {
  std::vector<bool> out(flags.size());
  const Index3 stride{1, n[0], n[0] * n[1]};
  const std::size_t a = axis == 0 ? 1 : 0, b = axis == 2 ? 1 : 2;
  for (std::int64_t j = 0; j < n[b]; ++j)
    for (std::int64_t i = 0; i < n[a]; ++i) {
      const std::int64_t base = i * stride[a] + j * stride[b];
      const auto at = [&](std::int64_t k) { return static_cast<std::size_t>(base + k * stride[axis]); };
      std::int64_t last = -widest * 4;  // the latest flag that decides: a set one to grow, an unset one to shrink
      for (std::int64_t k = -reach; k < n[axis]; ++k) {
        const std::int64_t ahead = k + reach;
        if (ahead < n[axis] && flags[at(ahead)] == grow) last = ahead;
        if (k >= 0) out[at(k)] = (last >= k - reach) == grow;
      }
    }
  return out;
}

}  // namespace

std::vector<bool> covered_by(const OriginMap& origins, const Job& job) {
  const Index3 n = origins.in().size, m = origins.out().size;
  std::vector<bool> flags(static_cast<std::size_t>(origins.in().voxels()));
  for (std::int64_t z = 0; z < m[2]; ++z)
    for (std::int64_t y = 0; y < m[1]; ++y)
      for (std::int64_t x = 0; x < m[0]; ++x)
        if (const std::int64_t from = origins.at({x, y, z}); from >= 0) flags[static_cast<std::size_t>(from)] = true;
  job.check();
  const Index3 step = largest_step(origins, job);
  for (const bool grow : {true, false})  // closing: grow, then shrink
    for (std::size_t axis = 0; axis < 3; ++axis) {
      job.check();
      if (const std::int64_t reach = (step[axis] + 1) / 2; reach > 0) flags = moved(flags, n, axis, reach, grow);
    }
  return flags;
}

}  // namespace auglens
