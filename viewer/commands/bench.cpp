#include "viewer/commands/bench.h"

#include <iostream>

#include "ops/error.h"
#include "viewer/bench/components.h"
#include "viewer/bench/live.h"
#include "viewer/commands/common.h"

namespace auglens {

int run_bench(const BenchOptions& options) {
  const bool components = options.name == "components";
  if (!components && options.name != "live")
    throw Error(ErrorKind::usage,
                {"", "no benchmark is called \"" + options.name + "\"", "", "use live or components"});
  if (!components && !options.maps.empty())
    throw Error(ErrorKind::usage, {"", "--maps is for components only", "", "leave it out"});
  const Device device = open_device(options.device);
  const BenchReport report = components ? bench_components(device, options.maps) : bench_live(device, options.road);
  std::cout << (options.json ? bench_json(report) : bench_table(report));
  return 0;
}

}  // namespace auglens
