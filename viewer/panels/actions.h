#pragma once
// What panels and keys ask for: edit lines, and the few commands that need the window. It refuses to carry them out.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ops/error.h"
#include "viewer/ui/widget.h"

namespace auglens {

enum class Command {
  open_scan,
  open_label,
  open_preset,
  save_preset,
  save_volume,
  picture,
  new_seed,
  new_preset,
  open_demo,
  open_abdomen,
  fit,
  window_of_picture,
  cancel,
  help,
  chrome,
  dismiss,
};

/// Filled while a frame is drawn, carried out after it, so that no panel sees the state change under its hands.
class Actions {
 public:
  void edit(std::string line) { edits_.push_back(std::move(line)); }
  /// What was typed cannot be taken, in the panel's own words.
  void refuse(Error error) { refusal_ = std::move(error); }
  void command(Command command) { commands_.push_back(command); }
  /// The edit of a control that may be dragged: all lines between began and ended are one entry of history.
  void edit(const ui::Touch& touch, std::string line) {
    began_ |= touch.began;
    ended_ |= touch.ended;
    if (touch.changed) edit(std::move(line));
  }
  void drag(const ui::Touch& touch) {
    began_ |= touch.began;
    ended_ |= touch.ended;
  }

  const std::optional<Error>& refusal() const { return refusal_; }
  bool drag_began() const { return began_; }
  bool drag_ended() const { return ended_; }
  const std::vector<std::string>& edits() const { return edits_; }
  const std::vector<Command>& commands() const { return commands_; }

 private:
  std::vector<std::string> edits_;
  std::vector<Command> commands_;
  std::optional<Error> refusal_;
  bool began_ = false, ended_ = false;
};

}  // namespace auglens
