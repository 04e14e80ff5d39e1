#include "io/text_part.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>

#include "io/input_file.h"
#include "ops/error.h"

namespace auglens {

namespace {

constexpr std::size_t longest_word = 400;  ///< a double without exponent has up to 309 digits in front of the point

/// The words of a file, one after the other.
class Words {
 public:
  Words(const std::string& path, std::uint64_t from) : file_(path) { file_.seek(from); }

  /// Empty at the end. Words too long for any number are cut.
  std::string next() {
    std::string word;
    for (int c = get(); c >= 0; c = get()) {
      const bool gap = c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == '\v' || c == '\f';
      if (gap && !word.empty()) break;
      if (!gap && word.size() < longest_word) word += static_cast<char>(c);
    }
    return word;
  }

 private:
  int get() {
    if (at_ == held_) {
      held_ = file_.read(block_.data(), block_.size());
      at_ = 0;
    }
    return at_ < held_ ? static_cast<unsigned char>(block_[at_++]) : -1;
  }

  InputFile file_;
  std::array<char, 65536> block_{};
  std::size_t at_ = 0, held_ = 0;
};

template <class T>
std::optional<T> whole(const std::string& word) {
  const char* from = word.data() + (word.starts_with('+') ? 1 : 0);
  const char* const end = word.data() + word.size();
  T value{};
  const auto result = std::from_chars(from, end, value);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return value;
}

/// An integer may be spelled as 12.0 or 1e3 too; below 2^53, where that is exact.
template <class T>
std::optional<T> value_of(const std::string& word) {
  if (const auto value = whole<T>(word)) return value;
  const auto number = whole<double>(word);
  if constexpr (std::is_floating_point_v<T>) {
    if (number && std::abs(*number) < 1) return static_cast<T>(*number);  // too small for float, not too large
  } else if (number && std::abs(*number) < 0x1p53 && std::trunc(*number) == *number &&
             *number >= static_cast<double>(std::numeric_limits<T>::min()) &&
             *number <= static_cast<double>(std::numeric_limits<T>::max())) {
    return static_cast<T>(*number);
  }
  return std::nullopt;
}

[[noreturn]] void refuse(const StoredVolume& v, const std::string& word, std::size_t index) {
  std::string shown = word.substr(0, 40);
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = '?';
  throw Error(ErrorKind::bad_input,
              {v.file, "the value " + shown + " is no " + name_of(v.type), "value number " + std::to_string(index + 1),
               "correct it, or state a type in the header that can hold it"});
}

template <class T>
void read_values(const StoredVolume& v, Words& words, std::span<std::byte> out, const ShareTold& told) {
  const std::size_t count = out.size() / sizeof(T);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string word = words.next();
    if (word.empty())
      throw Error(ErrorKind::bad_input,
                  {v.file, "the data end early", std::to_string(i) + " of " + std::to_string(count) + " numbers",
                   "get the complete file"});
    const auto value = value_of<T>(word);
    if (!value) refuse(v, word, i);
    std::memcpy(out.data() + i * sizeof(T), &*value, sizeof(T));
    if (i % 65536 == 0) told(static_cast<double>(i) / static_cast<double>(count));
  }
}

}  // namespace

void read_text_part(StoredVolume& v, const StoredPart& part, std::span<std::byte> out, const ShareTold& told) {
  Words words(part.path, data_start(part) + static_cast<std::uint64_t>(part.skip_bytes));
  const auto read = [&]<class T>(T) { read_values<T>(v, words, out, told); };
  switch (v.type) {
    case StoredType::int8:
      read(std::int8_t{});
      break;
    case StoredType::uint8:
      read(std::uint8_t{});
      break;
    case StoredType::int16:
      read(std::int16_t{});
      break;
    case StoredType::uint16:
      read(std::uint16_t{});
      break;
    case StoredType::int32:
      read(std::int32_t{});
      break;
    case StoredType::uint32:
      read(std::uint32_t{});
      break;
    case StoredType::int64:
      read(std::int64_t{});
      break;
    case StoredType::uint64:
      read(std::uint64_t{});
      break;
    case StoredType::float32:
    case StoredType::complex64:
      read(float{});
      break;
    case StoredType::float64:
    case StoredType::complex128:
      read(double{});
      break;
  }
  if (!words.next().empty()) note_surplus(v);
}

}  // namespace auglens
