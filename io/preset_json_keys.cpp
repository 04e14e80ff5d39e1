#include "io/preset_json_keys.h"

#include "io/nearest_name.h"

namespace auglens {

std::string quoted_key(const JsonCursor& at) {
  Json text;
  text.kind = Json::Kind::text;
  text.text = at.key();
  return shown(text);
}

void require_object(const JsonCursor& at) {
  if (!at.is(Json::Kind::object)) at.refuse(shown(at.value()) + " is not an object", "give {\"key\": value, ...}");
}

std::vector<int> known_members(const JsonCursor& at, std::span<const std::string_view> keys) {
  require_object(at);
  std::vector<int> found(keys.size(), -1);
  for (std::size_t i = 0; i < at->members.size(); ++i) {
    bool known = false;
    for (std::size_t k = 0; k < keys.size(); ++k) {
      if (at->members[i].first != keys[k]) continue;
      found[k] = static_cast<int>(i);
      known = true;
    }
    if (known) continue;
    const std::vector<std::string> names(keys.begin(), keys.end());
    const JsonCursor member = at.member(i);
    member.refuse("unknown key " + quoted_key(member), hint_among(member.key(), names));
  }
  return found;
}

}  // namespace auglens
