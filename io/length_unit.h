#pragma once
// The units of length that headers name. It refuses to know what is measured in them.

#include <optional>
#include <string>

namespace auglens {

/// The one unit of length in a list such as `"mm" "mm" "mm"`, in mm; words that name none are passed over. Nothing when
/// there is no unit of length, or two that differ.
std::optional<double> common_unit_in_mm(const std::string& text);

}  // namespace auglens
