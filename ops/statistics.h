#pragma once
// Sums over a complete volume that do not depend on threads or order, and exact percentiles. It refuses to know chains.

#include <span>
#include <vector>

#include "ops/facts.h"
#include "ops/job.h"
#include "ops/pass.h"

namespace auglens {

/// Which voxels of a volume count.
struct Selection {
  enum class Of { all, nonzero, labels } of = Of::all;
  VoxelView<std::int32_t> labels{};   ///< on the same grid
  std::vector<std::int32_t> classes;  ///< ascending; empty: every label but 0

  bool holds(float value, std::int32_t label) const;
};

/// Statistics of a view that covers its whole grid: blocks of 4096 voxels in raster order, each about its own first
/// finite voxel, merged in order (Chan, Golub, LeVeque 1983).
Statistics statistics_of(const AnyView& view, const Job& job, const Selection& selection = {});

/// The statistics of two sets of voxels together.
Statistics merged(const Statistics& a, const Statistics& b);

/// Percentiles (0..100) of the finite voxels of all views together by NumPy's linear rule, exact; empty when no voxel
/// is finite.
std::vector<double> percentiles_of(std::span<const AnyView> views, std::span<const double> percents, const Job& job,
                                   const Selection& selection = {});
inline std::vector<double> percentiles_of(const AnyView& view, std::span<const double> percents, const Job& job) {
  return percentiles_of({&view, 1}, percents, job);
}

}  // namespace auglens
