#pragma once
// The one door by which stored voxels become an Image: types, scaling, narrowing, padded planar layout. It refuses to
// know file formats.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/statistics.h"
#include "ops/image.h"

namespace auglens {

/// What a file holds for one channel of one voxel. RGB is three channels of uint8.
enum class StoredType {
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  float32,
  float64,
  complex64,
  complex128
};
const char* name_of(StoredType type);
std::size_t bytes_of(StoredType type);
/// The type with this name (int8 ... complex128), or nothing.
std::optional<StoredType> stored_type_named(const std::string& name);

/// value = slope * stored + intercept, in double.
struct Scaling {
  double slope = 1, intercept = 0;
  bool identity() const { return slope == 1 && intercept == 0; }
};

/// Gives memory for that many bytes, 64-byte aligned; pages that are never touched should cost nothing.
using MemorySource = std::function<Buffer(std::size_t)>;
/// Host memory; throws Error(resource) when the machine does not have that much left.
Buffer host_memory(std::size_t bytes);

/// Intensity: uint8, int16, uint16 or float32. Labels: int32 (VoxelType::int32), integral values only.
enum class VoxelGoal { intensity, labels };

struct VoxelPlan {
  std::string file;  ///< for messages
  Grid grid;
  StoredType stored = StoredType::int16;
  int channels = 1, frames = 1;
  VoxelGoal goal = VoxelGoal::intensity;
  bool scaled = true;       ///< false: no row will carry a scaling, so that memory for the stored type is enough
  bool statistics = false;  ///< collect VoxelStatistics of the values before they are rounded to float32
  MemorySource memory = host_memory;
};

/// One row of grid.size[0] voxels of one channel, in native byte order; any alignment.
struct VoxelRow {
  const void* voxels = nullptr;
  std::int64_t y = 0, z = 0;
  int channel = 0, frame = 0;
  std::ptrdiff_t step = 1;  ///< stored elements from one voxel to the next (3 for interleaved RGB)
  Scaling scaling{};        ///< that of this row's slice or frame
};

/// Takes rows in any order, from one thread, and keeps them in the narrowest type that holds all values exactly: memory
/// is reserved for the widest type, touched for the current one, and widened in place when a row asks for it. uint8,
/// int16, uint16 and float32 without scaling stay what they are.
class VoxelSink {
 public:
  /// Throws Error(bad_input) when the size overflows, Error(resource) when memory is not to be had.
  explicit VoxelSink(VoxelPlan plan);

  /// Throws Error(bad_input) in label mode when a value is not an integer of 32 bits.
  void put(const VoxelRow& row);

  /// The image; what was lost or changed is said in `notices`. Call once, after all rows. Image::buffer starts at the
  /// start of what the memory source gave, and uses its first `pitch.volume * channels * frames * bytes_of(type)`
  /// bytes.
  Image finish(std::vector<std::string>& notices);
  /// After finish, when the plan asked for it.
  const std::optional<VoxelStatistics>& statistics() const { return statistics_; }

 private:
  void put_as_is(const VoxelRow& row);
  void put_values(const VoxelRow& row);
  void put_labels(const VoxelRow& row);
  void note_scaling(const Scaling& scaling);
  void fit();
  void widen(VoxelType to);
  void note_rounding();
  std::int64_t offset_of(const VoxelRow& row) const;

  VoxelPlan plan_;
  Image image_;
  bool native_ = false;      ///< so far all rows went in as they were stored
  bool rounded_ = false;     ///< a value was not exact in float32
  std::int64_t beyond_ = 0;  ///< finite values that float32 makes infinite
  std::optional<Scaling> first_scaling_;
  bool several_scalings_ = false;
  double low_ = 0, high_ = 0;  ///< range of integral values so far
  bool any_ = false, integral_ = true;
  std::int64_t touched_ = 0;    ///< voxels from the start of the buffer that may hold values
  std::vector<double> values_;  ///< one row
  StatisticsBuilder builder_;
  std::optional<VoxelStatistics> statistics_;
};

}  // namespace auglens
