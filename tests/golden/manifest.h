#pragma once
// What a manifest says of each golden: input, steps, the peer's output, how near we must come. It refuses to run them.

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ops/preset.h"
#include "tests/golden/volumes.h"

namespace auglens::test {

/// How near our output must be to the peer's under one rule.
struct Expectation {
  double within = 0;     ///< share of the peer's range that a voxel may be off; 0: bit for bit
  bool differs = false;  ///< a known difference: it must be there
};

struct Golden {
  std::string peer, version, name, call, why;  ///< why: of a known difference or a tolerance
  std::filesystem::path file;
  GoldenVolume volume;
  std::string layout = "czyx";                   ///< axes of the stored array, outermost first
  std::optional<std::array<double, 16>> affine;  ///< of the output grid, row-major, RAS, where the peer states it
  Preset preset;
  Expectation peer_rule;  ///< under the peer's own rule, where it differs from ours
  Expectation our_rule;   ///< under the rule that presets use; voxels on a jump of the rule are excepted
};

/// Every case of a folder's manifest.json, or those whose last operator AUGLENS_GOLDEN_OPERATORS=blur,affine names; a
/// step's `field` becomes the path of the folder's file. Throws std::runtime_error or Error(bad_input).
std::vector<Golden> read_manifest(const std::filesystem::path& folder);

/// tests/golden/<peer>/ for every peer, or the one folder that AUGLENS_GOLDEN names.
std::vector<std::filesystem::path> golden_folders();

}  // namespace auglens::test
