#pragma once
// A box of voxels of a grid. It refuses to know what the voxels are.

#include <algorithm>

#include "ops/grid.h"

namespace auglens {

/// Voxels start <= index < start + size on each axis; empty when an extent is <= 0.
struct Region {
  Index3 start{0, 0, 0};
  Index3 size{0, 0, 0};

  std::int64_t end(std::size_t axis) const { return start[axis] + size[axis]; }
  bool empty() const { return size[0] <= 0 || size[1] <= 0 || size[2] <= 0; }
  std::int64_t voxels() const { return empty() ? 0 : size[0] * size[1] * size[2]; }

  friend bool operator==(const Region&, const Region&) = default;
};

inline Region whole(const Index3& size) {
  return {{0, 0, 0}, size};
}
inline Region whole(const Grid& grid) {
  return whole(grid.size);
}

/// The slice `index` across `axis`, one voxel thick.
inline Region slice_region(const Grid& grid, int axis, std::int64_t index) {
  Region r = whole(grid);
  r.start[static_cast<std::size_t>(axis)] = index;
  r.size[static_cast<std::size_t>(axis)] = 1;
  return r;
}

inline Region intersect(const Region& a, const Region& b) {
  Region r;
  for (std::size_t k = 0; k < 3; ++k) {
    r.start[k] = std::max(a.start[k], b.start[k]);
    r.size[k] = std::max<std::int64_t>(0, std::min(a.end(k), b.end(k)) - r.start[k]);
  }
  return r;
}

/// The smallest box that holds both; an empty one adds nothing.
inline Region bounding(const Region& a, const Region& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  Region r;
  for (std::size_t k = 0; k < 3; ++k) {
    r.start[k] = std::min(a.start[k], b.start[k]);
    r.size[k] = std::max(a.end(k), b.end(k)) - r.start[k];
  }
  return r;
}

inline bool contains(const Region& outer, const Region& inner) {
  return inner.empty() || intersect(outer, inner) == inner;
}

}  // namespace auglens
