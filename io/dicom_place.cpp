#include "io/dicom_place.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "ops/error.h"

namespace auglens {

namespace {

constexpr std::uint32_t undefined_length = 0xffffffff;

[[noreturn]] void refuse(const std::string& file, const std::string& what, const std::string& where = "",
                         const std::string& to_do = "") {
  throw Error(ErrorKind::bad_input, {file, what, where, to_do});
}

std::uint32_t word_before(const DicomFile& f, std::int64_t position, bool big_endian) {
  std::ifstream in(f.path, std::ios::binary);
  unsigned char b[4] = {};
  in.seekg(position - 4);
  in.read(reinterpret_cast<char*>(b), 4);
  std::uint32_t n = 0;
  for (std::size_t k = 0; k < 4; ++k) n = n << 8 | b[big_endian ? k : 3 - k];
  return n;
}

std::int64_t file_size(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_size : 0;
}

/// Walks the fragments: each must lie in the file, and the list must end. Returns how many there are, the table of
/// offsets not counted.
std::int64_t count_fragments(const DicomFile& f, std::int64_t position) {
  const std::int64_t size = file_size(f.path);
  std::ifstream in(f.path, std::ios::binary);
  for (std::int64_t count = -1;; ++count) {
    unsigned char b[8] = {};
    in.seekg(position);
    if (!in.read(reinterpret_cast<char*>(b), 8)) break;
    const auto n = static_cast<std::int64_t>(b[4] | b[5] << 8 | b[6] << 16) | static_cast<std::int64_t>(b[7]) << 24;
    const int element = b[2] | b[3] << 8;
    if (b[0] != 0xfe || b[1] != 0xff || (element != 0xe000 && element != 0xe0dd)) break;
    if (element == 0xe0dd) return std::max<std::int64_t>(count, 0);
    position += 8 + n;
    if (position > size) break;
  }
  refuse(f.path, "the compressed pixel data are cut short", "", "get the complete file");
}

/// What one picture takes in the file, in bits.
std::int64_t bits_per_frame(const DicomFile& f) {
  const std::int64_t pixels = f.rows * f.columns;
  return f.colour == Colour::ybr_full_422 ? pixels * 16 : pixels * f.samples * f.bits_allocated;
}

void find_native(DicomFile& f, std::int64_t offset, std::int64_t announced, std::int64_t frames) {
  f.pixels.kind = DicomPixels::Kind::native;
  f.pixels.offset = offset;
  f.pixels.bytes = std::min(announced, file_size(f.path) - offset);
  std::int64_t needed = 0;
  if (__builtin_mul_overflow(bits_per_frame(f), frames, &needed)) refuse(f.path, "the announced size makes no sense");
  needed = (needed + 7) / 8;
  if (f.pixels.bytes < needed)
    refuse(f.path, "the pixel data are cut short",
           std::to_string(f.pixels.bytes) + " of " + std::to_string(needed) + " bytes", "get the complete file");
  if (f.pixels.bytes >= needed + bits_per_frame(f) / 8)
    f.notices.push_back("the pixel data hold more than the " + std::to_string(frames) + " announced pictures");
}

}  // namespace

void place_pixels(TransferSyntax syntax, std::int64_t position, std::int64_t frames, DicomFile& f) {
  if (syntax == TransferSyntax::deflated) {
    f.pixels.kind = DicomPixels::Kind::deflated;
    return;
  }
  const std::uint32_t announced = word_before(f, position, f.pixels.big_endian);
  if (syntax == TransferSyntax::encapsulated) {
    if (announced != undefined_length) refuse(f.path, "compressed pixel data that are not in fragments");
    const std::int64_t fragments = count_fragments(f, position);
    if (fragments < frames)
      refuse(f.path, std::to_string(frames) + " frames are announced but " + std::to_string(fragments) + " are there",
             "", "get the complete file");
    f.pixels.kind = DicomPixels::Kind::encapsulated;
    return;
  }
  if (announced == undefined_length)
    refuse(f.path, "pixel data in fragments, but the transfer syntax is " + f.transfer_syntax_name);
  find_native(f, position, announced, frames);
}

void place_float_pixels(int bits, std::int64_t position, std::int64_t frames, DicomFile& f) {
  f.stored = bits == 32 ? StoredType::float32 : StoredType::float64;
  f.bits_allocated = f.bits_stored = bits;
  f.high_bit = bits - 1;
  find_native(f, position, word_before(f, position, f.pixels.big_endian), frames);
}

}  // namespace auglens
