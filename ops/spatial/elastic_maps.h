#pragma once
// Where a deformed voxel reads: a displacement for each voxel, or a B-spline of control points. It refuses to know how
// either was made.

#include <memory>
#include <optional>

#include "ops/table.h"
#include "ops/warp_pass.h"

namespace auglens {

/// Along one axis: p - c_in = factor * (o - c_out + d); factor is 1/2 where MONAI halves the coordinate.
struct CentredAxis {
  double c_out = 0, c_in = 0, factor = 1;
  AUGLENS_HD float read(std::int64_t o, double d) const {
    return static_cast<float>(factor * (static_cast<double>(o) - c_out + d) + c_in + 0.5);
  }
  /// First and last index that linear sampling of outputs first..last reads, for displacements low..high.
  Span reach(Span outputs, double low, double high) const;
};

/// Three displacements in voxels for each output voxel, and their extremes along each row.
class Displacement {
 public:
  /// `rows`: one channel of size (6, ny, nz): low and high of the x, y and z component. `on_device`: a copy of the
  /// voxels there, where one is kept already.
  Displacement(std::shared_ptr<const Image> voxels, std::shared_ptr<const Image> rows,
               std::shared_ptr<const Image> on_device)
      : voxels_(std::move(voxels)), rows_(std::move(rows)), on_device_(std::move(on_device)) {}

  const Image& voxels() const { return *voxels_; }
  /// Component 0 where kernels of the device can read it; the others follow at a distance of pitch.volume.
  const float* on(const Device& device) const;
  struct Extremes {
    Vec3 low{0, 0, 0}, high{0, 0, 0};
  };
  /// Over the rows of a region.
  Extremes extremes(const Region& region) const;

 private:
  std::shared_ptr<const Image> voxels_, rows_;
  mutable std::shared_ptr<const Image> on_device_;
  mutable std::mutex mutex_;
};

struct OffsetPull {
  const float* d;  ///< null: nothing moves
  std::int64_t row, plane, volume;
  CentredAxis axis[3];
  AUGLENS_HD Point operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    double v[3] = {0, 0, 0};
    if (d != nullptr)
      for (int k = 0; k < 3; ++k) v[k] = static_cast<double>(d[k * volume + z * plane + y * row + x]);
    return {axis[0].read(x, v[0]), axis[1].read(y, v[1]), axis[2].read(z, v[2])};
  }
};

/// A field of displacements; without one, the output grid about the input's centre.
struct OffsetMap {
  std::shared_ptr<const Displacement> field;
  CentredAxis axis[3];
  OffsetPull on(const Device& device) const;
  Region reach(const Region& region) const;
};

/// Cubic weights of the four control points about an index; they are 0 outside the spline's domain.
struct SplineWeights {
  double w[4];
};

/// sum over four by four by four points of w_z w_y w_x c, z first, in this order also where a row shares its sums.
struct SplinePull {
  const double* points;  ///< index displacements, x, y, z together, x fastest
  std::int64_t nx, ny;   ///< points along x and y
  const std::int32_t* first[3];
  const SplineWeights* weights[3];
  CentredAxis axis[3];

  /// The three components of point column `i`, summed over its neighbours along z and y.
  AUGLENS_HD void column(std::int64_t i, std::int64_t y, std::int64_t z, double out[3]) const {
    const SplineWeights wy = weights[1][y], wz = weights[2][z];
    out[0] = out[1] = out[2] = 0;
    for (int b = 0; b < 4; ++b) {
      double along_z[3] = {0, 0, 0};
      for (int c = 0; c < 4; ++c) {
        const double* p = points + 3 * (((first[2][z] + c) * ny + first[1][y] + b) * nx + i);
        for (int k = 0; k < 3; ++k) along_z[k] += wz.w[c] * p[k];
      }
      for (int k = 0; k < 3; ++k) out[k] += wy.w[b] * along_z[k];
    }
  }
  /// Displacements from four columns.
  AUGLENS_HD Point read(const double* columns, std::int64_t x, std::int64_t y, std::int64_t z) const {
    double d[3] = {0, 0, 0};
    for (int a = 0; a < 4; ++a)
      for (int k = 0; k < 3; ++k) d[k] += weights[0][x].w[a] * columns[3 * a + k];
    return {axis[0].read(x, d[0]), axis[1].read(y, d[1]), axis[2].read(z, d[2])};
  }
  AUGLENS_HD Point operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    double columns[12];
    for (int a = 0; a < 4; ++a) column(first[0][x] + a, y, z, columns + 3 * a);
    return read(columns, x, y, z);
  }

  /// The map along one row, whose columns are summed once; for the CPU.
  struct Row {
    const SplinePull& map;
    std::int64_t y, z, start;
    std::vector<double> columns;
    Point operator()(std::int64_t x) const {
      return map.read(&columns[static_cast<std::size_t>(3 * (map.first[0][x] - start))], x, y, z);
    }
  };
  Row along(const Region& row) const;
};

/// Control points on a lattice whose axes are those of the grid.
struct SplineMap {
  Table<double> points;
  Index3 count;
  Table<std::int32_t> first[3];
  Table<SplineWeights> weights[3];
  CentredAxis axis[3];
  SplinePull on(const Device& device) const;
  Region reach(const Region& region) const;
};

}  // namespace auglens
