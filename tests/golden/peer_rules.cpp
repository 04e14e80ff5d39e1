#include "tests/golden/peer_rules.h"

#include <stdexcept>

#include "ops/spatial/rotate.h"
#include "ops/spatial/warp_affine.h"

#ifdef AUGLENS_HAS_CUDA
namespace auglens {
template <class Body>
void launch_cuda(void*, const Region&, const Body&) {
  throw std::logic_error("the peers' rules run on the CPU");
}
}  // namespace auglens
#endif

namespace auglens::test {

namespace {

template <class Op, class Rule>
struct Under : Op {
  static void bind(const BindContext& c, BoundStep& step) { Op::template bind_as<Rule>(c, step); }
};
struct ResizeUnderCpu : Resize {
  static void bind(const BindContext& c, BoundStep& step) { bind_resize<AccumulatedRows>(c, step); }
};

}  // namespace

const Operator* under_peer_rule(const Operator& op) {
  static constexpr Operator rows[] = {make_operator<Under<Rotate, WalkingPull>>(),
                                      make_operator<Under<WarpAffine, WalkingPull>>(), make_operator<ResizeUnderCpu>()};
  for (const Operator& row : rows)
    if (row.name == op.name) return &row;
  return nullptr;
}

}  // namespace auglens::test
