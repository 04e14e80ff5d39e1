#pragma once
// `auglens --gl-info`: what draws pictures on this machine. It refuses to draw.

namespace auglens {

/// Throws Error(resource) when nothing does.
int run_gl_info();

}  // namespace auglens
