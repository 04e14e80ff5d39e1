#pragma once
// Runs a golden's steps and says how far the outcome is from what the peer gave. It refuses to know which operators.

#include <functional>

#include "tests/golden/manifest.h"

namespace auglens::test {

/// How far our output is from the peer's.
struct Distance {
  bool same_shape = true, same_bits = true;
  double worst = 0;                     ///< largest difference as a share of the peer's range
  std::int64_t voxels = 0, beyond = 0;  ///< all, and those that differ by more than 1e-5 of the range
  std::string shape;                    ///< ours against theirs, where they differ
};

/// What stands in for a step's operator: the peer's own rule, or a broken one.
using Replace = std::function<const Operator*(const Operator&)>;

Distance distance_of(const Golden& golden, const Replace& replace = {});
bool fulfils(const Distance& d, const Expectation& e);
std::string words_of(const Distance& d);

}  // namespace auglens::test
