#include "ops/objects/label_origin.h"

#include <algorithm>
#include <array>
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

/// The input voxels that a plane of the output read, axis by axis; -1 where it was filled.
using PlaneOrigins = std::array<std::vector<std::int32_t>, 3>;

void read_plane(const OriginMap& origins, std::int64_t z, PlaneOrigins& from) {
  const Index3 n = origins.in().size, m = origins.out().size;
  // Division by multiplication: a raster has 31 bits, so that half a voxel is far above the rounding of a double.
  const double row = 1 / static_cast<double>(n[0]), plane = 1 / static_cast<double>(n[0] * n[1]);
  for (auto& axis : from) axis.resize(static_cast<std::size_t>(m[0] * m[1]));
  std::size_t i = 0;
  for (std::int64_t y = 0; y < m[1]; ++y)
    for (std::int64_t x = 0; x < m[0]; ++x, ++i) {
      const auto raster = static_cast<std::int32_t>(origins.at({x, y, z}));
      const double middle = static_cast<double>(raster) + 0.5;
      const auto rows = static_cast<std::int32_t>(middle * row), planes = static_cast<std::int32_t>(middle * plane);
      from[0][i] = raster < 0 ? -1 : raster - rows * static_cast<std::int32_t>(n[0]);
      from[1][i] = raster < 0 ? -1 : rows - planes * static_cast<std::int32_t>(n[1]);
      from[2][i] = raster < 0 ? -1 : planes;
    }
}

/// The largest distance between places of two lists that is a step.
std::int32_t longest_step(const std::int32_t* a, const std::int32_t* b, std::int64_t count) {
  std::int32_t longest = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int32_t d = std::abs(a[i] - b[i]);
    const bool step = (a[i] >= 0) & (b[i] >= 0) & (d <= widest);
    longest = std::max(longest, step ? d : 0);
  }
  return longest;
}

/// Largest distance along each input axis between what neighbours of the output read.
Index3 largest_step(const OriginMap& origins, const Job& job) {
  const Index3 n = origins.out().size;
  std::vector<Index3> steps(static_cast<std::size_t>(n[2]));
  job.device.parallel_for(n[2], 8, [&](std::int64_t first, std::int64_t end) {
    PlaneOrigins here, above;
    read_plane(origins, first, here);
    for (std::int64_t z = first; z < end; ++z) {
      job.check();
      if (z + 1 < n[2]) read_plane(origins, z + 1, above);
      Index3& step = steps[static_cast<std::size_t>(z)];
      for (std::size_t r = 0; r < 3; ++r) {
        const std::int32_t* p = here[r].data();
        std::int32_t longest = longest_step(p, p + n[0], n[0] * (n[1] - 1));
        for (std::int64_t y = 0; y < n[1]; ++y)
          longest = std::max(longest, longest_step(p + y * n[0], p + y * n[0] + 1, n[0] - 1));
        if (z + 1 < n[2]) longest = std::max(longest, longest_step(p, above[r].data(), n[0] * n[1]));
        step[r] = longest;
      }
      std::swap(here, above);
    }
  });
  Index3 largest{0, 0, 0};
  for (const Index3& step : steps)
    for (std::size_t r = 0; r < 3; ++r) largest[r] = std::max(largest[r], step[r]);
  return largest;
}

using Flags = std::vector<std::uint8_t>;

/// Flags that grow by `reach` along one axis, or shrink; what lies outside the grid changes nothing.
Flags moved(const Flags& flags, const Index3& n, std::size_t axis, std::int64_t reach, bool grow, const Job& job) {
  Flags out = flags;
  const Index3 stride{1, n[0], n[0] * n[1]};
  // The voxels of one step along the axis, which lie side by side in memory.
  const std::int64_t length = stride[axis], lines = n[0] * n[1] * n[2] / (length * n[axis]);
  const std::int64_t grain = std::max<std::int64_t>(1, (std::int64_t{1} << 16) / (length * n[axis]));
  job.device.parallel_for(lines, grain, [&](std::int64_t first, std::int64_t end) {
    for (std::int64_t line = first; line < end; ++line)
      for (std::int64_t d = -reach; d <= reach; ++d) {
        const std::int64_t from = std::max<std::int64_t>(0, -d), to = std::min(n[axis], n[axis] - d);
        if (from >= to) continue;
        const std::int64_t base = line * length * n[axis];
        std::uint8_t* const o = out.data() + base + from * length;
        const std::uint8_t* const i = flags.data() + base + (from + d) * length;
        const std::int64_t count = (to - from) * length;
        for (std::int64_t k = 0; k < count; ++k) o[k] = static_cast<std::uint8_t>(grow ? o[k] | i[k] : o[k] & i[k]);
      }
  });
  return out;
}

}  // namespace

std::vector<std::uint8_t> covered_by(const OriginMap& origins, const Job& job) {
  const Index3 n = origins.in().size, m = origins.out().size;
  Flags flags(static_cast<std::size_t>(origins.in().voxels()));
  for (std::int64_t z = 0; z < m[2]; ++z)
    for (std::int64_t y = 0; y < m[1]; ++y)
      for (std::int64_t x = 0; x < m[0]; ++x)
        if (const std::int64_t from = origins.at({x, y, z}); from >= 0) flags[static_cast<std::size_t>(from)] = 1;
  const Index3 step = largest_step(origins, job);
  for (const bool grow : {true, false})  // closing: grow, then shrink
    for (std::size_t axis = 0; axis < 3; ++axis) {
      job.check();
      if (const std::int64_t reach = (step[axis] + 1) / 2; reach > 0) flags = moved(flags, n, axis, reach, grow, job);
    }
  return flags;
}

}  // namespace auglens
