#pragma once
// `auglens blobs`: the table of a label's blobs. It refuses to know how blobs are found and how they are spelled.

#include <optional>
#include <string>

#include "ops/objects/components.h"
#include "viewer/commands/options.h"

namespace auglens {

struct BlobsOptions {
  DeviceOptions device;
  std::string label;
  ComponentOptions components;
  std::optional<std::uint64_t> k_largest;  ///< per class (with any_foreground: of all), by volume of the box, as DALI
  std::int64_t threshold = 0;              ///< smallest extent of a box on every axis
  bool json = false;
};

/// Prints the blobs in raster order of their first voxel; returns the exit code. Throws Error(usage) for a class that
/// the label does not have, naming those it has, and whatever the readers throw.
int run_blobs(const BlobsOptions& options);

}  // namespace auglens
