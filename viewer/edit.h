#pragma once
// Any change of a session, as a value and as one line of text that says the same. It refuses to know sessions: what an
// edit does is theirs.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace auglens {

/// `path JSON`: `step.turn.angle {"uniform":[-30,30]}`, `view.window [400,40]`, `seed 1`, `case.open "a.nii"`.
struct Assign {
  std::string path;
  std::string json;  ///< in one spelling: no spaces, shortest numbers
  friend bool operator==(const Assign&, const Assign&) = default;
};

enum class StepPlace { last, first, before, after };

/// `step add OPERATOR [first | before ID | after ID] [id ID]`
struct StepAdd {
  std::string op;
  StepPlace place = StepPlace::last;
  std::string beside;  ///< for before and after
  std::string id;      ///< empty: the session makes one up from the operator's name
  friend bool operator==(const StepAdd&, const StepAdd&) = default;
};

/// `step remove ID`
struct StepRemove {
  std::string id;
  friend bool operator==(const StepRemove&, const StepRemove&) = default;
};

/// `step move ID N`: the step becomes number N, counted from 0.
struct StepMove {
  std::string id;
  std::int64_t to = 0;
  friend bool operator==(const StepMove&, const StepMove&) = default;
};

/// `step reset ID PARAMETER`: back to the operator's default.
struct StepReset {
  std::string id, parameter;
  friend bool operator==(const StepReset&, const StepReset&) = default;
};

/// Lines without more words. All edits between `drag begin` and `drag end` are one entry of the history.
enum class Verb { undo, redo, preset_new, drag_begin, drag_end };

struct Edit {
  std::variant<Assign, StepAdd, StepRemove, StepMove, StepReset, Verb> what;

  /// The line that parse_edit reads back as an equal edit.
  std::string line() const;
  friend bool operator==(const Edit&, const Edit&) = default;
};

/// Reads one line. Throws Error(usage) in one line that names what is allowed there: unknown path or verb, bad JSON, a
/// value of the wrong shape. What only a session can know (steps, grids, ranges) is checked when the edit is applied.
Edit parse_edit(std::string_view line);

/// `path JSON` from its halves, checked in the same way.
Edit assign(std::string_view path, std::string_view json);

/// How the text behind a flag becomes the JSON of its edit.
enum class FlagText {
  json,      ///< as it is: numbers
  text,      ///< quoted
  list,      ///< `1,2,3` -> [1,2,3]; quoted as a whole when a piece is no number (`12v,40v,8v`, `auto`)
  turn_on,   ///< a flag without text: true
  turn_off,  ///< a flag without text: false
  inputs,    ///< all positional arguments: a list of texts
};

/// What kind of value a path takes; what is allowed in detail the help says.
enum class EditShape { boolean, seed, sample, index, text, texts, crop, limits, view };

/// One path that an edit can assign, and the flag that stands for it. This table is the only list of both; its order is
/// the order in which flags are applied.
struct EditRow {
  std::string_view path;
  std::string_view flag;    ///< "--window"; empty: no flag
  std::string_view values;  ///< what the flag takes, for the help: "W,L"
  FlagText text = FlagText::json;
  EditShape shape = EditShape::text;
  std::string_view help;  ///< one sentence, with what is allowed
};
/// All but the paths of steps (`step.ID.PARAMETER`), which the catalogue says.
std::span<const EditRow> edit_rows();
/// Null when there is none of that path.
const EditRow* find_edit_row(std::string_view path);

/// The edit that a flag and its text stand for. Throws Error(usage) that names the flag.
Edit edit_of_flag(const EditRow& row, std::string_view text);
Edit edit_of_inputs(std::span<const std::string> inputs);

}  // namespace auglens
