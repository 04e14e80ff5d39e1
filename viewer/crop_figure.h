#pragma once
// The picture that explains a crop: which objects there are, which are left, where windows may lie, one drawn window
// and its patch. It refuses to know GL.

#include "viewer/scene.h"
#include "viewer/training_windows.h"

namespace auglens {

/// Six panels of one plane, through the middle of what was aimed at; ShownCase borrows from the figure.
struct CropFigure {
  View view;  ///< the state's, through the drawn object
  std::vector<SceneSlice> slices;
  std::vector<std::vector<float>> heats;
  std::vector<ShownCase> cases;
};

/// Throws Error(usage) without a case, labels or a crop; what TrainingWindows and make_plan throw.
CropFigure crop_figure(const SessionState& state, FactsCache& facts, const Job& job);

/// The state whose recipe has the sample's window cut out: what `--crop` shows and saves.
SessionState cut_state(const SessionState& state, FactsCache& facts, const Job& job);

}  // namespace auglens
