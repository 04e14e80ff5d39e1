#pragma once
// Undo and redo as earlier states, never as inverse edits. It refuses to know what a state means.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "viewer/session_state.h"

namespace auglens {

/// What undo brings back. Cases are not part of it: loading and closing them lies outside history.
struct Moment {
  Recipe recipe;
  View view;
  std::string preset_file;    ///< which file the preset belongs to
  std::uint64_t case_id = 0;  ///< whose point, window, channel and frame the view holds
};

/// One step back: the state before it, and what was done then.
struct HistoryEntry {
  Moment moment;
  std::string line;   ///< for the menu: "Undo step.turn.angle"
  std::string merge;  ///< entries of an equal, non-empty key become one
};

class History {
 public:
  /// Call before a change with the state as it stands. In a drag only the first change is kept; outside, a change with
  /// the merge key of the last entry joins it. Everything that was undone is forgotten.
  void record(HistoryEntry entry);
  void begin_drag();
  void end_drag();
  bool dragging() const { return dragging_; }

  bool can_undo() const { return !past_.empty(); }
  bool can_redo() const { return !future_.empty(); }
  const std::string& undo_line() const;
  const std::string& redo_line() const;
  /// Gives the earlier state and keeps `now` for redo. Precondition: can_undo().
  Moment undo(Moment now);
  Moment redo(Moment now);
  std::size_t entries() const { return past_.size(); }

  /// So that a session of a day stays small; older entries are dropped.
  static constexpr std::size_t most_entries = 2000;

 private:
  std::deque<HistoryEntry> past_, future_;  // back = nearest to now
  bool dragging_ = false, recorded_in_drag_ = false, joinable_ = false;
};

}  // namespace auglens
