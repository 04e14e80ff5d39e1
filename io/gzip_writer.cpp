#include "io/gzip_writer.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <array>

#include "ops/error.h"

namespace auglens {

namespace {

// Level 1 of ISA-L is as small as zlib's level 3 on noisy float volumes and 5 to 20 times as fast.
constexpr std::uint32_t level = 1;

std::uint8_t* bytes_at(const std::byte* p) {
  return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(p));  // ISA-L's input is not const-correct
}

/// One stored deflate block of a single byte, not the last: its kind, 1 and its complement as 16-bit words, the byte.
std::array<std::byte, 6> stored_byte(std::byte value) {
  return {std::byte{0}, std::byte{1}, std::byte{0}, std::byte{0xfe}, std::byte{0xff}, value};
}

}  // namespace

std::span<const std::byte> gzip_header() {
  // magic, deflate, no flags, no time, no hint about speed, unknown system
  static constexpr std::array<std::byte, 10> header = {std::byte{0x1f}, std::byte{0x8b}, std::byte{8}, std::byte{0},
                                                       std::byte{0},    std::byte{0},    std::byte{0}, std::byte{0},
                                                       std::byte{0},    std::byte{255}};
  return header;
}

std::uint32_t crc32(std::uint32_t crc, std::span<const std::byte> bytes) {
  return crc32_gzip_refl(crc, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

// Where nothing came before, ISA-L 2.30 enters the third byte of a stream into its table of matches by a hash of the
// stream's own address (igzip_icf_body_h1_gr_bt.asm, write_first_byte: tmp2 still holds the pointer), so the address
// layout of a process would decide which matches are found. So the first byte is stored, and is what came before.
void deflate_piece(std::span<const std::byte> raw, std::vector<std::byte>& packed) {
  packed.clear();
  if (raw.empty()) return;
  const auto first = stored_byte(raw.front());
  packed.assign(first.begin(), first.end());
  if (raw.size() == 1) return;
  packed.resize(raw.size() + raw.size() / 8 + 1024);
  std::vector<std::uint8_t> work(ISAL_DEF_LVL1_DEFAULT);
  isal_zstream stream{};  // the library leaves some fields as they are
  isal_deflate_init(&stream);
  stream.level = level;
  stream.level_buf = work.data();
  stream.level_buf_size = static_cast<std::uint32_t>(work.size());
  stream.flush = FULL_FLUSH;
  stream.next_in = bytes_at(raw.data() + 1);
  stream.avail_in = static_cast<std::uint32_t>(raw.size() - 1);
  stream.next_out = reinterpret_cast<std::uint8_t*>(packed.data() + first.size());
  stream.avail_out = static_cast<std::uint32_t>(packed.size() - first.size());
  if (isal_deflate_set_dict(&stream, bytes_at(raw.data()), 1) != COMP_OK || isal_deflate(&stream) != COMP_OK ||
      stream.avail_in != 0 || stream.avail_out == 0)
    throw Error(ErrorKind::failed, {"", "the compressor gave up", "ISA-L", "save without .gz"});
  packed.resize(first.size() + stream.total_out);
}

std::vector<std::byte> gzip_trailer(std::uint32_t crc, std::uint64_t raw_bytes) {
  std::vector<std::byte> trailer = {std::byte{0x03}, std::byte{0x00}};  // final block, fixed codes, end of block
  const auto length = static_cast<std::uint32_t>(raw_bytes);            // gzip counts modulo 2^32
  for (const std::uint32_t word : {crc, length})
    for (unsigned shift = 0; shift < 32; shift += 8) trailer.push_back(static_cast<std::byte>(word >> shift & 255));
  return trailer;
}

GzipCheck::GzipCheck() : state_(std::make_unique<inflate_state>()), raw_(std::size_t{1} << 18) {
  isal_inflate_init(state_.get());
  state_->crc_flag = ISAL_GZIP;
}

GzipCheck::~GzipCheck() = default;

void GzipCheck::take(std::span<const std::byte> packed) {
  state_->next_in = bytes_at(packed.data());
  state_->avail_in = static_cast<std::uint32_t>(packed.size());
  while (!broken_) {
    state_->next_out = reinterpret_cast<std::uint8_t*>(raw_.data());
    state_->avail_out = static_cast<std::uint32_t>(raw_.size());
    if (isal_inflate(state_.get()) != ISAL_DECOMP_OK) broken_ = true;
    const std::size_t made = raw_.size() - state_->avail_out;
    crc_ = crc32(crc_, std::span(raw_).first(made));
    bytes_ += made;
    if (state_->avail_in == 0 && state_->avail_out != 0) break;
    if (made == 0) broken_ = true;  // bytes after the end of the stream
  }
}

bool GzipCheck::holds(std::uint32_t crc, std::uint64_t raw_bytes) const {
  return !broken_ && state_->block_state == ISAL_BLOCK_FINISH && crc_ == crc && bytes_ == raw_bytes;
}

}  // namespace auglens
