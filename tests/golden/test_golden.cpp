// Every stored output of a real peer against ours: bit for bit under the peer's own rule, and as near as the rule that
// presets use comes.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "ops/operator.h"
#include "tests/golden/compare.h"
#include "tests/golden/peer_rules.h"

using namespace auglens::test;

TEST_CASE("our voxels are the peers' voxels") {
  const bool list = std::getenv("AUGLENS_GOLDEN_LIST") != nullptr;  // names what is near but not bit-equal
  for (const auto& folder : golden_folders()) {
    std::map<std::string, std::array<int, 3>> tally;  // by operator: cases, bit-equal by the peer's rule, by ours
    for (const Golden& g : read_manifest(folder)) {
      const std::string who = g.peer + " " + g.version + ", " + g.name + ": " + g.call;
      const Distance theirs = distance_of(g, under_peer_rule), ours = distance_of(g);
      CHECK_MESSAGE(fulfils(theirs, g.peer_rule), who, ", by the peer's rule: ", words_of(theirs));
      CHECK_MESSAGE(fulfils(ours, g.our_rule), who, ", by our rule: ", words_of(ours));
      if (list && !theirs.same_bits) MESSAGE(who, ", by the peer's rule: ", words_of(theirs));
      if (list && !ours.same_bits) MESSAGE(who, ", by our rule: ", words_of(ours));
      auto& row = tally[std::string(g.preset.steps.at(0).op->name)];
      ++row[0];
      row[1] += theirs.same_bits;
      row[2] += ours.same_bits;
    }
    for (const auto& [op, row] : tally)
      MESSAGE(folder.filename().string(), " ", op, ": ", row[0], " cases; bit-equal ", row[1], " by the peer's rule, ",
              row[2], " by ours");
  }
}
