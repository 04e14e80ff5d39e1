#include <dlfcn.h>
#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "ops/error.h"
#include "render/context.h"

namespace auglens {
namespace {

bool has_library(const char* name) {
  void* handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
  if (handle != nullptr) dlclose(handle);
  return handle != nullptr;
}

[[noreturn]] void fail(std::string what, std::string where, std::string to_do) {
  throw Error(ErrorKind::resource, {"", std::move(what), std::move(where), std::move(to_do)});
}

bool has_word(const char* list, std::string_view word) {
  return list != nullptr && (" " + std::string(list) + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

/// A display and why it was no good, if so; `what` names it in the report.
struct Candidate {
  EGLenum platform;
  void* native;
  const char* what;
};

std::vector<Candidate> candidates(const char* extensions) {
  std::vector<Candidate> hardware, software;
  if (has_word(extensions, "EGL_EXT_platform_device") &&
      (has_word(extensions, "EGL_EXT_device_enumeration") || has_word(extensions, "EGL_EXT_device_base"))) {
    std::array<EGLDeviceEXT, 32> devices{};
    EGLint count = 0;
    if (eglQueryDevicesEXT(static_cast<EGLint>(devices.size()), devices.data(), &count) == EGL_TRUE)
      for (EGLint k = 0; k < count; ++k) {
        EGLDeviceEXT device = devices[static_cast<std::size_t>(k)];
        const bool cpu = has_word(eglQueryDeviceStringEXT(device, EGL_EXTENSIONS), "EGL_MESA_device_software");
        (cpu ? software : hardware).push_back({EGL_PLATFORM_DEVICE_EXT, device, "EGL device"});
      }
  }
  hardware.insert(hardware.end(), software.begin(), software.end());
  if (has_word(extensions, "EGL_MESA_platform_surfaceless"))
    hardware.push_back({EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, "EGL surfaceless"});
  return hardware;
}

class EglContext : public GlContext {
 public:
  /// Throws a short std::string-like reason as Error; the caller collects them.
  explicit EglContext(const Candidate& candidate) {
    display_ = eglGetPlatformDisplayEXT(candidate.platform, candidate.native, nullptr);
    if (display_ == EGL_NO_DISPLAY || eglInitialize(display_, nullptr, nullptr) != EGL_TRUE)
      fail(std::string(candidate.what) + ": no display", "", "");
    if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE)
      fail(std::string(candidate.what) + ": no OpenGL, only OpenGL ES", "", "");
    if (!has_word(eglQueryString(display_, EGL_EXTENSIONS), "EGL_KHR_surfaceless_context"))
      fail(std::string(candidate.what) + ": no EGL_KHR_surfaceless_context", "", "");
    constexpr EGLint wanted[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, EGL_DONT_CARE, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (eglChooseConfig(display_, wanted, &config, 1, &count) != EGL_TRUE || count == 0) config = nullptr;
    constexpr EGLint version[] = {
        EGL_CONTEXT_MAJOR_VERSION,           4,       EGL_CONTEXT_MINOR_VERSION, 5, EGL_CONTEXT_OPENGL_PROFILE_MASK,
        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    context_ = eglCreateContext(display_, config, EGL_NO_CONTEXT, version);
    if (context_ == EGL_NO_CONTEXT) fail(std::string(candidate.what) + ": no OpenGL 4.5 core", "", "");
    EglContext::make_current();
    info_ = read_gl_info(candidate.what);
  }
  ~EglContext() override {
    if (display_ == EGL_NO_DISPLAY) return;
    if (eglGetCurrentContext() == context_) eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (context_ != EGL_NO_CONTEXT) eglDestroyContext(display_, context_);
    // The display is not terminated: it is shared by all contexts of the process.
  }

  void make_current() override {
    eglBindAPI(EGL_OPENGL_API);  // a setting of the thread, not of the context
    if (eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) != EGL_TRUE)
      fail("the EGL context cannot be made current", "it may be current on another thread", "release it there first");
  }
  void release() override {
    eglBindAPI(EGL_OPENGL_API);
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  }

 private:
  EGLDisplay display_ = EGL_NO_DISPLAY;
  EGLContext context_ = EGL_NO_CONTEXT;
};

}  // namespace

GlInfo read_gl_info(const char* made_by) {
  const auto text = [](GLenum name) {
    const auto* s = reinterpret_cast<const char*>(glGetString(name));
    return std::string(s != nullptr ? s : "");
  };
  GlInfo info{text(GL_RENDERER), text(GL_VENDOR), text(GL_VERSION), made_by, 0, false};
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &info.max_texture);
  for (const char* name : {"llvmpipe", "softpipe", "swrast", "SWR", "SwiftShader"})
    info.software = info.software || info.renderer.find(name) != std::string::npos;
  return info;
}

std::unique_ptr<GlContext> make_egl_context() {
  // epoxy ends the program when a library is absent, so the question is asked before it can.
  const bool has_egl = has_library("libEGL.so.1");
  const bool has_gl = has_library("libOpenGL.so.0") || has_library("libGL.so.1");
  if (!has_egl || !has_gl)
    fail("pictures need OpenGL through EGL", has_egl ? "libGL.so.1 is missing" : "libEGL.so.1 is missing",
         "install the graphics driver, or Mesa: apt install libegl1 libgl1 libgl1-mesa-dri");
  const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (!has_word(extensions, "EGL_EXT_platform_base"))
    fail("pictures need OpenGL through EGL", "libEGL finds no driver of a kind that draws without a display",
         "install the graphics driver, or Mesa: apt install libegl-mesa0 libgl1-mesa-dri");
  std::string reasons;
  for (const Candidate& candidate : candidates(extensions)) {
    try {
      return std::make_unique<EglContext>(candidate);
    } catch (const Error& error) {
      reasons += (reasons.empty() ? "" : "; ") + error.parts().what;
    }
  }
  if (reasons.empty()) reasons = "libEGL offers neither EGL_EXT_platform_device nor EGL_MESA_platform_surfaceless";
  fail("no OpenGL 4.5 core context without a display", reasons,
       "install the graphics driver with EGL, or Mesa: apt install libegl-mesa0 libgl1-mesa-dri");
}

}  // namespace auglens
