#pragma once
// Dear ImGui on a GLFW window: started, scaled, begun and ended once a frame. It refuses to know what the frame shows.

#include <memory>

#include "viewer/ui/theme.h"

struct GLFWwindow;

namespace auglens {

class Gui {
 public:
  /// The window's context must be current. The scale is the monitor's.
  explicit Gui(GLFWwindow* window);
  ~Gui();
  Gui(const Gui&) = delete;
  Gui& operator=(const Gui&) = delete;

  void begin();
  /// Draws into the current framebuffer.
  void end();

  void name_items(bool on) { frame_.items = on ? &items_ : nullptr; }
  const std::vector<ui::NamedItem>& items() const { return items_; }
  /// A hint may appear although no event will come.
  bool hovering() const;
  /// ImGui still holds events back: of a fast press and release it shows one a frame.
  bool pending() const;

 private:
  ui::Frame frame_;
  std::vector<ui::NamedItem> items_;
};

}  // namespace auglens
