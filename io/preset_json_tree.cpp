#include "io/preset_json_tree.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_set>

namespace auglens {
namespace {

constexpr std::size_t deepest = 32;

std::string cut(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) return std::string(text);
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0U) == 0x80U) --longest;
  return std::string(text.substr(0, longest)) + "...";
}

/// Builds the tree from nlohmann's events, which come without recursion, and stops at the first broken rule.
class Builder {
 public:
  Builder(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Json take() { return std::move(root_); }

  bool null() { return put({}); }
  bool boolean(bool flag) {
    Json v;
    v.kind = Json::Kind::boolean;
    v.flag = flag;
    return put(std::move(v));
  }
  bool number_integer(std::int64_t n) {
    return put_whole(n < 0 ? 0 - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n), n < 0);
  }
  bool number_unsigned(std::uint64_t n) { return put_whole(n, false); }
  bool number_float(double d, const std::string& spelled) {
    if (!std::isfinite(d)) fail("the number " + cut(spelled, 40) + " is too large", "give a finite number");
    Json v;
    v.kind = Json::Kind::number;
    v.number = d;
    return put(std::move(v));
  }
  bool string(std::string& text) {
    Json v;
    v.kind = Json::Kind::text;
    v.text = std::move(text);
    return put(std::move(v));
  }
  bool binary(std::vector<std::uint8_t>&) { return false; }
  bool start_object(std::size_t) { return open(Json::Kind::object); }
  bool start_array(std::size_t) { return open(Json::Kind::list); }
  bool key(std::string& name) {
    auto& level = open_.back();
    if (!level.keys.insert(name).second) {
      level.node->members.emplace_back(name, Json{});
      fail("the key \"" + cut(name, 60) + "\" is given twice", "remove one of the two");
    }
    level.node->members.emplace_back(std::move(name), Json{});
    return true;
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  template <class Exception>
  bool parse_error(std::size_t position, const std::string& token, const Exception& error) {
    if (error.id == 406) fail("the number " + cut(token, 40) + " is too large", "give a finite number");
    const std::size_t end = std::min(position, text_.size());
    const std::string_view before = text_.substr(0, end);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::string place = "line " + std::to_string(line);
    std::size_t word = end;
    while (word > 0 && (std::isalpha(static_cast<unsigned char>(text_[word - 1])) != 0 || text_[word - 1] == '-'))
      --word;
    const std::string_view at = text_.substr(word, 12);
    for (std::string_view name : {"NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"}) {
      if (at.substr(0, name.size()) == name) {
        fail(std::string(name) + " is not a JSON number, " + place, "give a finite number");
      }
    }
    std::string why = error.what();
    if (const auto after = why.find(": "); after != std::string::npos) why = why.substr(after + 2);
    fail("not valid JSON, " + place + ": " + cut(why, 160), "mend the text there");
  }

 private:
  struct Level {
    Json* node;
    std::unordered_set<std::string> keys;
  };

  Json& slot() {
    if (open_.empty()) return root_;
    Json& node = *open_.back().node;
    if (node.kind == Json::Kind::list) return node.items.emplace_back();
    return node.members.back().second;
  }
  bool put(Json v) {
    slot() = std::move(v);
    return true;
  }
  bool put_whole(std::uint64_t magnitude, bool negative) {
    Json v;
    v.kind = Json::Kind::number;
    v.number = negative ? -static_cast<double>(magnitude) : static_cast<double>(magnitude);
    v.whole = true;
    v.magnitude = magnitude;
    return put(std::move(v));
  }
  bool open(Json::Kind kind) {
    Json& node = slot();
    if (open_.size() == deepest) fail("nested deeper than 32 levels", "a preset needs far fewer: is this a preset?");
    node.kind = kind;
    open_.push_back({&node, {}});
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  [[noreturn]] void fail(std::string what, std::string to_do) const {
    std::string pointer;
    for (const Level& level : open_) {
      const Json& node = *level.node;
      if (node.kind == Json::Kind::object) {
        if (!node.members.empty()) pointer += "/" + pointer_token(node.members.back().first);
      } else if (!node.items.empty()) {
        pointer += "/" + std::to_string(node.items.size() - 1);
      }
    }
    throw Error(ErrorKind::bad_input, {file_, std::move(what), pointer, std::move(to_do)});
  }

  std::string_view text_;
  const std::string& file_;
  Json root_;
  std::vector<Level> open_;
};

}  // namespace

const Json* Json::find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name == key) return &value;
  }
  return nullptr;
}

Json parse_json(std::string_view text, const std::string& file) {
  Builder builder(text, file);
  nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

std::string shown(const Json& value) {
  switch (value.kind) {
    case Json::Kind::null:
      return "null";
    case Json::Kind::boolean:
      return value.flag ? "true" : "false";
    case Json::Kind::text: {
      std::string plain = cut(value.text, 60);
      std::replace_if(
          plain.begin(), plain.end(), [](char c) { return static_cast<unsigned char>(c) < 32; }, ' ');
      return '"' + plain + '"';
    }
    case Json::Kind::list:
      return "a list of " + std::to_string(value.items.size());
    case Json::Kind::object:
      return "an object";
    default:
      break;
  }
  if (value.whole) return (value.number < 0 ? "-" : "") + std::to_string(value.magnitude);
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value.number).ptr;
  return std::string(digits, end);
}

std::string pointer_token(std::string_view key) {
  std::string token;
  for (char c : cut(key, 80)) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += static_cast<unsigned char>(c) < 32 ? ' ' : c;
    }
  }
  return token;
}

JsonCursor JsonCursor::item(std::size_t index) const {
  JsonCursor child(value_->items[index], *this);
  child.index_ = index;
  return child;
}

JsonCursor JsonCursor::member(std::size_t index) const {
  JsonCursor child(value_->members[index].second, *this);
  child.key_ = value_->members[index].first;
  return child;
}

std::string JsonCursor::pointer() const {
  if (parent_ == nullptr) return {};
  const bool in_list = parent_->value_->kind == Json::Kind::list;
  return parent_->pointer() + "/" + (in_list ? std::to_string(index_) : pointer_token(key_));
}

void JsonCursor::refuse(std::string what, std::string to_do, std::string_view deeper) const {
  throw Error(ErrorKind::bad_input, {*file_, std::move(what), pointer() + std::string(deeper), std::move(to_do)});
}

}  // namespace auglens
