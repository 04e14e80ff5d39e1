#pragma once
// Statistics of what a plan gives for one channel: exact over the whole volume, or over some planes while a slider
// moves. It refuses to know which step asks.

#include "ops/plan.h"

namespace auglens {

enum class HoldVolume { yes, no };

/// Looks in the cache first. Exact: evaluates the whole output (and holds it when asked). Subsample: about 0.4 million
/// voxels on evenly spaced planes; exact ones are taken when they are known.
Statistics output_statistics(const Plan& plan, const Case& c, int channel, FactsMode mode, HoldVolume hold,
                             FactsCache& facts, const Job& job);

}  // namespace auglens
