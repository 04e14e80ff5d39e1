#pragma once
// Connected components of cubes of 512 voxels a side, on the CPU or on CUDA. It refuses to know peers:
// tests/bench/peers.py times those on the same maps.

#include <string>

#include "ops/device.h"
#include "viewer/bench/report.h"

namespace auglens {

/// A row for each map and connectivity: numbers of all voxels, their memory included. Rows "table" also sum up the
/// blobs. With a folder, its label maps (*.nii) are timed, after those of our own that it lacks were written into it.
/// Throws Error(resource), Error(bad_input) for a file that is no label map.
BenchReport bench_components(const Device& device, const std::string& maps);

}  // namespace auglens
