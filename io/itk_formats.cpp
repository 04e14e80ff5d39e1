#include "io/itk_formats.h"

#include <fcntl.h>
#include <itkMetaImageIO.h>
#include <itkNrrdImageIO.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "io/decode_limits.h"
#include "io/decode_messages.h"
#include "io/metaimage_header.h"
#include "io/nrrd_header.h"
#include "io/packed_part.h"
#include "io/text_part.h"

namespace auglens {

namespace {

/// Values as they lie in the file, in pages that can be given back while they are being copied: the peak stays near one
/// copy of the volume.
class Scratch {
 public:
  Scratch(const std::string& file, std::size_t bytes) : bytes_(bytes) {
    allow_bytes(bytes);
    void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (data == MAP_FAILED) throw Error(ErrorKind::resource, {file, "not enough memory", "", "close other programs"});
    data_ = static_cast<std::byte*>(data);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { munmap(data_, bytes_); }

  std::byte* data() const { return data_; }
  std::size_t bytes() const { return bytes_; }
  /// Nothing before `offset` is needed any more.
  void done_before(std::size_t offset) {
    constexpr std::size_t piece = std::size_t{8} << 20;
    const std::size_t end = offset / piece * piece;
    if (end <= given_back_) return;
    madvise(data_ + given_back_, end - given_back_, MADV_DONTNEED);
    given_back_ = end;
  }

 private:
  std::byte* data_ = nullptr;
  std::size_t bytes_, given_back_ = 0;
};

std::string descriptor_path(int fd) {
  return "/proc/self/fd/" + std::to_string(fd);
}

Descriptor open_regular(const std::string& header, const std::string& path) {
  Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) refuse_if_starved(header);
  struct stat status {};
  if (!fd || fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode))
    throw Error(ErrorKind::bad_input, {header, "the data file cannot be opened", path, "check its rights"});
  return fd;
}

/// ITK sees this header in place of the file's own: nothing but what was checked, and the file that was opened.
Descriptor header_for_itk(const StoredVolume& v, const std::string& text) {
  Descriptor fd(memfd_create("header", MFD_CLOEXEC));
  if (!fd || write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    throw Error(ErrorKind::resource,
                {v.file, "no memory or descriptor for a header", "", "raise the limits (ulimit -n, -v)"});
  return fd;
}

/// The sizes of a flat picture of so many values; MetaIO keeps sizes in an int.
std::array<std::int64_t, 2> flat_sizes(const StoredVolume& v, std::int64_t values) {
  std::int64_t width = v.grid.size[0];
  if (values % (width * v.grid.size[1]) == 0 && width * v.grid.size[1] < (1 << 30)) width *= v.grid.size[1];
  return values % width == 0 ? std::array{width, values / width} : std::array{values, std::int64_t{1}};
}

struct ComponentName {
  StoredType type;
  const char *nrrd, *metaimage;
};
constexpr ComponentName component_names[] = {
    {StoredType::int8, "int8", "MET_CHAR"},        {StoredType::uint8, "uint8", "MET_UCHAR"},
    {StoredType::int16, "int16", "MET_SHORT"},     {StoredType::uint16, "uint16", "MET_USHORT"},
    {StoredType::int32, "int32", "MET_INT"},       {StoredType::uint32, "uint32", "MET_UINT"},
    {StoredType::int64, "int64", "MET_LONG_LONG"}, {StoredType::uint64, "uint64", "MET_ULONG_LONG"},
    {StoredType::float32, "float", "MET_FLOAT"},   {StoredType::float64, "double", "MET_DOUBLE"}};

/// Complex voxels are pairs of the type that the decoder sees.
StoredType component_of(StoredType type) {
  if (type == StoredType::complex64) return StoredType::float32;
  if (type == StoredType::complex128) return StoredType::float64;
  return type;
}

std::string nrrd_text(const StoredVolume& v, const StoredPart& part, const std::string& data, std::int64_t values) {
  constexpr std::array names = {"raw", "", "", "txt", "hex"};  // packed parts never come here
  const auto sizes = flat_sizes(v, values);
  std::string type;
  for (const auto& row : component_names)
    if (row.type == component_of(v.type)) type = row.nrrd;
  return "NRRD0004\ntype: " + type + "\ndimension: 2\nsizes: " + std::to_string(sizes[0]) + " " +
         std::to_string(sizes[1]) + "\nspacings: 1 1\nendian: " + (v.big_endian ? "big" : "little") +
         "\nencoding: " + names[static_cast<std::size_t>(v.packing)] +
         "\nline skip: " + std::to_string(part.skip_lines) + "\nbyte skip: " + std::to_string(part.skip_bytes) +
         "\ndata file: " + data + "\n";
}

std::string metaimage_text(const StoredVolume& v, const StoredPart& part, const std::string& data,
                           std::int64_t values) {
  const auto sizes = flat_sizes(v, values);
  std::string type;
  for (const auto& row : component_names)
    if (row.type == v.type) type = row.metaimage;
  std::string text = "ObjectType = Image\nNDims = 2\nBinaryData = ";
  text += v.packing == Packing::ascii ? "False" : "True";
  text += std::string("\nBinaryDataByteOrderMSB = ") + (v.big_endian ? "True" : "False");
  return text + "\nElementSpacing = 1 1\nHeaderSize = " + std::to_string(part.skip_bytes) +
         "\nDimSize = " + std::to_string(sizes[0]) + " " + std::to_string(sizes[1]) + "\nElementType = " + type +
         "\nElementDataFile = " + data + "\n";
}

/// Reports how far ITK is: the lesser of what it has read of the file (MetaIO reads all before it unpacks) and what it
/// has touched of the memory (NrrdIO clears all before it reads).
class DecodeWatch {
 public:
  DecodeWatch(int data, std::span<std::byte> memory, double from, double to, const Job& job)
      : thread_([data, memory, from, to, &job](std::stop_token stop) {
          while (!stop.stop_requested()) {
            job.report(from + (to - from) * std::min(share_read(data), share_touched(memory)));
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
          }
        }) {}

 private:
  static double share_touched(std::span<std::byte> memory) {
    constexpr std::size_t samples = 256;
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    std::size_t there = 0;
    for (std::size_t k = 0; k < samples; ++k) {
      const auto at = reinterpret_cast<std::uintptr_t>(memory.data() + memory.size() / samples * k) / page * page;
      unsigned char resident = 0;
      there += mincore(reinterpret_cast<void*>(at), 1, &resident) == 0 ? resident & 1u : 0u;
    }
    return static_cast<double>(there) / static_cast<double>(samples);
  }

  /// The furthest position of any open descriptor of the file; ITK opens its own.
  static double share_read(int data) {
    struct stat file {};
    if (fstat(data, &file) != 0 || file.st_size == 0) return 0;
    std::int64_t most = 0;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
      struct stat status {};
      if (stat(entry.path().c_str(), &status) != 0 || status.st_ino != file.st_ino || status.st_dev != file.st_dev)
        continue;
      std::ifstream info("/proc/self/fdinfo/" + entry.path().filename().string());
      std::string key;
      std::int64_t position = 0;
      if (info >> key >> position) most = std::max(most, position);
    }
    return std::clamp(static_cast<double>(most) / static_cast<double>(file.st_size), 0.0, 1.0);
  }

  std::jthread thread_;
};

using HeaderText = std::string (*)(const StoredVolume&, const StoredPart&, const std::string&, std::int64_t);

/// Lets ITK decode one part. A stream that ends early leaves the last byte as it was, and ITK does not always say so.
void decode_once(const StoredVolume& v, const StoredPart& part, HeaderText text, std::span<std::byte> out, int data) {
  const auto values = static_cast<std::int64_t>(out.size() / bytes_of(component_of(v.type)));
  const Descriptor header = header_for_itk(v, text(v, part, descriptor_path(data), values));
  itk::ImageIOBase::Pointer io;
  if (text == nrrd_text)
    io = itk::NrrdImageIO::New().GetPointer();
  else
    io = itk::MetaImageIO::New().GetPointer();
  try {
    io->SetFileName(descriptor_path(header.get()));
    io->ReadImageInformation();
    if (static_cast<std::size_t>(io->GetImageSizeInBytes()) != out.size())
      throw Error(ErrorKind::bad_input, {v.file, "ITK finds another size than the header states", "", ""});
    itk::ImageIORegion region(io->GetNumberOfDimensions());
    for (unsigned k = 0; k < io->GetNumberOfDimensions(); ++k) region.SetSize(k, io->GetDimensions(k));
    io->SetIORegion(region);
    io->Read(out.data());
  } catch (const itk::ExceptionObject&) {
    refuse_if_starved(v.file);
    // ITK's own words name addresses and /proc paths
    throw Error(ErrorKind::bad_input,
                {v.file, "the voxels cannot be decoded", std::filesystem::path(part.path).filename().string(),
                 "the data are cut short or damaged: get the file again"});
  }
}

void decode_part(const StoredVolume& v, const StoredPart& part, HeaderText text, std::span<std::byte> out, double from,
                 double to, const Job& job) {
  const Descriptor data = open_regular(v.file, part.path);
  const DecodeWatch watch(data.get(), out, from, to, job);
  std::byte& last = out.back();
  last = std::byte{0xa5};
  decode_once(v, part, text, out, data.get());
  if (last != std::byte{0xa5}) return;
  last = std::byte{0x5a};  // by chance, or never written?
  decode_once(v, part, text, out, data.get());
  if (last == std::byte{0x5a})
    throw Error(ErrorKind::bad_input, {v.file, "the data end early",
                                       std::filesystem::path(part.path).filename().string(), "get the complete file"});
}

/// Raw data that go on behind the last voxel, often because the header is not that of this file.
void note_raw_surplus(StoredVolume& v, std::size_t bytes_each) {
  if (v.packing != Packing::raw) return;
  for (const auto& part : v.parts) {
    if (part.skip_bytes < 0) continue;
    const auto size = static_cast<std::uint64_t>(std::filesystem::file_size(part.path));
    if (size > data_start(part) + static_cast<std::uint64_t>(part.skip_bytes) + bytes_each) note_surplus(v);
  }
}

std::vector<Volume> read(StoredVolume v, HeaderText text, const ReadOptions& options, const Job& job) {
  Volume volume;
  volume.source.file = v.file;
  volume.source.format = text == nrrd_text ? FileFormat::nrrd : FileFormat::metaimage;
  volume.source.stored_type = name_of(v.type);
  volume.source.states_orientation = v.states_orientation;
  VoxelPlan plan{v.file, v.grid, v.type, v.channels(), v.frames()};
  plan.goal = options.goal;
  plan.scaled = false;
  plan.statistics = options.statistics;
  plan.memory = options.memory;
  VoxelSink sink(plan);
  const std::size_t each = bytes_of(v.type);
  Scratch scratch(v.file, static_cast<std::size_t>(v.values()) * each);
  const std::size_t share = scratch.bytes() / v.parts.size();
  for (std::size_t i = 0; i < v.parts.size(); ++i) {
    job.check();
    const double n = static_cast<double>(v.parts.size()), at = static_cast<double>(i);
    const std::span out{scratch.data() + i * share, share};
    const auto told = [&](double done) {
      job.check();
      job.report(0.7 * (at + done) / n);
    };
    if (v.packing == Packing::gzip || v.packing == Packing::zlib)
      unpack_part(v, v.parts[i], out, told);
    else if (v.packing == Packing::ascii)
      read_text_part(v, v.parts[i], out, told);
    else
      decode_part(v, v.parts[i], text, out, 0.7 * at / n, 0.7 * (at + 1) / n, job);
  }
  note_raw_surplus(v, share);
  volume.source.notices = v.notices;
  std::int64_t rows = 0;
  for_each_row(v, [&](std::int64_t offset, VoxelRow row) {
    const std::size_t start = static_cast<std::size_t>(offset) * each;
    row.voxels = scratch.data() + start;
    sink.put(row);
    scratch.done_before(start);
    if (++rows % 1024 != 0) return;
    job.check();
    job.report(0.7 + 0.3 * static_cast<double>(start) / static_cast<double>(scratch.bytes()));
  });
  volume.image = sink.finish(volume.source.notices);
  volume.statistics = sink.statistics();
  job.report(1);
  std::vector<Volume> volumes;
  volumes.push_back(std::move(volume));
  return volumes;
}

}  // namespace

std::vector<Volume> read_nrrd(const std::string& path, const ReadOptions& options, const Job& job) {
  return read(read_nrrd_header(path), nrrd_text, options, job);
}

std::vector<Volume> read_metaimage(const std::string& path, const ReadOptions& options, const Job& job) {
  return read(read_metaimage_header(path), metaimage_text, options, job);
}

}  // namespace auglens
