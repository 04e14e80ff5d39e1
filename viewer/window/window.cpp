#include "viewer/window.h"

#include "viewer/window/application.h"

namespace auglens {

int run_window(const WindowOptions& options) {
  Application application(options);
  application.run();
  return 0;
}

}  // namespace auglens
