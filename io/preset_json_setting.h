#pragma once
// One setting between its JSON tree and its value. It refuses to know which step it belongs to.

#include "io/preset_json_tree.h"
#include "ops/parameter.h"

namespace auglens {

/// Reads a value, a law, or a list of them, and checks it against the table. Throws Error(bad_input) at its place.
Setting read_setting(const Parameter& parameter, const JsonCursor& at);

/// Throws at the place for a problem in the form "what: what to do", as the tables word it.
[[noreturn]] void refuse_problem(const JsonCursor& at, const std::string& problem, std::string_view deeper,
                                 const std::string& else_to_do);

/// A finite number; throws at its place for anything else.
double read_number(const JsonCursor& at);

}  // namespace auglens
