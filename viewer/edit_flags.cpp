#include "viewer/edit_flags.h"

#include <CLI/CLI.hpp>

#include "viewer/edit.h"

namespace auglens {
namespace {

bool is_switch(const EditRow& row) {
  return row.text == FlagText::turn_on || row.text == FlagText::turn_off;
}

}  // namespace

bool EditFlags::given(const std::string& flag) const {
  const auto found = switches.find(flag);
  return texts.contains(flag) || (found != switches.end() && found->second);
}

void add_edit_flags(CLI::App& app, EditFlags& flags) {
  for (const EditRow& row : edit_rows()) {
    const std::string flag(row.flag), help(row.help), values(row.values);
    if (row.text == FlagText::inputs) {
      app.add_option("INPUT", flags.inputs, help);
    } else if (flag.empty()) {
      continue;
    } else if (is_switch(row)) {
      app.add_flag(flag, flags.switches[flag], help);
    } else {
      app.add_option_function<std::string>(
             flag, [&flags, flag](const std::string& text) { flags.texts[flag] = text; }, help)
          ->type_name(values);
    }
  }
  app.add_option("--edit", flags.edits, "any edit as one line, such as \"step.turn.angle 12\"; may be repeated")
      ->type_name("LINE")
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::vector<std::string> edits_of(const EditFlags& flags) {
  std::vector<std::string> lines;
  for (const EditRow& row : edit_rows()) {
    const std::string flag(row.flag);
    if (row.text == FlagText::inputs) {
      if (!flags.inputs.empty()) lines.push_back(edit_of_inputs(flags.inputs).line());
    } else if (flags.given(flag)) {
      lines.push_back(edit_of_flag(row, is_switch(row) ? std::string_view() : flags.texts.at(flag)).line());
    }
  }
  for (const std::string& line : flags.edits) lines.push_back(parse_edit(line).line());
  return lines;
}

}  // namespace auglens
