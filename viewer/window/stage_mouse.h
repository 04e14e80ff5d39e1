#pragma once
// What the mouse means over the panes: crosshair, window, pan, zoom, slices, orbit. It refuses to know GLFW and to
// change anything: it speaks edit lines.

#include <optional>

#include "viewer/panels/actions.h"
#include "viewer/session_state.h"
#include "viewer/window/stage.h"

namespace auglens {

/// The mouse in one frame, in pixels of the canvas.
struct StageHand {
  double x = 0, y = 0;
  double wheel = 0;
  bool inside = false;  ///< over the canvas, with nothing in front
  bool control = false, shift = false, window_key = false, pan_key = false;
};

class StageMouse {
 public:
  void update(const StageHand& hand, const Stage& stage, const SessionState& state, Actions& actions);
  bool dragging() const { return drag_ != Drag::none; }

 private:
  enum class Drag { none, crosshair, window, pan, orbit };

  void press(const StageHand& hand, const Stage& stage, const SessionState& state, Actions& actions);
  void move(const StageHand& hand, const Stage& stage, const SessionState& state, Actions& actions);

  Drag drag_ = Drag::none;
  int button_ = 0;
  std::size_t pane_ = 0;
  double x_ = 0, y_ = 0;  ///< at the press
  View at_press_;
};

}  // namespace auglens
