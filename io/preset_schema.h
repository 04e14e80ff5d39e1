#pragma once
// The preset format as a JSON Schema (draft 2020-12), made from the operators' tables. It refuses to validate anything.

#include <string>

namespace auglens {

/// Pretty-printed, with a newline at the end. What a schema cannot say (ids are unique, a <= b, rules over several
/// parameters) is left to read_preset.
std::string preset_schema();

}  // namespace auglens
