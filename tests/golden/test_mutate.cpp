// The goldens can fail: each operator is broken in several ways, and every golden whose voxels that changes must
// notice.
#include <doctest/doctest.h>

#include <map>

#include "tests/golden/compare.h"
#include "tests/golden/mutations.h"
#include "tests/golden/peer_rules.h"

using namespace auglens::test;

TEST_CASE("every golden fails when its operator is perturbed") {
  struct Tally {
    int noticed = 0, unchanged = 0;
  };
  std::map<std::string, Tally> tallies;  // by operator and mutation
  for (const auto& folder : golden_folders())
    for (const Golden& g : read_manifest(folder)) {
      const auto& op = *g.preset.steps.at(0).op;
      if (g.peer_rule.differs) continue;
      const Array stored = read_npy(g.file), sound = outcome_of(g, under_peer_rule);
      int applied = 0, noticed = 0, unchanged = 0;
      for (const Mutation& m : mutations()) {
        if (m.of(op) == nullptr) continue;
        ++applied;
        const Array broken = outcome_of(g, m.of);
        Tally& tally = tallies[std::string(op.name) + ", " + std::string(m.name)];
        if (distance(broken, sound, 0).same_bits) {  // turned by 180 degrees, one voxel, labels under a gain
          ++tally.unchanged, ++unchanged;
          continue;
        }
        const bool seen = !fulfils(distance(broken, stored, g.peer_rule.within), g.peer_rule);
        CHECK_MESSAGE(seen, g.name, " does not notice: ", m.name);
        noticed += seen ? 1 : 0;
        tally.noticed += seen ? 1 : 0;
      }
      CHECK_MESSAGE(applied > 0, g.name, ": no mutation breaks ", op.name);
      CHECK_MESSAGE((noticed > 0 || unchanged == applied), g.name, " notices no mutation at all");
    }
  for (const auto& [what, t] : tallies) {
    CHECK_MESSAGE(t.noticed > t.unchanged, what);
    MESSAGE(what, ": ", t.noticed, " goldens fail, ", t.unchanged, " have the same voxels");
  }
}
