#pragma once
// The name that somebody probably meant, for messages. It refuses to know what the names stand for.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace auglens {

/// The name with the fewest edits (insert, delete, replace, swap), if they are at most a third of its length plus one;
/// else "".
std::string nearest_name(std::string_view meant, std::span<const std::string> names);

/// "did you mean angle?" when there is a near name, else "use one of a, b, c".
std::string hint_among(std::string_view meant, std::span<const std::string> names);

/// "a, b, c".
std::string joined(std::span<const std::string> names);

}  // namespace auglens
