#include "viewer/supported_preset.h"

#include "ops/error.h"

namespace auglens {

void check_supported(const Preset& preset, const std::string& file) {
  const auto refuse = [&](const char* what, const char* where, const char* to_do) {
    throw Error(ErrorKind::bad_input, {file, std::string(what) + " is not in this version", where, to_do});
  };
  if (preset.fuse) refuse("fusing warps", "/fuse", "use false");
}

}  // namespace auglens
