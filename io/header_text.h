#pragma once
// The words and numbers of a text header. It refuses to know which header it is.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace auglens {

std::string_view trimmed(std::string_view text);
std::string lower(std::string_view text);
/// Parts between blanks.
std::vector<std::string> words_of(std::string_view text);
/// The whole text as one number (nan and inf count), or nothing.
std::optional<double> number_in(std::string_view text);
std::optional<std::int64_t> integer_in(std::string_view text);
/// All words as numbers, or nothing.
std::optional<std::vector<double>> numbers_in(std::string_view text);
std::optional<std::vector<std::int64_t>> integers_in(std::string_view text);

/// Takes the next line off `text` (without \n or \r\n); nothing when there is none left.
std::optional<std::string_view> next_line(std::string_view& text);

/// The file names of a printf pattern with one %d: name first..last by step. Nothing when it is none.
std::optional<std::vector<std::string>> numbered_names(const std::vector<std::string>& pattern_first_last_step);

}  // namespace auglens
