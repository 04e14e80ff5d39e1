#include "tests/golden/peer_rules.h"

#include <stdexcept>

#include "ops/spatial/rotate.h"
#include "ops/spatial/warp_affine.h"
#include "tests/golden/under_rule.h"

#ifdef AUGLENS_HAS_CUDA
namespace auglens {
template <class Body>
void launch_cuda(void*, const Region&, const Body&) {
  throw std::logic_error("the peers' rules run on the CPU");
}
}  // namespace auglens
#endif

namespace auglens::test {

const Operator* under_peer_rule(const Operator& op) {
  static constexpr Operator rows[] = {make_operator<Under<Rotate, WalkingPull>>(),
                                      make_operator<Under<WarpAffine, WalkingPull>>(),
                                      make_operator<ResizeUnder<AccumulatedRows>>()};
  return find_in(rows, op.name);
}

}  // namespace auglens::test
