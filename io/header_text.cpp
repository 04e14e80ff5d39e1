#include "io/header_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>

namespace auglens {

namespace {

constexpr std::int64_t most_names = 100000;

bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

template <class T>
std::optional<T> whole(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  T value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

template <class T>
std::optional<std::vector<T>> all(std::string_view text) {
  std::vector<T> out;
  for (const auto& word : words_of(text)) {
    const auto value = whole<T>(word);
    if (!value) return std::nullopt;
    out.push_back(*value);
  }
  return out;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < text.size();) {
    while (i < text.size() && blank(text[i])) ++i;
    const std::size_t start = i;
    while (i < text.size() && !blank(text[i])) ++i;
    if (i > start) words.emplace_back(text.substr(start, i - start));
  }
  return words;
}

std::optional<double> number_in(std::string_view text) {
  return whole<double>(text);
}
std::optional<std::int64_t> integer_in(std::string_view text) {
  return whole<std::int64_t>(text);
}
std::optional<std::vector<double>> numbers_in(std::string_view text) {
  return all<double>(text);
}
std::optional<std::vector<std::int64_t>> integers_in(std::string_view text) {
  return all<std::int64_t>(text);
}

std::optional<std::string_view> next_line(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

std::optional<std::vector<std::string>> numbered_names(const std::vector<std::string>& words) {
  if (words.size() < 4) return std::nullopt;
  const std::string& pattern = words[0];
  const auto first = integer_in(words[1]), last = integer_in(words[2]), step = integer_in(words[3]);
  const std::size_t percent = pattern.find('%');
  if (!first || !last || !step || *step == 0 || percent == std::string::npos) return std::nullopt;
  std::size_t end = percent + 1;
  while (end < pattern.size() && std::isdigit(static_cast<unsigned char>(pattern[end])) != 0) ++end;
  if (end >= pattern.size() || pattern[end] != 'd' || pattern.find('%', end) != std::string::npos) return std::nullopt;
  const auto width = integer_in(std::string_view(pattern).substr(percent + 1, end - percent - 1)).value_or(0);
  const char fill = pattern[percent + 1] == '0' ? '0' : ' ';
  const std::int64_t count = (*last - *first) / *step + 1;
  if (count < 1 || count > most_names || width > 20) return std::nullopt;
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < count; ++i) {
    std::string digits = std::to_string(*first + i * *step);
    if (static_cast<std::int64_t>(digits.size()) < width)
      digits.insert(0, static_cast<std::size_t>(width) - digits.size(), fill);
    names.push_back(pattern.substr(0, percent) + digits + pattern.substr(end + 1));
  }
  return names;
}

}  // namespace auglens
