#pragma once
// When to draw: after events and mail, for as long as something moves, and never while nothing does. It refuses to know
// what is drawn.

#include <cstdint>

namespace auglens {

/// Why a frame might be due although no event comes.
struct Unrest {
  bool busy = false;      ///< work goes on whose progress is shown
  bool hovering = false;  ///< a hint may appear
  double seconds = 0;     ///< > 0: something goes away by itself then
};

class Pacer {
 public:
  /// Waits until there is a reason for a frame. True: draw; false: nothing to show after all.
  bool wait(const Unrest& unrest);
  /// The next frames are drawn without waiting: ImGui shows what an event did one frame after it.
  void stir(int frames = 3) { owed_ = owed_ > frames ? owed_ : frames; }

 private:
  int owed_ = 3;
  bool hint_waited_ = false;
};

}  // namespace auglens
