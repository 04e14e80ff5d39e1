#include "viewer/window.h"

#include <cstdlib>

#include "viewer/window/application.h"

namespace auglens {

int run_window(const WindowOptions& given) {
  WindowOptions options = given;
  if (const char* trace = std::getenv("AUGLENS_WINDOW_TRACE"); trace != nullptr && options.trace.empty())
    options.trace = trace;
  Application application(options);
  application.run();
  return 0;
}

}  // namespace auglens
