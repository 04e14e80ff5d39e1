#pragma once
// Statistics of what a plan gives for one channel: exact over the whole volume, or over some planes while a slider
// moves. It refuses to know which step asks.

#include "ops/plan.h"

namespace auglens {

enum class HoldVolume { yes, no };

struct StatisticsRequest {
  int channel = 0;
  FactsMode mode = FactsMode::exact;
  HoldVolume hold = HoldVolume::yes;  ///< keep the evaluated volume for whoever comes next
  std::int64_t sample = 400000;       ///< about how many voxels a subsample takes
};

struct OutputStatistics {
  Statistics value;
  bool sampled = false;  ///< false: exact, also where a subsample was allowed but the exact ones were known
};

/// Looks in the cache first. Exact: evaluates the whole output. Subsample: evenly spaced planes, unless exact ones or
/// the volume are at hand.
OutputStatistics output_statistics(const Plan& plan, const Case& c, const StatisticsRequest& request, FactsCache& facts,
                                   const Job& job);

/// The whole output of one channel, float32, kept within the budget for whoever comes next.
std::shared_ptr<const Image> held_volume(const Plan& plan, const Case& c, int channel, FactsCache& facts,
                                         const Job& job);

}  // namespace auglens
