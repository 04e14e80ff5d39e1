#pragma once
// The signs of the window, drawn as strokes so that no icon font is needed. It refuses to know what pressing one does.

#include "viewer/ui/theme.h"

namespace auglens::ui {

enum class Icon {
  plus,
  cross,
  check,
  up,
  down,
  left,
  right,
  grip,
  menu,
  eye,
  undo,
  redo,
  dice,
  folder,
  save,
  camera,
  help,
  views,
  single,
  compare,
  label,
  reset,
  warning,
  scan,
  link,
  cube,
  contrast,
  fit,
  law_constant,  ///< the laws stand in the order of auglens::Law
  law_uniform,
  law_log_uniform,
  law_reciprocal,
  law_normal,
  law_choice,
  count,
};

/// Strokes in a square of `side` pixels whose middle is `centre`.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 centre, float side, ImU32 colour);

}  // namespace auglens::ui
