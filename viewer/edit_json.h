#pragma once
// JSON values inside edit lines: one spelling, and readers that say what is allowed. It refuses to know which edit they
// belong to.

#include <span>
#include <string>
#include <string_view>

#include "io/preset_json_tree.h"

namespace auglens {

/// No spaces, shortest numbers, members in their order; parse_json reads back an equal tree.
std::string spell(const Json& value);

/// Runs f; what it throws as bad input becomes Error(usage) that begins with `path`, for it was typed, not opened.
template <class F>
auto as_usage(std::string_view path, F&& f) {
  try {
    return f();
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::bad_input) throw;
    const Error::Parts& p = e.parts();
    throw Error(ErrorKind::usage, {"", std::string(path) + ": " + p.what, p.where, p.to_do});
  }
}

bool boolean_of(const JsonCursor& at);
/// Within [low, high]; throws with the range.
double number_of(const JsonCursor& at, double low, double high);
/// A whole number in [0, most].
std::uint64_t whole_of(const JsonCursor& at, std::uint64_t most);
const std::string& text_of(const JsonCursor& at);
/// Where a text lies in a list of names; throws with all of them.
std::size_t option_of(const JsonCursor& at, std::span<const std::string_view> names);

}  // namespace auglens
