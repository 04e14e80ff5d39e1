#include "io/nifti.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>

#include "io/byte_order.h"
#include "io/byte_stream.h"
#include "io/nifti_grid.h"
#include "io/nifti_header.h"
#include "ops/error.h"

namespace auglens {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;

bool ends_with(const std::string& path, const std::string& ending) {
  return path.size() > ending.size() && std::equal(ending.rbegin(), ending.rend(), path.rbegin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

/// `path` without .hdr, .img, .nii and a .gz behind it.
std::string stem_of(const std::string& path) {
  std::string stem = path;
  if (ends_with(stem, ".gz")) stem.resize(stem.size() - 3);
  for (const char* ending : {".hdr", ".img", ".nii"})
    if (ends_with(stem, ending)) return stem.substr(0, stem.size() - 4);
  return stem;
}

bool is_data_half(const std::string& path) {
  return ends_with(path, ".img") || ends_with(path, ".img.gz");
}

/// The other half of a pair beside this file, in any spelling that is in use; empty when there is none.
std::string half(const std::string& path, const std::string& lower, const std::string& upper) {
  for (const std::string& ending : {lower, lower + ".gz", upper, upper + ".GZ"}) {
    const std::string name = stem_of(path) + ending;
    std::error_code ignored;
    if (std::filesystem::exists(name, ignored)) return name;
  }
  return {};
}

std::string header_file_of(const std::string& path) {
  return is_data_half(path) ? half(path, ".hdr", ".HDR") : path;
}

std::string megabytes(double bytes) {
  char text[32];
  const double shown = bytes >= 1e6 ? bytes / 1e6 : bytes;
  const auto end = std::to_chars(text, text + sizeof text, shown, std::chars_format::general, 6).ptr;
  return std::string(text, end) + (bytes >= 1e6 ? " MB" : " bytes");
}

[[noreturn]] void too_short(const ByteStream& data, const NiftiHeader& h, double have) {
  throw Error(ErrorKind::bad_input, {data.path(), "the file is too short for the volume that its header announces",
                                     megabytes(static_cast<double>(h.voxel_offset) + h.data_bytes()) + " announced, " +
                                         megabytes(have) + (data.compressed() ? " at most" : " present"),
                                     "copy or download it again"});
}

/// Where the rows of a file go, in the order in which they lie in it: y, z, frames, channels.
class RowOrder {
 public:
  explicit RowOrder(const NiftiHeader& h) : h_(h) {}
  std::int64_t rows() const { return h_.size[1] * h_.size[2] * h_.frames * h_.channels; }

  void put(VoxelSink& sink, std::int64_t row, const std::byte* data, const Scaling& scaling) const {
    VoxelRow r;
    r.y = row % h_.size[1];
    row /= h_.size[1];
    r.z = row % h_.size[2];
    row /= h_.size[2];
    r.frame = static_cast<int>(row % h_.frames);
    const int first = static_cast<int>(row / h_.frames) * h_.voxel.interleaved;
    r.step = h_.voxel.interleaved;
    r.scaling = scaling;
    for (int c = 0; c < h_.voxel.interleaved; ++c) {
      r.channel = first + c;
      r.voxels = data + static_cast<std::size_t>(c) * bytes_of(h_.voxel.type);
      sink.put(r);
    }
  }

 private:
  const NiftiHeader& h_;
};

void read_rows(ByteStream& data, const NiftiHeader& h, const Scaling& scaling, VoxelSink& sink, const Job& job) {
  const RowOrder order(h);
  const auto row_bytes = static_cast<std::size_t>(h.size[0] * h.voxel.interleaved) * bytes_of(h.voxel.type);
  const std::int64_t rows = order.rows();
  const auto at_once = std::clamp<std::int64_t>(static_cast<std::int64_t>(block_bytes / row_bytes), 1, rows);
  std::vector<std::byte> block(static_cast<std::size_t>(at_once) * row_bytes);
  const std::uint64_t skipped = data.skip(h.voxel_offset);
  if (skipped < h.voxel_offset) too_short(data, h, static_cast<double>(skipped));
  for (std::int64_t row = 0; row < rows; row += at_once) {
    job.check();
    const std::int64_t count = std::min(at_once, rows - row);
    const std::size_t wanted = static_cast<std::size_t>(count) * row_bytes;
    const std::size_t got = data.read(block.data(), wanted);
    if (got < wanted) {
      const double before = static_cast<double>(row) * static_cast<double>(row_bytes);
      too_short(data, h, static_cast<double>(h.voxel_offset) + before + static_cast<double>(got));
    }
    if (h.swapped) swap_numbers(block.data(), wanted, number_bytes(h.voxel.type));
    for (std::int64_t k = 0; k < count; ++k)
      order.put(sink, row + k, block.data() + static_cast<std::size_t>(k) * row_bytes, scaling);
    job.report(static_cast<double>(row + count) / static_cast<double>(rows));
  }
}

void note_name(const ByteStream& data, std::vector<std::string>& notices) {
  if (ends_with(data.path(), ".gz") == data.compressed()) return;
  notices.push_back(data.compressed() ? "the file is gzipped, though its name does not say so"
                                      : "the file is not gzipped, though its name says so");
}

[[noreturn]] void missing_half(const std::string& path, const std::string& what, const std::string& ending) {
  throw Error(ErrorKind::bad_input, {path, what, std::filesystem::path(stem_of(path)).filename().string() + ending,
                                     "put the " + ending + " file beside it"});
}

NiftiHeader read_header(const std::string& file, std::vector<std::string>& notices) {
  ByteStream stream(file);
  std::vector<unsigned char> head(nifti_header_bytes);
  head.resize(stream.read(head.data(), head.size()));
  return parse_nifti_header(file, head, notices);
}

void describe(const std::string& path, const NiftiHeader& h, const NiftiGrid& where, Source& source) {
  constexpr const char* colours[] = {"red", "green", "blue", "alpha"};
  source.file = path;
  source.format = FileFormat::nifti;
  source.states_orientation = where.states_orientation;
  source.stored_type = name_of(h.voxel.type);
  if (h.voxel.interleaved > 1 && h.channels == 1) source.channel_names.assign(colours, colours + h.voxel.interleaved);
}

}  // namespace

bool is_nifti(const std::string& path) {
  const std::string file = header_file_of(path);
  if (file.empty()) return false;
  const FileHead head = head_of(file, nifti_header_bytes);
  if (nifti_kind(head.bytes) != NiftiKind::none) return true;
  if (head.bytes.size() < 4) return false;
  const auto& b = head.bytes;
  const unsigned little = b[0] | b[1] << 8 | b[2] << 16 | static_cast<unsigned>(b[3]) << 24;
  const unsigned big = b[3] | b[2] << 8 | b[1] << 16 | static_cast<unsigned>(b[0]) << 24;
  return little == 348 || big == 348 || little == 540 || big == 540;
}

std::vector<Volume> read_nifti(const std::string& path, const ReadOptions& options, const Job& job) {
  const std::string header_file = header_file_of(path);
  if (header_file.empty()) missing_half(path, "its header is missing", ".hdr");
  Volume volume;
  std::vector<std::string>& notices = volume.source.notices;
  const NiftiHeader header = read_header(header_file, notices);
  const std::string data_file = header.single() ? header_file : half(header_file, ".img", ".IMG");
  if (data_file.empty()) missing_half(path, "the data file of the pair is not there", ".img");
  ByteStream data(data_file);
  if (static_cast<double>(header.voxel_offset) + header.data_bytes() > data.most_bytes())
    too_short(data, header, data.most_bytes());

  note_name(data, notices);
  const NiftiGrid where = nifti_grid(header, notices);
  const Scaling scaling = nifti_scaling(header, notices);
  describe(path, header, where, volume.source);
  VoxelSink sink({.file = path,
                  .grid = where.grid,
                  .stored = header.voxel.type,
                  .channels = static_cast<int>(header.channels) * header.voxel.interleaved,
                  .frames = static_cast<int>(header.frames),
                  .goal = options.goal,
                  .scaled = !scaling.identity(),
                  .statistics = options.statistics,
                  .memory = options.memory});
  read_rows(data, header, scaling, sink, job);
  note_end(data, notices);
  volume.image = sink.finish(notices);
  volume.statistics = sink.statistics();
  std::vector<Volume> volumes;
  volumes.push_back(std::move(volume));
  return volumes;
}

}  // namespace auglens
