#pragma once
// Runs a golden's steps and says how far the outcome is from what the peer gave. It refuses to know which operators.

#include <functional>

#include "tests/golden/manifest.h"
#include "tests/golden/npy.h"

namespace auglens::test {

/// What stands in for a step's operator: the peer's own rule, or a broken one. Null: the operator itself.
using Replace = std::function<const Operator*(const Operator&)>;

/// Our output in the layout of the golden's array.
Array outcome_of(const Golden& golden, const Replace& replace = {});

/// The grid of our output.
Grid grid_of(const Golden& golden);

/// Largest distance in mm between where we and the peer say a voxel lies; 0 where the peer states no grid.
double grid_off_mm(const Golden& golden);

/// How far our output is from the peer's.
struct Distance {
  bool same_shape = true, same_bits = true;
  double worst = 0;  ///< largest difference as a share of the peer's range (labels: of 1)
  std::int64_t voxels = 0;
  std::vector<std::size_t> beyond;  ///< places of the voxels that are off by more than was allowed
  std::int64_t at_jumps = 0;        ///< how many were, but lie on a jump of the rule
  std::string shape;                ///< ours and theirs, where they differ
};

Distance distance(const Array& ours, const Array& theirs, double within);

/// Takes out of `beyond` the voxels for which a coordinate 1e-4 voxels away gives what the peer gives.
void except_jumps(Distance& d, const Golden& golden, const Array& theirs, double within);

bool fulfils(const Distance& d, const Expectation& e);
std::string words_of(const Distance& d);

}  // namespace auglens::test
