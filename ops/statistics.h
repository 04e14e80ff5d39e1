#pragma once
// Sums over a complete volume that do not depend on threads or order, and exact percentiles. It refuses to know chains.

#include <span>
#include <vector>

#include "ops/facts.h"
#include "ops/job.h"
#include "ops/pass.h"

namespace auglens {

/// Statistics of a view that covers its whole grid: blocks of 4096 voxels in raster order, each about its own first
/// finite voxel, merged in order (Chan, Golub, LeVeque 1983).
Statistics statistics_of(const AnyView& view, const Job& job);

/// The statistics of two sets of voxels together.
Statistics merged(const Statistics& a, const Statistics& b);

/// Percentiles (0..100) of the finite voxels by NumPy's linear rule, exact; empty when no voxel is finite.
std::vector<double> percentiles_of(const AnyView& view, std::span<const double> percents, const Job& job);

}  // namespace auglens
