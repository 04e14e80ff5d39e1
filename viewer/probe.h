#pragma once
// What lies under one point: voxel, millimetres, value before and after, label. It refuses to know mice and panes.

#include <optional>
#include <string>

#include "ops/evaluate.h"
#include "viewer/session_state.h"

namespace auglens {

struct ProbeSide {
  Index3 index{};
  float value = 0;
  std::optional<std::int32_t> label;
};

struct Probe {
  Vec3 at{};                        ///< LPS mm
  std::optional<ProbeSide> before;  ///< empty where the point lies outside the original's grid
  std::optional<ProbeSide> after;   ///< the same for the plan's output grid
  std::string label_name;           ///< of the output, else of the original; empty without labels

  /// "12, 40, 8   -31.0 12.5 80.2 mm   104 -> 96.5   liver"
  std::string line() const;
};

/// One voxel of each side. `plan` null: before alone. Cheap: as much as one voxel of every pass; a device of one thread
/// never waits for others.
Probe probe(const SessionState& state, const Plan* plan, const Vec3& at, FactsCache& facts, const Job& job);

}  // namespace auglens
