#pragma once
// Rows of the catalogue's kind whose operators bind under another rule than that of presets. They refuse to be in the
// catalogue.

#include <span>
#include <stdexcept>

#include "ops/spatial/resize_bind.h"

namespace auglens::test {

/// What launch() finds beside the real one for bodies made of types of this namespace, which have no kernels.
template <class Body>
requires(sizeof(Body) > 0) void launch_cuda(void*, const Region&, const Body&) {
  throw std::logic_error("the rules of tests run on the CPU");
}

template <class Op, class Rule>
struct Under : Op {
  static void bind(const BindContext& c, BoundStep& step) { Op::template bind_as<Rule>(c, step); }
};
template <class Rule>
struct ResizeUnder : Resize {
  static void bind(const BindContext& c, BoundStep& step) { bind_resize<Rule>(c, step); }
};

inline const Operator* find_in(std::span<const Operator> rows, std::string_view name) {
  for (const Operator& row : rows)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace auglens::test
