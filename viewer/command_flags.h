#pragma once
// How the words of a command are read, and the flags that several commands share. It refuses to know the commands.

#include <CLI/CLI.hpp>
#include <charconv>
#include <string>
#include <vector>

#include "ops/error.h"
#include "viewer/commands/options.h"

namespace auglens {

using Words = std::vector<std::string>;

/// Throws Error(usage).
[[noreturn]] void refuse(std::string what, std::string to_do);

/// Reads the words of one command; false when only its help was wanted. An unknown flag is refused with the nearest.
bool parse(CLI::App& app, const Words& words);

/// A whole number in [first, last]; anything else, also "-1" and "1.5", is refused with what is allowed.
template <class Number>
void add_whole(CLI::App& app, const char* flag, Number& to, std::uint64_t last, const char* value, const char* help,
               std::uint64_t first = 0) {
  const auto read = [flag, first, last, &to](const std::string& text) {
    std::uint64_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || stop != text.data() + text.size() || number < first || number > last)
      refuse(std::string(flag) + " " + text + " is not allowed",
             "give a whole number from " + std::to_string(first) + " to " + std::to_string(last));
    if constexpr (requires { typename Number::value_type; }) {
      to = static_cast<typename Number::value_type>(number);
    } else {
      to = static_cast<Number>(number);
    }
  };
  app.add_option_function<std::string>(flag, read, help)->type_name(value);
}

void add_device(CLI::App& app, DeviceOptions& o);
void add_input(CLI::App& app, InputOptions& o);
void add_preset(CLI::App& app, PresetOptions& o);

}  // namespace auglens
