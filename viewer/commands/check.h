#pragma once
// `auglens check`: what a preset does to a label over many draws, and whether its limits hold. It refuses to change
// anything.

#include "viewer/commands/options.h"

namespace auglens {

struct CheckOptions {
  DeviceOptions device;
  InputOptions input;
  PresetOptions preset;
  std::uint64_t draws = 0;
  bool json = false;
};

/// Prints a table, or one JSON object. 0: every limit of the preset holds, or it has none; 1: one is broken. Throws
/// Error.
int run_check(const CheckOptions& options);

}  // namespace auglens
