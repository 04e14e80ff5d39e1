#pragma once
// Everything that decides what is shown, as one value that is cheap to copy: voxels and presets are shared and never
// change. It refuses to know how it came about.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ops/case.h"
#include "ops/preset.h"
#include "render/view.h"
#include "viewer/label_table.h"

namespace auglens {

/// A case with what is derived from it once, when it is loaded.
struct LoadedCase {
  Case data;
  LabelTable labels;
  std::vector<Window> windows;  ///< the default one of each channel
  std::string name;             ///< for lists and captions: the file's last name, no folders
};
using CasePointer = std::shared_ptr<const LoadedCase>;

/// Derives tables and windows. Throws Cancelled.
CasePointer ready_case(Case c, const Job& job);

/// What makes voxels: the preset and which sample of it. The seed starts as the preset's own and is saved with it.
struct Recipe {
  std::shared_ptr<const Preset> preset = std::make_shared<const Preset>();
  std::uint64_t seed = 0, sample = 0;

  /// Presets are compared as values.
  friend bool operator==(const Recipe& a, const Recipe& b) {
    return a.seed == b.seed && a.sample == b.sample && (a.preset == b.preset || *a.preset == *b.preset);
  }
};

/// How the next `case.open` and `case.label` read their files.
struct OpenOptions {
  std::string series;
  bool frames_as_channels = false, label_resample = false;
};

/// Counts changes; two states of equal numbers show the same.
struct Revision {
  std::uint64_t recipe = 0;  ///< the shown case, its preset, seed or sample
  std::uint64_t view = 0;
  friend bool operator==(const Revision&, const Revision&) = default;
};

struct SessionState {
  std::vector<CasePointer> cases;
  std::size_t selected = 0;
  Recipe recipe;
  View view;
  bool original = false;    ///< shown in place of the augmented one while Tab is held
  bool crop = false;        ///< the sample's training window is cut out: what the network receives
  bool dragging = false;    ///< a slider moves: pictures may use subsample statistics
  std::string edited_step;  ///< id of the step that was changed last
  OpenOptions open;
  Revision revision;

  /// Null when no case is open.
  const LoadedCase* shown() const { return selected < cases.size() ? cases[selected].get() : nullptr; }
  CasePointer shown_case() const { return selected < cases.size() ? cases[selected] : nullptr; }
};

}  // namespace auglens
