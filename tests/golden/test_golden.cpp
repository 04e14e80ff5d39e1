// Every stored output of a real peer against ours: bit for bit under the peer's own rule, and as near as the rule that
// presets use comes.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "ops/operator.h"
#include "tests/golden/compare.h"
#include "tests/golden/peer_rules.h"

using namespace auglens::test;

namespace {

struct Tally {
  int cases = 0, by_peer_rule = 0, by_our_rule = 0;
  std::int64_t voxels = 0, at_jumps = 0;
  double worst = 0;  ///< by our rule, voxels on jumps and known differences excepted
};

void judge(const Golden& g, Tally& tally) {
  const std::string who = g.peer + " " + g.version + ", " + g.name + ": " + g.call;
  const Array stored = read_npy(g.file);
  Distance theirs = distance(outcome_of(g, under_peer_rule), stored, g.peer_rule.within);
  const bool own_rule = under_peer_rule(*g.preset.steps.back().op) != nullptr;  // else it is ours, with its jumps
  if (!own_rule && !g.peer_rule.differs && theirs.same_shape) except_jumps(theirs, g, stored, g.peer_rule.within);
  CHECK_MESSAGE(fulfils(theirs, g.peer_rule), who, ", by the peer's rule: ", words_of(theirs));
  Distance ours = distance(outcome_of(g), stored, g.our_rule.within);
  if (!g.our_rule.differs && ours.same_shape) except_jumps(ours, g, stored, g.our_rule.within);
  CHECK_MESSAGE(fulfils(ours, g.our_rule), who, ", by our rule: ", words_of(ours));
  CHECK_MESSAGE(grid_off_mm(g) <= 1e-4, who, ": the output's grid is elsewhere, in mm: ", grid_off_mm(g));
  ++tally.cases;
  tally.by_peer_rule += theirs.same_bits ? 1 : 0;
  tally.by_our_rule += ours.same_bits ? 1 : 0;
  tally.voxels += ours.voxels;
  tally.at_jumps += ours.at_jumps;
  if (!g.our_rule.differs && ours.at_jumps == 0) tally.worst = std::max(tally.worst, ours.worst);
}

}  // namespace

TEST_CASE("our voxels are the peers' voxels") {
  for (const auto& folder : golden_folders()) {
    std::map<std::string, Tally> tallies;  // by operator
    std::string peer;
    for (const Golden& g : read_manifest(folder)) {
      judge(g, tallies[std::string(g.preset.steps.back().op->name)]);
      peer = g.peer + " " + g.version;
    }
    for (const auto& [op, t] : tallies)
      MESSAGE(peer, " ", op, ": ", t.cases, " cases; bit-equal ", t.by_peer_rule, " by the peer's rule, ",
              t.by_our_rule, " by ours (worst ", t.worst, " of range; ", t.at_jumps, " of ", t.voxels,
              " voxels on jumps)");
  }
}
