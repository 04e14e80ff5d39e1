#include "viewer/history.h"

#include <utility>

namespace auglens {

void History::record(HistoryEntry entry) {
  future_.clear();
  if (dragging_) {
    if (std::exchange(recorded_in_drag_, true)) return;
    entry.merge.clear();
  } else if (joinable_ && !entry.merge.empty() && !past_.empty() && past_.back().merge == entry.merge) {
    return;
  }
  past_.push_back(std::move(entry));
  joinable_ = !dragging_;
  if (past_.size() > most_entries) past_.pop_front();
}

void History::begin_drag() {
  if (!std::exchange(dragging_, true)) recorded_in_drag_ = false;
}

void History::end_drag() {
  dragging_ = false;
}

const std::string& History::undo_line() const {
  static const std::string nothing;
  return past_.empty() ? nothing : past_.back().line;
}

const std::string& History::redo_line() const {
  static const std::string nothing;
  return future_.empty() ? nothing : future_.back().line;
}

Moment History::undo(Moment now) {
  HistoryEntry entry = std::move(past_.back());
  past_.pop_back();
  std::swap(entry.moment, now);
  future_.push_back(std::move(entry));
  joinable_ = dragging_ = false;
  return now;
}

Moment History::redo(Moment now) {
  HistoryEntry entry = std::move(future_.back());
  future_.pop_back();
  std::swap(entry.moment, now);
  past_.push_back(std::move(entry));
  joinable_ = dragging_ = false;
  return now;
}

}  // namespace auglens
