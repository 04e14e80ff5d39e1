#include "tests/golden/nudged.h"

#include <utility>

#include "ops/spatial/affine.h"
#include "ops/spatial/elastic.h"
#include "ops/spatial/rotate.h"
#include "ops/spatial/spacing.h"
#include "ops/spatial/warp_affine.h"
#include "tests/golden/under_rule.h"

namespace auglens::test {

namespace {

/// An operator that can move where every voxel reads, toward one corner.
template <class Op, int corner>
struct Moved : Op {
  static void bind(const BindContext& c, BoundStep& step) {
    const auto by = [](int k) { return static_cast<double>((corner >> k & 1) != 0 ? nudge : -nudge); };
    Op::bind_moved(c, {by(0), by(1), by(2)}, step);
  }
};

template <int corner>
const Operator* at_corner(std::string_view name) {
  static constexpr Operator rows[] = {make_operator<Under<Rotate, NudgedPull<corner>>>(),
                                      make_operator<Under<WarpAffine, NudgedPull<corner>>>(),
                                      make_operator<ResizeUnder<NudgedRows<corner>>>(),
                                      make_operator<Moved<Affine, corner>>(),
                                      make_operator<Moved<Elastic, corner>>(),
                                      make_operator<Moved<Spacing, corner>>()};
  return find_in(rows, name);
}

}  // namespace

const Operator* nudged(const Operator& op, int corner) {
  return [&]<int... k>(std::integer_sequence<int, k...>) {
    const Operator* found[] = {at_corner<k>(op.name)...};
    return found[corner];
  }
  (std::make_integer_sequence<int, 8>{});
}

}  // namespace auglens::test
