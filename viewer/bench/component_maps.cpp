#include "viewer/bench/component_maps.h"

#include <algorithm>
#include <cmath>

#include "ops/device.h"

namespace auglens {
namespace {

std::uint32_t hash_of(std::uint64_t n) {
  n = (n ^ n >> 31) * 0x9e3779b97f4a7c15;
  n = (n ^ n >> 29) * 0xbf58476d1ce4e5b9;
  return static_cast<std::uint32_t>(n >> 32);
}

double unit_of(std::uint64_t n) {
  return static_cast<double>(hash_of(n)) * 0x1p-32;
}

/// Fills each row by fill(row, y, z).
template <class Fill>
LabelMap cube(std::int64_t size, const Job& job, const Fill& fill) {
  Grid grid;
  grid.size = {size, size, size};
  LabelMap map = LabelMap::allocate(grid);
  job.device.parallel_for(size, 4, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t z = first; z < last; ++z)
      for (std::int64_t y = 0; y < size; ++y) fill(map.voxels() + z * map.pitch.plane + y * map.pitch.row, y, z);
  });
  return map;
}

/// Random numbers 16 voxels apart, trilinear in between: smooth, and the same for any row asked for.
class ValueNoise {
 public:
  explicit ValueNoise(std::int64_t size) : size_(size) {}

  template <class Put>
  void row(std::int64_t y, std::int64_t z, const Put& put) const {
    const double fy = static_cast<double>(y % cell) / cell, fz = static_cast<double>(z % cell) / cell;
    const auto edge = [&](std::int64_t x) {
      return (corner(x, y / cell, z / cell) * (1 - fy) + corner(x, y / cell + 1, z / cell) * fy) * (1 - fz) +
             (corner(x, y / cell, z / cell + 1) * (1 - fy) + corner(x, y / cell + 1, z / cell + 1) * fy) * fz;
    };
    for (std::int64_t x = 0; x < size_; x += cell) {
      const double a = edge(x / cell), b = edge(x / cell + 1);
      for (std::int64_t k = 0; k < std::min<std::int64_t>(cell, size_ - x); ++k)
        put(x + k, a + (b - a) * static_cast<double>(k) / cell);
    }
  }

 private:
  static constexpr std::int64_t cell = 16;
  static double corner(std::int64_t x, std::int64_t y, std::int64_t z) {
    return unit_of(static_cast<std::uint64_t>((z * 4096 + y) * 4096 + x + 1));
  }
  std::int64_t size_;
};

LabelMap blobs(std::int64_t size, const Job& job, double above) {
  const ValueNoise noise(size);
  return cube(size, job, [&](std::int32_t* row, std::int64_t y, std::int64_t z) {
    noise.row(y, z, [&](std::int64_t x, double v) { row[x] = v > above ? 1 : 0; });
  });
}

LabelMap blobs50(std::int64_t size, const Job& job) {
  return blobs(size, job, 0.5);
}
LabelMap blobs20(std::int64_t size, const Job& job) {
  return blobs(size, job, 0.62);
}

/// Seven classes that touch everywhere, most runs a few voxels long.
LabelMap parcels(std::int64_t size, const Job& job) {
  const ValueNoise noise(size);
  return cube(size, job, [&](std::int32_t* row, std::int64_t y, std::int64_t z) {
    noise.row(y, z, [&](std::int64_t x, double v) { row[x] = std::clamp(static_cast<int>(v * 16) - 4, 0, 7); });
  });
}

LabelMap ball(std::int64_t size, const Job& job) {
  const double c = static_cast<double>(size) / 2, r = 0.45 * static_cast<double>(size);
  return cube(size, job, [&](std::int32_t* row, std::int64_t y, std::int64_t z) {
    const double dy = static_cast<double>(y) - c, dz = static_cast<double>(z) - c;
    for (std::int64_t x = 0; x < size; ++x) {
      const double dx = static_cast<double>(x) - c;
      row[x] = dx * dx + dy * dy + dz * dz < r * r ? 1 : 0;
    }
  });
}

/// Twelve tumours of three shells each, as segmentations of the brain have them: below one percent of the volume.
LabelMap tumours(std::int64_t size, const Job& job) {
  const auto n = static_cast<double>(size);
  return cube(size, job, [&](std::int32_t* row, std::int64_t y, std::int64_t z) {
    std::fill(row, row + size, 0);
    for (std::uint64_t t = 0; t < 12; ++t) {
      const auto at = [&](std::uint64_t k) { return unit_of(4 * t + k + 1000); };
      const double r = n * (0.02 + 0.06 * at(3)), dy = static_cast<double>(y) - n * at(1),
                   dz = static_cast<double>(z) - n * at(2);
      if (dy * dy + dz * dz >= r * r) continue;
      const auto first = static_cast<std::int64_t>(std::max(0.0, n * at(0) - r));
      for (std::int64_t x = first; x < std::min(size, first + static_cast<std::int64_t>(2 * r) + 2); ++x) {
        const double d = std::hypot(static_cast<double>(x) - n * at(0), dy, dz) / r;
        if (d < 1) row[x] = d < 0.4 ? 4 : d < 0.7 ? 1 : 2;
      }
    }
  });
}

LabelMap coins(std::int64_t size, const Job& job, std::uint32_t below) {
  return cube(size, job, [&](std::int32_t* row, std::int64_t y, std::int64_t z) {
    for (std::int64_t x = 0; x < size; ++x)
      row[x] = hash_of(static_cast<std::uint64_t>((z * size + y) * size + x + 1)) < below ? 1 : 0;
  });
}

LabelMap coins50(std::int64_t size, const Job& job) {
  return coins(size, job, 0x80000000U);
}
LabelMap coins10(std::int64_t size, const Job& job) {
  return coins(size, job, 0x1999999aU);
}

}  // namespace

const std::vector<ComponentMap>& component_maps() {
  static const std::vector<ComponentMap> maps = {{"ball", "one ball, 38 % of the volume", ball},
                                                 {"blobs20", "smooth blobs, 23 %", blobs20},
                                                 {"blobs50", "smooth blobs, 50 %", blobs50},
                                                 {"coins10", "random voxels, 10 %", coins10},
                                                 {"coins50", "random voxels, 50 %", coins50},
                                                 {"parcels", "seven classes that touch, 88 %", parcels},
                                                 {"tumours", "twelve tumours of three classes, 1 %", tumours}};
  return maps;
}

}  // namespace auglens
