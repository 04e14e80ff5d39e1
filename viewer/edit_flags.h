#pragma once
// The flags that stand for edits, declared and read from the one table of both. It refuses to know what edits do.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace auglens {

/// What the words said, by flag.
struct EditFlags {
  std::vector<std::string> inputs;           ///< the positional arguments
  std::map<std::string, std::string> texts;  ///< flags with text
  std::map<std::string, bool> switches;      ///< flags without
  std::vector<std::string> edits;            ///< of --edit, in order

  bool given(const std::string& flag) const;
};

/// Declares the positional INPUT, every flag of edit_rows() and --edit. `flags` must outlive the parsing and not move.
void add_edit_flags(CLI::App& app, EditFlags& flags);

/// One line for each flag that was given, in the table's order, then the lines of --edit. Throws Error(usage) that
/// names the flag, or the line of --edit.
std::vector<std::string> edits_of(const EditFlags& flags);

}  // namespace auglens
