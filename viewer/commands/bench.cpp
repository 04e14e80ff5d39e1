#include "viewer/commands/bench.h"

#include <iostream>

#include "ops/error.h"
#include "viewer/bench/live.h"
#include "viewer/commands/common.h"

namespace auglens {

int run_bench(const BenchOptions& options) {
  if (options.name != "live")
    throw Error(ErrorKind::usage, {"", "no benchmark is called \"" + options.name + "\"", "", "use live"});
  const BenchReport report = bench_live(open_device(options.device), options.road);
  std::cout << (options.json ? bench_json(report) : bench_table(report));
  return 0;
}

}  // namespace auglens
