#pragma once
// Numbers that describe all voxels of a volume: range, mean, what is not finite, the list of labels. It refuses to know
// where the voxels came from.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ops/image.h"

namespace auglens {

/// Over all channels and frames, after slope and intercept; minimum, maximum and mean over finite voxels.
struct VoxelStatistics {
  std::int64_t voxels = 0, nonfinite = 0;
  double minimum = 0, maximum = 0, mean = 0;  ///< 0 when no voxel is finite
  /// Value and voxels, ascending, 0 included; empty when a voxel is not integral or there are over 300 values.
  std::optional<std::vector<std::pair<std::int64_t, std::int64_t>>> values;

  bool any_finite() const { return voxels > nonfinite; }
};

/// One line of text (for a pipe) and back; exact. `statistics_from` throws Error(bad_input) on anything else.
std::string to_line(const VoxelStatistics& statistics);
VoxelStatistics statistics_from(const std::string& line);

/// Collects VoxelStatistics row by row; the order of the rows does not change anything but the last bits of the mean.
class StatisticsBuilder {
 public:
  void add(const double* values, std::size_t count);
  VoxelStatistics finish() const;

 private:
  void tally(const double* values, std::size_t count);

  VoxelStatistics so_far_;
  double sum_ = 0;
  bool integral_ = true;                         ///< all values are integers, and no more than are worth a list
  std::vector<std::int64_t> small_;              ///< voxels of the values -near..near, where most labels lie
  std::map<std::int64_t, std::int64_t> others_;  ///< voxels of all other values
  std::size_t distinct_ = 0;
};

/// The same numbers for an image in memory.
VoxelStatistics statistics_of(const Image& image);

}  // namespace auglens
