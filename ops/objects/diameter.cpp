// The largest distance within each blob: only corners of convex hulls can be its ends, and those of each plane's hull
// come out of one walk over the rows.
#include <cmath>

#include "ops/device.h"
#include "ops/objects/components.h"
#include "ops/objects/farthest_pair.h"
#include "ops/objects/row_bits.h"

namespace auglens {
namespace {

struct Corner {
  std::int64_t x, y;
};

/// One side of the convex hull of points that come with rising y: `side` is 1 for the left, -1 for the right one.
void push_corner(std::vector<Corner>& chain, Corner c, std::int64_t side) {
  while (chain.size() >= 2) {
    const Corner a = chain[chain.size() - 2], b = chain.back();
    if (side * ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) < 0) break;
    chain.pop_back();
  }
  chain.push_back(c);
}

/// What is known of one blob while the rows go by.
class Outline {
 public:
  void add_run(std::int64_t x0, std::int64_t x1, std::int64_t y, std::int64_t z) {
    if (z != z_ || y != y_) {
      end_row();
      if (z != z_) end_plane();
      low_ = x0;
      y_ = y;
      z_ = z;
    }
    high_ = x1 - 1;
  }

  double diameter_mm(const Grid& grid) {
    end_row();
    end_plane();
    std::vector<Vec3> points;
    points.reserve(corners_.size());
    const Vec3 start = grid.origin;
    for (const Index3& c : corners_) {
      Vec3 p = grid.to_world({static_cast<double>(c[0]), static_cast<double>(c[1]), static_cast<double>(c[2])});
      for (std::size_t k = 0; k < 3; ++k) p[k] -= start[k];
      points.push_back(p);
    }
    corners_ = {};
    return largest_distance(points);
  }

 private:
  void end_row() {
    if (y_ < 0) return;
    push_corner(left_, {low_, y_}, 1);
    push_corner(right_, {high_, y_}, -1);
  }
  void end_plane() {
    for (const Corner& c : left_) corners_.push_back({c.x, c.y, z_});
    for (const Corner& c : right_) corners_.push_back({c.x, c.y, z_});
    left_.clear();
    right_.clear();
  }

  std::int64_t y_ = -1, z_ = -1, low_ = 0, high_ = 0;
  std::vector<Corner> left_, right_;
  std::vector<Index3> corners_;
};

/// Calls run(id, x0, x1, y, z) for all runs in raster order.
template <class Run>
void each_run(const LabelMap& ids, const Job& job, const Run& run) {
  const Index3 n = ids.grid.size;
  const auto words = static_cast<std::size_t>((n[0] + 63) / 64);
  std::vector<std::uint64_t> space(2 * words);
  std::vector<std::uint32_t> first(static_cast<std::size_t>(n[0])), end(first.size());
  const RowBits bits{space.data(), space.data() + words};
  const RowKernel& kernel = *row_kernel();
  for (std::int64_t z = 0; z < n[2]; ++z) {
    job.check();
    for (std::int64_t y = 0; y < n[1]; ++y) {
      const std::int32_t* row = ids.voxels() + z * ids.pitch.plane + y * ids.pitch.row;
      const RowKind kind = kernel.scan(row, n[0], JoinRule{}, 0, row, bits);
      if (kind.runs == 0) continue;
      kernel.extents(bits, n[0], first.data(), end.data());
      for (std::uint32_t r = 0; r < kind.runs; ++r) run(row[first[r]], first[r], end[r], y, z);
    }
  }
}

}  // namespace

void measure_diameters(Components& components, const Job& job) {
  constexpr std::uint32_t alone = ~std::uint32_t{0};
  std::vector<Blob>& blobs = components.blobs;
  std::vector<std::uint32_t> place(blobs.size(), alone), wide;  // blobs of one voxel need no outline
  for (std::size_t k = 0; k < blobs.size(); ++k) {
    blobs[k].diameter_mm = 0;
    if (blobs[k].voxels == 1) continue;
    place[k] = static_cast<std::uint32_t>(wide.size());
    wide.push_back(static_cast<std::uint32_t>(k));
  }
  std::vector<Outline> outlines(wide.size());
  each_run(components.ids, job, [&](std::int32_t id, std::int64_t x0, std::int64_t x1, std::int64_t y, std::int64_t z) {
    const std::uint32_t at = place[static_cast<std::size_t>(id - 1)];
    if (at != alone) outlines[at].add_run(x0, x1, y, z);
  });
  job.device.parallel_for(static_cast<std::int64_t>(wide.size()), 16, [&](std::int64_t from, std::int64_t to) {
    for (auto k = static_cast<std::size_t>(from); k < static_cast<std::size_t>(to); ++k) {
      job.check();
      blobs[wide[k]].diameter_mm = outlines[k].diameter_mm(components.ids.grid);
    }
  });
}

}  // namespace auglens
