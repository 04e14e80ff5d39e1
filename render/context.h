#pragma once
// A GL 4.5 core context, whoever makes it: EGL without a display, or GLFW with a window. It refuses to know what is
// drawn.

#include <memory>
#include <string>

struct GLFWwindow;

namespace auglens {

/// What the driver says of itself, for the status bar and for `--gl-info`.
struct GlInfo {
  std::string renderer, vendor, version;
  std::string made_by;    ///< "EGL device", "EGL surfaceless" or "GLFW"
  int max_texture = 0;    ///< largest side of a two-dimensional texture
  bool software = false;  ///< a CPU draws: said in the window, never hidden
};

/// One context, used by one thread at a time. GL objects must be destroyed before it, while it is current.
class GlContext {
 public:
  GlContext() = default;
  GlContext(const GlContext&) = delete;
  GlContext& operator=(const GlContext&) = delete;
  virtual ~GlContext() = default;

  virtual void make_current() = 0;
  /// Lets another thread make it current.
  virtual void release() = 0;
  const GlInfo& info() const { return info_; }

 protected:
  GlInfo info_;
};

/// Headless: an EGL device first (hardware before software), then Mesa's surfaceless platform; no display server. The
/// context is current on return. Throws Error(resource) that names each thing that is missing.
std::unique_ptr<GlContext> make_egl_context();

struct WindowRequest {
  int width = 1440, height = 900;
  const char* title = "auglens";
  bool visible = true;
};

/// A context that belongs to a window.
class WindowContext : public GlContext {
 public:
  virtual GLFWwindow* window() const = 0;
};

/// Opens a window; its context is current on return, swaps wait for the display. Throws Error(resource) when there is
/// no display or no GL 4.5.
std::unique_ptr<WindowContext> make_glfw_context(const WindowRequest& request);

/// Reads what the current context says of itself; for the two makers.
GlInfo read_gl_info(const char* made_by);

}  // namespace auglens
