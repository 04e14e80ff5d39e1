#pragma once
// `auglens bench`: our times beside the floors of this machine. It refuses to know how each benchmark measures.

#include <optional>
#include <string>

#include "render/present_road.h"
#include "viewer/commands/options.h"

namespace auglens {

struct BenchOptions {
  DeviceOptions device;
  std::string name = "live";
  std::optional<PresentRoad> road;
  std::string maps;  ///< a folder of label maps for `components`
  bool json = false;
};

/// Prints a table, or the JSON of design §9. Throws Error(usage) for a name that is none.
int run_bench(const BenchOptions& options);

}  // namespace auglens
