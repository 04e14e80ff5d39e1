#pragma once
// How every object of a preset is opened: only known keys, each at most once. It refuses to know what the keys mean.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/preset_json_tree.h"

namespace auglens {

/// Throws at the place when the value is not an object.
void require_object(const JsonCursor& at);

/// For each key the index of its member, -1 when it is absent; throws for a key that is not listed, with a hint.
std::vector<int> known_members(const JsonCursor& at, std::span<const std::string_view> keys);

/// The cursor's key in quotes, cut when long.
std::string quoted_key(const JsonCursor& at);

}  // namespace auglens
