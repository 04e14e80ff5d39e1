#pragma once
// The command `crops`: the windows that a preset's sampler draws from a label, and what they hold. It refuses to draw
// pictures.

#include "viewer/commands/options.h"

namespace auglens {

struct CropsOptions {
  DeviceOptions device;
  std::string label;
  PresetOptions preset;
  std::uint64_t draws = 0;
  bool odds = false;          ///< also the exact odds of all four samplers, on the label of the first draw
  std::int64_t at_least = 1;  ///< voxels of a class that make a hit there
  bool json = false;
};

/// Prints a table, or with `json` the contract of design §9; returns the exit code. Throws Error: bad_input for a label
/// or preset that has no windows, resource.
int run_crops(const CropsOptions& options);

}  // namespace auglens
