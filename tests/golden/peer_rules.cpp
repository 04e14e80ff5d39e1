#include "tests/golden/peer_rules.h"

#include "ops/spatial/rotate.h"
#include "ops/spatial/warp_affine.h"
#include "tests/golden/under_rule.h"

namespace auglens::test {

const Operator* under_peer_rule(const Operator& op) {
  static constexpr Operator rows[] = {make_operator<Under<Rotate, WalkingPull>>(),
                                      make_operator<Under<WarpAffine, WalkingPull>>(),
                                      make_operator<ResizeUnder<AccumulatedRows>>()};
  return find_in(rows, op.name);
}

}  // namespace auglens::test
