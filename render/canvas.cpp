#include "render/canvas.h"

#include <epoxy/gl.h>

#include "ops/error.h"

namespace auglens {

void Canvas::resize(int width, int height) {
  if (framebuffer_ && width == colour_.width && height == colour_.height) return;
  if (width < 1 || height < 1)
    throw Error(ErrorKind::usage, {"", "a picture needs at least one pixel", "", "give a size such as 1024x768"});
  colour_.reshape(TexelType::rgba8, width, height);
  GLuint name = 0;
  glCreateFramebuffers(1, &name);
  framebuffer_ = GlFramebuffer(name);
  glNamedFramebufferTexture(name, GL_COLOR_ATTACHMENT0, colour_.object.name(), 0);
  if (glCheckNamedFramebufferStatus(name, GL_DRAW_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
    throw Error(ErrorKind::resource, {"", "the graphics driver gives no framebuffer",
                                      std::to_string(width) + " x " + std::to_string(height), "use a smaller --size"});
}

void Canvas::begin(std::array<std::uint8_t, 3> background) const {
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.name());
  set_draw_state(false);
  glViewport(0, 0, width(), height());
  glClearColor(static_cast<float>(background[0]) / 255, static_cast<float>(background[1]) / 255,
               static_cast<float>(background[2]) / 255, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

Picture Canvas::read() const {
  Picture picture{width(), height(), {}};
  picture.rgb.resize(static_cast<std::size_t>(width()) * static_cast<std::size_t>(height()) * 3);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_.name());
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width(), height(), GL_RGB, GL_UNSIGNED_BYTE, picture.rgb.data());
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  check_gl("reading a picture back");
  return picture;
}

}  // namespace auglens
