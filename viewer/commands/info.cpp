#include "viewer/commands/info.h"

#include <iostream>

#include "io/info_json.h"
#include "io/load.h"

namespace auglens {

int run_info(const std::string& file, bool json, const Device& device) {
  ReadOptions options;
  options.statistics = true;
  const std::vector<Volume> volumes = load_volumes(file, options, Job{device});
  std::cout << (json ? info_json(file, volumes) : info_text(file, volumes)) << std::flush;
  return 0;
}

}  // namespace auglens
