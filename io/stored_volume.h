#pragma once
// What a checked NRRD or MetaImage header says: the grid, and where and how the voxels lie in which files. It refuses
// to know the spelling of either header, and how the bytes are decoded.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "io/voxels.h"

namespace auglens {

enum class Packing { raw, gzip, zlib, ascii, hex };

/// One axis of the array of stored values.
struct StoredAxis {
  std::int64_t size = 1, stride = 0;  ///< stride in values
};

/// One file with an equal share of the values.
struct StoredPart {
  std::string path;
  std::int64_t skip_lines = 0;  ///< text lines in front of the data, before unpacking
  std::int64_t skip_bytes = 0;  ///< bytes in front of the values, after skip_lines; -1: the values end the file
};

struct StoredVolume {
  std::string file;  ///< the header, as the user named it
  Grid grid;
  bool states_orientation = true;
  StoredType type = StoredType::int16;
  bool big_endian = false;
  Packing packing = Packing::raw;
  std::array<StoredAxis, 3> space;  ///< x, y, z
  std::vector<StoredAxis> channel_axes, frame_axes;
  std::vector<StoredPart> parts;
  std::vector<std::string> notices;

  int channels() const;
  int frames() const;
  std::int64_t values() const { return grid.voxels() * channels() * frames(); }
};

/// Multiplies sizes; throws Error(bad_input) when one is not positive or the array is larger than any file.
std::int64_t checked_values(const std::string& file, const std::vector<std::int64_t>& sizes, std::size_t bytes_each);

/// The path of a data file that a header names. Throws Error(bad_input) unless it is relative, is there, and is a
/// regular file inside the header's folder, links followed.
std::string data_path(const std::string& header, const std::string& named);

/// Where a part's data start in its file once skip_lines are skipped; skip_bytes are not.
std::uint64_t data_start(const StoredPart& part);

/// Says, once, that bytes follow the last voxel.
void note_surplus(StoredVolume& volume);

/// Throws Error(bad_input) when a part is not a regular file or is too short for what the header announces.
void check_parts(const StoredVolume& volume);

/// Calls take(offset of the first value, row) for each row along x, in the order in which the values lie in the file.
void for_each_row(const StoredVolume& volume, const std::function<void(std::int64_t, VoxelRow)>& take);

/// One header of either format: a file's first bytes, at most `limit` of them. Throws Error(bad_input).
std::string text_head(const std::string& path, std::size_t limit);

}  // namespace auglens
