#pragma once
// The tree of one JSON text, read strictly, and a cursor that knows its JSON pointer. It refuses to know what the text
// is about.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ops/error.h"

namespace auglens {

/// One JSON value. Members keep the order of the text; keys are unique.
struct Json {
  enum class Kind { null, boolean, number, text, list, object };
  Kind kind = Kind::null;
  bool flag = false;
  double number = 0;
  bool whole = false;           ///< spelled without fraction or exponent and fits 64 bits: `integer` is exact
  std::uint64_t magnitude = 0;  ///< |number| when whole
  std::string text;
  std::vector<Json> items;
  std::vector<std::pair<std::string, Json>> members;

  const Json* find(std::string_view key) const;
};

/// Reads JSON (RFC 8259). Throws Error(bad_input) with the JSON pointer for: syntax, NaN and Infinity, numbers beyond
/// double, a key given twice, depth over 32.
Json parse_json(std::string_view text, const std::string& file);

/// The value in a few words for a message: text in quotes, long ones cut.
std::string shown(const Json& value);

/// A value and the way to it. Cursors live on the stack of the reader, children point at their parents.
class JsonCursor {
 public:
  JsonCursor(const Json& root, const std::string& file) : value_(&root), file_(&file) {}

  const Json& value() const { return *value_; }
  const Json* operator->() const { return value_; }
  bool is(Json::Kind kind) const { return value_->kind == kind; }

  JsonCursor item(std::size_t index) const;
  JsonCursor member(std::size_t index) const;
  std::string_view key() const { return key_; }
  std::string pointer() const;

  /// Throws Error(bad_input) at this place; `deeper` continues the pointer.
  [[noreturn]] void refuse(std::string what, std::string to_do, std::string_view deeper = {}) const;

 private:
  JsonCursor(const Json& value, const JsonCursor& parent) : value_(&value), file_(parent.file_), parent_(&parent) {}

  const Json* value_;
  const std::string* file_;
  const JsonCursor* parent_ = nullptr;
  std::string_view key_;
  std::size_t index_ = 0;
};

/// "~" and "/" of a key as a JSON pointer spells them; long keys are cut.
std::string pointer_token(std::string_view key);

}  // namespace auglens
