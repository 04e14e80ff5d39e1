#pragma once
// The left panel: the preset as cards, one per step, made from the operators' tables. It refuses to know single
// operators.

#include "ops/draw.h"
#include "viewer/panels/actions.h"

namespace auglens {

/// What the panel shows, borrowed for one frame.
struct PipelineState {
  const Preset& preset;
  std::uint64_t seed = 0, sample = 0;
  const Draw* draw = nullptr;  ///< of this sample; null without a scan
  bool can_undo = false, can_redo = false;
  std::string undo_name, redo_name;  ///< what would be undone, for the hints
  Index3 volume{0, 0, 0};            ///< of the scan, for the size of a new training window; zeros without one
  bool figure = false;               ///< the layout crops is shown
  bool windows = true, cut = false;  ///< training windows are outlined; the sample's one is cut out
};

void draw_pipeline_panel(const PipelineState& state, Actions& actions);

/// An id for a new step: the operator's name, or with the first free number behind it.
std::string free_step_id(const Preset& preset, std::string_view op);

}  // namespace auglens
