#pragma once
// Operators that are wrong on purpose, a little: what a golden must notice. They refuse to be subtle about which.

#include <string_view>
#include <vector>

#include "ops/operator.h"

namespace auglens::test {

/// One way to be wrong; `of` gives the broken operator, under its peer's own rule, or null where it does not apply.
struct Mutation {
  std::string_view name;
  const Operator* (*of)(const Operator&);
};

const std::vector<Mutation>& mutations();

}  // namespace auglens::test
