#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "ops/error.h"
#include "render/context.h"

namespace auglens {
namespace {

[[noreturn]] void fail(const char* what, const char* to_do) {
  const char* reason = nullptr;
  glfwGetError(&reason);
  throw Error(ErrorKind::resource, {"", what, reason != nullptr ? reason : "", to_do});
}

class GlfwContext : public WindowContext {
 public:
  explicit GlfwContext(const WindowRequest& request) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 5);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_VISIBLE, request.visible ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHint(GLFW_SAMPLES, 0);
    window_ = glfwCreateWindow(request.width, request.height, request.title, nullptr, nullptr);
    if (window_ == nullptr) fail("no window with OpenGL 4.5", "update the graphics driver, or use `auglens render`");
    GlfwContext::make_current();
    glfwSwapInterval(1);
    info_ = read_gl_info("GLFW");
  }
  ~GlfwContext() override {
    if (window_ != nullptr) glfwDestroyWindow(window_);
    glfwTerminate();
  }

  void make_current() override { glfwMakeContextCurrent(window_); }
  void release() override { glfwMakeContextCurrent(nullptr); }
  GLFWwindow* window() const override { return window_; }

 private:
  GLFWwindow* window_ = nullptr;
};

}  // namespace

std::unique_ptr<WindowContext> make_glfw_context(const WindowRequest& request) {
  if (glfwInit() != GLFW_TRUE)
    fail("no display to open a window on", "set DISPLAY or WAYLAND_DISPLAY, or use `auglens render`, which needs none");
  try {
    return std::make_unique<GlfwContext>(request);
  } catch (...) {
    glfwTerminate();
    throw;
  }
}

}  // namespace auglens
