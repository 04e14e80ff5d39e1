#pragma once
// What the mouse means over the panes: crosshair, objects, window, pan, zoom, slices, orbit. It refuses to know GLFW
// and to change anything: it speaks edit lines.

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
  /// `objects` are those of what is shown; null: not known.
  void update(const StageHand& hand, const Stage& stage, const SessionState& state, const ObjectScene* objects,
              Actions& actions);
  bool dragging() const { return drag_ != Drag::none; }
  /// A click into the 3-D view waits for the objects to be known.
  bool waits_for_objects() const { return click_.has_value(); }

 private:
  enum class Drag { none, crosshair, window, pan, orbit };

  void answer_click(const Stage& stage, const SessionState& state, const ObjectScene* objects, Actions& actions);
  void press(const StageHand& hand, const Stage& stage, const SessionState& state, Actions& actions);
  void move(const StageHand& hand, const Stage& stage, const SessionState& state, Actions& actions);

  struct Click {
    std::size_t pane = 0;
    double x = 0, y = 0;
  };

  Drag drag_ = Drag::none;
  std::optional<Click> click_;  ///< into the 3-D view
  int button_ = 0;
  std::size_t pane_ = 0;
  double x_ = 0, y_ = 0;  ///< at the press
  bool moved_ = false;    ///< since the press: a drag, not a click
  View at_press_;
};

}  // namespace auglens
