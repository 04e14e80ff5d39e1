#include "io/packed_part.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "io/byte_order.h"
#include "io/byte_stream.h"
#include "ops/error.h"

namespace auglens {

namespace {

constexpr std::size_t piece_bytes = std::size_t{4} << 20;

/// MetaIO takes a gzip for a zlib stream too, so there may be files that hold one.
Wrapping wrapping_at(const std::string& path, std::uint64_t from) {
  InputFile file(path);
  file.seek(from);
  std::array<unsigned char, 2> magic{};
  return file.read(magic.data(), 2) == 2 && magic[0] == 0x1f && magic[1] == 0x8b ? Wrapping::gzip : Wrapping::zlib;
}

/// Bytes in front of a MetaImage's values are not packed, those of an NRRD are.
ByteStream open_stream(const StoredVolume& v, const StoredPart& part) {
  if (v.packing == Packing::gzip) return {part.path, data_start(part), Wrapping::gzip};
  const auto from = static_cast<std::uint64_t>(part.skip_bytes);
  return {part.path, from, wrapping_at(part.path, from)};
}

}  // namespace

void unpack_part(StoredVolume& v, const StoredPart& part, std::span<std::byte> out, const ShareTold& told) {
  ByteStream stream = open_stream(v, part);
  const auto packed_skip = v.packing == Packing::gzip ? static_cast<std::uint64_t>(part.skip_bytes) : 0;
  bool enough = stream.skip(packed_skip) == packed_skip;
  for (std::size_t done = 0; enough && done < out.size();) {
    const auto piece = out.subspan(done, std::min(piece_bytes, out.size() - done));
    enough = stream.read(piece.data(), piece.size()) == piece.size();
    if (v.big_endian) swap_numbers(piece.data(), piece.size(), number_bytes(v.type));
    done += piece.size();
    told(static_cast<double>(done) / static_cast<double>(out.size()));
  }
  if (!enough)
    throw Error(ErrorKind::bad_input, {v.file, "the data end early",
                                       std::filesystem::path(part.path).filename().string(), "get the complete file"});
  std::vector<std::string> notices;
  note_end(stream, notices);
  for (auto& notice : notices)
    if (std::find(v.notices.begin(), v.notices.end(), notice) == v.notices.end()) v.notices.push_back(notice);
}

}  // namespace auglens
