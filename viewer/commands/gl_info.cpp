#include "viewer/commands/gl_info.h"

#include <iostream>

#include "ops/device.h"
#include "render/context.h"

namespace auglens {

int run_gl_info() {
  const auto context = make_egl_context();
  const GlInfo& gl = context->info();
  const std::string no_cuda = Device::why_no_cuda();
  std::cout << "renderer: " << gl.renderer << (gl.software ? " (software)" : "") << "\nvendor: " << gl.vendor
            << "\nversion: " << gl.version << "\nmade by: " << gl.made_by << "\nlargest texture: " << gl.max_texture
            << "\nCUDA: " << (no_cuda.empty() ? Device::cuda().name() : no_cuda) << '\n';
  return 0;
}

}  // namespace auglens
