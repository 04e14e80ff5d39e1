#include "render/raycast_labels.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>

#include "ops/device.h"
#include "render/raycast_volume.h"

namespace auglens {

namespace {

constexpr int apron = RayVolume::apron;

const std::int32_t* row_of(const VoxelView<std::int32_t>& v, std::int64_t y, std::int64_t z) {
  return v.data + (z - v.z0) * v.plane + (y - v.y0) * v.row - v.x0;
}

/// Slots 1..255 of every voxel in a padded byte volume, zero in the apron and where there is no label.
struct Slots {
  CellLayout layout;
  std::vector<std::uint8_t> slot, row_has_label;

  const std::uint8_t* row(std::int64_t y, std::int64_t z) const {
    return slot.data() + (z * layout.size[1] + y) * layout.size[0];
  }
};

Slots slots_of(const VoxelView<std::int32_t>& labels, const std::vector<std::int32_t>& values, const CellLayout& layout,
               const Job& job) {
  const auto rows = static_cast<std::size_t>(layout.size[1] * layout.size[2]);
  Slots s{layout, std::vector<std::uint8_t>(rows * static_cast<std::size_t>(layout.size[0])),
          std::vector<std::uint8_t>(rows)};
  job.device.parallel_for(labels.nz, 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    std::int32_t seen = 0;
    std::uint8_t slot = 0;
    for (std::int64_t z = first; z < last; ++z)
      for (std::int64_t y = 0; y < labels.ny; ++y) {
        const std::int32_t* from = row_of(labels, y, z);
        const auto r = static_cast<std::size_t>((z + apron) * layout.size[1] + y + apron);
        std::uint8_t* to = s.slot.data() + r * static_cast<std::size_t>(layout.size[0]) + apron;
        for (std::int64_t x = 0; x < labels.nx; ++x) {
          if (from[x] == 0) continue;
          if (from[x] != seen) {
            seen = from[x];
            slot = static_cast<std::uint8_t>(
                1 + (std::lower_bound(values.begin(), values.end(), seen) - values.begin()) % 255);
          }
          to[x] = slot;
          s.row_has_label[r] = 1;
        }
      }
  });
  return s;
}

/// The nine rows around (y, z), clamped at the faces; null when none of them holds a label.
struct Rows {
  std::array<const std::uint8_t*, 9> p{};
  bool any = false;
};
Rows rows_around(const Slots& s, std::int64_t y, std::int64_t z) {
  Rows rows;
  for (std::int64_t k = 0; k < 9; ++k) {
    const std::int64_t y2 = std::clamp<std::int64_t>(y + k % 3 - 1, 0, s.layout.size[1] - 1);
    const std::int64_t z2 = std::clamp<std::int64_t>(z + k / 3 - 1, 0, s.layout.size[2] - 1);
    rows.p[static_cast<std::size_t>(k)] = s.row(y2, z2);
    rows.any = rows.any || s.row_has_label[static_cast<std::size_t>(z2 * s.layout.size[1] + y2)] != 0;
  }
  return rows;
}

/// Row order from near to far: the row itself, the four that share a face with it, the four diagonal ones.
constexpr std::array<std::size_t, 9> near_to_far = {4, 1, 3, 5, 7, 0, 2, 6, 8};

/// In 64ths; smoothing alone would make a label of one voxel fall below the surface level and vanish from the picture.
constexpr int least_of_label = 50;

std::uint16_t cell(const Rows& rows, std::int64_t x, std::int64_t size_x) {
  constexpr int weights[3] = {1, 2, 1};
  const std::int64_t left = std::max<std::int64_t>(0, x - 1), right = std::min(size_x - 1, x + 1);
  int presence = 0;
  for (std::size_t k = 0; k < 9; ++k) {
    const std::uint8_t* p = rows.p[k];
    presence += weights[k % 3] * weights[k / 3] * ((p[left] != 0) + 2 * (p[x] != 0) + (p[right] != 0));
  }
  if (presence == 0) return 0;
  if (rows.p[4][x] != 0) presence = std::max(presence, least_of_label);
  std::uint8_t slot = 0;
  for (const std::int64_t i : {x, left, right})
    for (const std::size_t k : near_to_far)
      if (slot == 0) slot = rows.p[k][i];
  return static_cast<std::uint16_t>((presence * 255 / 64) << 8 | slot);
}

}  // namespace

std::vector<std::int32_t> label_values(const VoxelView<std::int32_t>& labels, const Job& job) {
  std::vector<std::int32_t> all;
  std::mutex mutex;
  job.device.parallel_for(labels.nz, 4, [&](std::int64_t first, std::int64_t last) {
    job.check();
    std::vector<std::int32_t> found;  // a volume holds few values, and neighbours are mostly equal
    std::int32_t seen = 0;
    for (std::int64_t z = first; z < last; ++z)
      for (std::int64_t y = 0; y < labels.ny; ++y) {
        const std::int32_t* row = row_of(labels, y, z);
        for (std::int64_t x = 0; x < labels.nx; ++x) {
          if (row[x] == seen || row[x] == 0) continue;
          seen = row[x];
          const auto at = std::lower_bound(found.begin(), found.end(), seen);
          if (at == found.end() || *at != seen) found.insert(at, seen);
        }
      }
    const std::scoped_lock lock(mutex);
    all.insert(all.end(), found.begin(), found.end());
  });
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

Buffer make_label_cells(const VoxelView<std::int32_t>& labels, const std::vector<std::int32_t>& values,
                        const CellLayout& layout, const Job& job) {
  const Slots slots = slots_of(labels, values, layout, job);
  Buffer buffer = Buffer::host(static_cast<std::size_t>(layout.plane * layout.size[2]) * sizeof(std::uint16_t));
  auto* cells = reinterpret_cast<std::uint16_t*>(buffer.data());
  job.device.parallel_for(layout.size[2], 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t z = first; z < last; ++z) {
      std::memset(cells + z * layout.plane, 0, static_cast<std::size_t>(layout.plane) * sizeof(std::uint16_t));
      for (std::int64_t y = 0; y < layout.size[1]; ++y) {
        const Rows rows = rows_around(slots, y, z);
        if (!rows.any) continue;
        std::uint16_t* to = cells + z * layout.plane + y * layout.row;
        for (std::int64_t x = 0; x < layout.size[0]; ++x) to[x] = cell(rows, x, layout.size[0]);
      }
    }
  });
  return buffer;
}

}  // namespace auglens
