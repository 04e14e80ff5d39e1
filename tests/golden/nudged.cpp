#include "tests/golden/nudged.h"

#include <utility>

#include "ops/spatial/rotate.h"
#include "ops/spatial/warp_affine.h"
#include "tests/golden/under_rule.h"

namespace auglens::test {

namespace {

template <int corner>
const Operator* at_corner(std::string_view name) {
  static constexpr Operator rows[] = {make_operator<Under<Rotate, NudgedPull<corner>>>(),
                                      make_operator<Under<WarpAffine, NudgedPull<corner>>>(),
                                      make_operator<ResizeUnder<NudgedRows<corner>>>()};
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
