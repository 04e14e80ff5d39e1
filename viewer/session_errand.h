#pragma once
// What a session wants done that takes long, and what comes back: files to open and to save. It refuses to know
// threads: whoever holds the session runs them, at once or beside the window.

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "io/load.h"
#include "ops/evaluate.h"
#include "viewer/session_state.h"

namespace auglens {

struct OpenCase {
  LoadRequest request;
};
struct OpenLabels {
  std::string file;
  bool resample = false;
  CasePointer onto;  ///< the case that was shown when the errand was handed out
};
/// The augmented volume of all channels, or its labels.
struct SaveVolume {
  std::string file;
  bool labels = false;
  SessionState state;
};
using Errand = std::variant<OpenCase, OpenLabels, SaveVolume>;

/// What the errand is about, for the progress line: `Opening scan.nii.gz`.
std::string title_of(const Errand& errand);

struct CaseArrived {
  CasePointer opened;
};
/// The case in place of the one with the same id.
struct LabelsArrived {
  std::uint64_t case_id = 0;
  CasePointer labelled;
};
struct Saved {
  std::string file;
};
struct Failed {
  Error error;
  std::string on_other_grid{};  ///< the label file that resampling would take
};
/// The user stopped it: not an error.
struct Stopped {};
using Arrival = std::variant<CaseArrived, LabelsArrived, Saved, Failed, Stopped>;

/// Does the work; what goes wrong is an arrival too. Facts of a saved volume are taken from and kept in `facts`.
Arrival run_errand(const Errand& errand, FactsCache& facts, const Job& job);

}  // namespace auglens
