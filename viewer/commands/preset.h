#pragma once
// `auglens preset`: presets as text. It refuses to run them.

#include <string>
#include <vector>

namespace auglens {

/// Reads each preset and prints one line about it. Throws Error(bad_input) for the first that is invalid.
int run_preset_check(const std::vector<std::string>& presets);
/// Prints a preset as JSON, the table of an operator, or, for "", the names of both. `canonical`: the one line that the
/// hash is taken of.
int run_preset_show(const std::string& preset_or_operator, bool canonical);
int run_preset_schema();

}  // namespace auglens
