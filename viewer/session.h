#pragma once
// The program without a window: cases, preset, sample, view and history, changed by edits alone. It refuses to know
// windows, GL and threads; one thread uses it.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ops/error.h"
#include "viewer/edit.h"
#include "viewer/history.h"
#include "viewer/session_errand.h"
#include "viewer/session_state.h"

namespace auglens {

/// Undo covers preset, seed, sample and view. A drag (`drag begin` .. `drag end`) is one entry, and so is a run of
/// edits of one view path (scrolling, windowing), so that the way back to an earlier preset is short. What is shown
/// only while a key is held (view.original), and cases, lie outside.
class Session {
 public:
  const SessionState& state() const { return state_; }

  /// Throws Error, usually of usage, in one line that names what is allowed; then nothing has changed. `case.open`,
  /// `case.label` and `save.*` take long: they become errands.
  void apply(const Edit& edit);
  void apply(std::string_view line) { apply(parse_edit(line)); }
  /// The same for a window: an error is kept to be shown, the picture stays as it was.
  bool attempt(const Edit& edit);
  bool attempt(std::string_view line);

  /// The next long work, in order; none while one is out. Its arrival must be applied.
  std::optional<Errand> take_errand();
  bool errand_out() const { return errand_out_; }
  bool errands_wait() const { return !errands_.empty(); }
  /// Outside history. A failed load drops the labels that were asked for with it, and changes nothing else but error().
  void apply(const Arrival& arrival);

  /// What went wrong last, with cause and next step; gone with the next edit that succeeds.
  const std::optional<Error>& error() const { return error_; }
  void show(const Error& error) { error_ = error, on_other_grid_.clear(); }
  /// Edits that take the labels of another grid which error() is about, by nearest resampling; else empty. The next
  /// labels are asked about again.
  std::vector<std::string> resampling() const;
  void dismiss() { error_.reset(), note_.clear(); }
  /// One line of what was done last outside the picture: "saved preset.json".
  const std::string& note() const { return note_; }

  const History& history() const { return history_; }
  /// Where `preset.save` goes by itself; empty when the preset has no file.
  const std::string& preset_file() const { return preset_file_; }
  /// The preset or its seed differs from the file, or from an empty preset.
  bool dirty() const;
  /// The preset with the session's seed: what a file gets.
  Preset preset_to_save() const;

 private:
  struct Draft;
  void assign_value(const Assign& edit, Draft& draft) const;
  void ask_for(const Assign& edit);
  bool do_verb(Verb verb);
  void commit(Draft draft, const Edit& edit);
  void show_case(std::size_t index, const CasePointer& before);
  void close_case(std::size_t index);
  void restore(const Moment& moment);
  Moment moment() const;
  void save_preset(const std::string& named);
  void arrive(const CaseArrived& arrival);
  void arrive(const LabelsArrived& arrival);

  SessionState state_;
  History history_;
  std::deque<Errand> errands_;
  bool errand_out_ = false;
  std::optional<Error> error_;
  std::string note_, preset_file_, on_other_grid_;
  std::map<std::string, std::shared_ptr<const Preset>> saved_;  // what each file holds; "": a preset without a file
};

/// Runs what waits, on this thread, for programs without a window. Throws what failed.
void run_errands(Session& session, FactsCache& facts, const Job& job);

}  // namespace auglens
