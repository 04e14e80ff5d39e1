#include "render/window_target.h"

#include <epoxy/gl.h>

#include <algorithm>

#include "render/gl_object.h"

namespace auglens {

void begin_window_frame(int width, int height) {
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  set_draw_state(false);
  glViewport(0, 0, width, height);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

Picture read_window_frame(int width, int height) {
  const std::size_t row = static_cast<std::size_t>(width) * 3;
  Picture picture{width, height, std::vector<std::uint8_t>(row * static_cast<std::size_t>(height))};
  glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
  glReadBuffer(GL_BACK);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, picture.rgb.data());
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  check_gl("reading the window back");
  const auto at = [&](int y) { return picture.rgb.begin() + static_cast<std::ptrdiff_t>(row) * y; };
  for (int y = 0; y < height / 2; ++y) std::swap_ranges(at(y), at(y + 1), at(height - 1 - y));
  return picture;
}

}  // namespace auglens
