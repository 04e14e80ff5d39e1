#pragma once
// What a valid preset may ask for that this version cannot draw yet. It refuses to draw it by another rule.

#include <string>

#include "ops/preset.h"

namespace auglens {

/// Throws Error(bad_input) with the JSON pointer for a stream or a mode that this version lacks.
void check_supported(const Preset& preset, const std::string& file);

}  // namespace auglens
