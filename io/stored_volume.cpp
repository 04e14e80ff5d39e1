#include "io/stored_volume.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "io/input_file.h"
#include "ops/error.h"

namespace auglens {

namespace {

namespace fs = std::filesystem;
constexpr std::int64_t most_bytes = std::int64_t{1} << 50;
constexpr std::int64_t deflate_ratio = 1032;  ///< deflate cannot do better (RFC 1951: 258 bytes from 2 bits)

int product(const std::vector<StoredAxis>& axes) {
  std::int64_t n = 1;
  for (const auto& axis : axes) n *= axis.size;
  return static_cast<int>(n);
}

std::int64_t file_size(const std::string& header, const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0)
    throw Error(ErrorKind::bad_input, {header, "the data file cannot be opened", path + ", " + std::strerror(errno),
                                       "put it beside its header"});
  if (!S_ISREG(status.st_mode))
    throw Error(ErrorKind::bad_input, {header, "the data file is not a regular file", path,
                                       "put the data in a regular file beside the header"});
  return status.st_size;
}

/// The smallest file that can hold that many bytes of values.
std::int64_t smallest(Packing packing, std::int64_t values, std::int64_t bytes) {
  switch (packing) {
    case Packing::raw:
      return bytes;
    case Packing::gzip:
    case Packing::zlib:
      return bytes / deflate_ratio;
    case Packing::ascii:
      return 2 * values - 1;
    case Packing::hex:
      return 2 * bytes;
  }
  return bytes;
}

}  // namespace

int StoredVolume::channels() const {
  return product(channel_axes);
}
int StoredVolume::frames() const {
  return product(frame_axes);
}

std::int64_t checked_values(const std::string& file, const std::vector<std::int64_t>& sizes, std::size_t bytes_each) {
  std::int64_t bytes = static_cast<std::int64_t>(bytes_each);
  for (const std::int64_t n : sizes) {
    if (n < 1)
      throw Error(ErrorKind::bad_input, {file, "the dimensions make no sense", "a size of " + std::to_string(n),
                                         "correct the sizes in the header"});
    if (__builtin_mul_overflow(bytes, n, &bytes) || bytes > most_bytes)
      throw Error(ErrorKind::bad_input, {file, "the header announces far more voxels than any file holds", "",
                                         "correct the sizes in the header"});
  }
  return bytes / static_cast<std::int64_t>(bytes_each);
}

std::string data_path(const std::string& header, const std::string& named) {
  const fs::path folder = fs::path(header).parent_path();
  const fs::path path = folder / named;
  if (fs::path(named).is_absolute())
    throw Error(ErrorKind::bad_input, {header, "the data file is named by an absolute path, which is not followed",
                                       named, "put it beside its header and name it without a folder"});
  std::error_code error;
  const fs::path home = fs::canonical(folder.empty() ? fs::path(".") : folder, error);
  const fs::path lexical = fs::path(named).lexically_normal();
  const fs::path real = error ? fs::path() : fs::weakly_canonical(path, error);
  const auto inside = std::mismatch(home.begin(), home.end(), real.begin(), real.end()).first == home.end();
  if (error || !inside || (lexical.begin() != lexical.end() && *lexical.begin() == ".."))
    throw Error(ErrorKind::bad_input, {header, "the data file lies outside the header's folder and is not read", named,
                                       "put it beside its header"});
  file_size(header, path.string());
  return path.string();
}

std::uint64_t data_start(const StoredPart& part) {
  InputFile file(part.path);
  std::array<char, 65536> block{};
  std::uint64_t position = 0;
  for (std::int64_t lines = part.skip_lines; lines > 0;) {
    const std::size_t n = file.read(block.data(), block.size());
    for (std::size_t i = 0; i < n && lines > 0; ++i, ++position)
      if (block[i] == '\n') --lines;
    if (n < block.size()) break;
  }
  return position;
}

void note_surplus(StoredVolume& v) {
  const std::string notice = "there are bytes behind the last voxel: they are ignored";
  if (std::find(v.notices.begin(), v.notices.end(), notice) == v.notices.end()) v.notices.push_back(notice);
}

void check_parts(const StoredVolume& v) {
  const auto count = static_cast<std::int64_t>(v.parts.size());
  const std::int64_t values = v.values();
  if (count == 0 || values % count != 0)
    throw Error(ErrorKind::bad_input,
                {v.file, std::to_string(count) + " data files cannot share " + std::to_string(values) + " values", "",
                 "check the list of data files"});
  const std::int64_t each = values / count, bytes = each * static_cast<std::int64_t>(bytes_of(v.type));
  for (const auto& part : v.parts) {
    const std::int64_t size = file_size(v.file, part.path);
    const std::int64_t skip = v.packing == Packing::raw ? std::max<std::int64_t>(part.skip_bytes, 0) : 0;
    const std::int64_t needed = smallest(v.packing, each, bytes);
    if (size - std::min(skip, size) >= needed) continue;
    throw Error(
        ErrorKind::bad_input,
        {v.file, "the data are cut short",
         fs::path(part.path).filename().string() + " holds " + std::to_string(size - std::min(skip, size)) +
             " bytes, " + (v.packing == Packing::raw ? "" : "at least ") + std::to_string(needed) + " are announced",
         "get the complete file"});
  }
}

void for_each_row(const StoredVolume& v, const std::function<void(std::int64_t, VoxelRow)>& take) {
  struct Loop {
    StoredAxis axis;
    std::int64_t* counter;
    std::int64_t at = 0;
  };
  std::int64_t y = 0, z = 0;
  std::vector<std::int64_t> channel(v.channel_axes.size()), frame(v.frame_axes.size());
  std::vector<Loop> loops = {{v.space[1], &y}, {v.space[2], &z}};
  for (std::size_t i = 0; i < channel.size(); ++i) loops.push_back({v.channel_axes[i], &channel[i]});
  for (std::size_t i = 0; i < frame.size(); ++i) loops.push_back({v.frame_axes[i], &frame[i]});
  std::stable_sort(loops.begin(), loops.end(), [](auto& a, auto& b) { return a.axis.stride < b.axis.stride; });
  const auto flat = [](const std::vector<StoredAxis>& axes, const std::vector<std::int64_t>& index) {
    std::int64_t n = 0;
    for (std::size_t i = axes.size(); i-- > 0;) n = n * axes[i].size + index[i];
    return static_cast<int>(n);
  };
  for (;;) {
    std::int64_t offset = 0;
    for (const auto& loop : loops) offset += *loop.counter * loop.axis.stride;
    VoxelRow row;
    row.y = y;
    row.z = z;
    row.channel = flat(v.channel_axes, channel);
    row.frame = flat(v.frame_axes, frame);
    row.step = v.space[0].stride;
    take(offset, row);
    std::size_t k = 0;
    while (k < loops.size() && ++*loops[k].counter == loops[k].axis.size) *loops[k++].counter = 0;
    if (k == loops.size()) return;
  }
}

std::string text_head(const std::string& path, std::size_t limit) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    throw Error(ErrorKind::bad_input, {path, "not a file that can be read", "", "name a regular file"});
  std::ifstream in(path, std::ios::binary);
  std::string text(std::min(limit, static_cast<std::size_t>(status.st_size)), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return text;
}

}  // namespace auglens
