#pragma once
// The presets that come with the program, kept inside the binary. It refuses to know what they say.

#include <string_view>
#include <vector>

namespace auglens {

/// Their names, in alphabetical order: the file names of assets/presets without ".json".
std::vector<std::string_view> shipped_preset_names();
/// The JSON text; empty when there is none of that name.
std::string_view shipped_preset(std::string_view name);

}  // namespace auglens
