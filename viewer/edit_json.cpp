#include "viewer/edit_json.h"

#include <algorithm>
#include <cmath>

#include "io/nearest_name.h"
#include "io/preset_json.h"

namespace auglens {

std::string spell(const Json& value) {
  std::string text;
  switch (value.kind) {
    case Json::Kind::null:
      return "null";
    case Json::Kind::boolean:
      return value.flag ? "true" : "false";
    case Json::Kind::number:
      if (value.whole) return (value.number < 0 ? "-" : "") + std::to_string(value.magnitude);
      return json_number(value.number);
    case Json::Kind::text:
      return json_text(value.text);
    case Json::Kind::list:
      for (const Json& item : value.items) text += (text.empty() ? "" : ",") + spell(item);
      return "[" + text + "]";
    case Json::Kind::object:
      for (const auto& [key, member] : value.members)
        text += (text.empty() ? "" : ",") + json_text(key) + ":" + spell(member);
      return "{" + text + "}";
  }
  return text;
}

bool boolean_of(const JsonCursor& at) {
  if (!at.is(Json::Kind::boolean)) at.refuse(shown(at.value()) + " is not allowed", "use true or false");
  return at->flag;
}

double number_of(const JsonCursor& at, double low, double high) {
  const bool ends = std::isfinite(high);
  const std::string range = !ends && !std::isfinite(low) ? "use a number"
                            : !ends                      ? "use a number of at least " + json_number(low)
                                    : "use a number from " + json_number(low) + " to " + json_number(high);
  if (!at.is(Json::Kind::number) || !(at->number >= low && at->number <= high))
    at.refuse(shown(at.value()) + " is not allowed", range);
  return at->number;
}

std::uint64_t whole_of(const JsonCursor& at, std::uint64_t most) {
  if (!at.is(Json::Kind::number) || !at->whole || at->number < 0 || at->magnitude > most)
    at.refuse(shown(at.value()) + " is not allowed", "use a whole number from 0 to " + std::to_string(most));
  return at->magnitude;
}

const std::string& text_of(const JsonCursor& at) {
  if (!at.is(Json::Kind::text)) at.refuse(shown(at.value()) + " is not a text", "write it in double quotes");
  return at->text;
}

std::size_t option_of(const JsonCursor& at, std::span<const std::string_view> names) {
  const auto found = at.is(Json::Kind::text) ? std::find(names.begin(), names.end(), at->text) : names.end();
  if (found == names.end()) {
    const std::vector<std::string> all(names.begin(), names.end());
    at.refuse(shown(at.value()) + " is not allowed", "use one of " + joined(all));
  }
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace auglens
