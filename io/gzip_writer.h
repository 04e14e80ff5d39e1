#pragma once
// The gzip format in pieces that several threads can make: one member, no name, no time stamp, so that equal bytes in
// give equal bytes out. It refuses to know files and voxels.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct inflate_state;

namespace auglens {

/// The ten bytes that open a gzip stream.
std::span<const std::byte> gzip_header();

/// Deflates `raw` by itself, ended at a byte boundary, so that pieces made in any order can be written one after the
/// other. `packed` is overwritten; it follows from `raw` alone. Throws Error(failed) if the compressor refuses.
void deflate_piece(std::span<const std::byte> raw, std::vector<std::byte>& packed);

/// What closes the stream: an empty last block, CRC-32 and length of all that was deflated.
std::vector<std::byte> gzip_trailer(std::uint32_t crc, std::uint64_t raw_bytes);

/// CRC-32 as gzip and PNG count it, continued from `crc` (0 at the start).
std::uint32_t crc32(std::uint32_t crc, std::span<const std::byte> bytes);

/// Inflates a stream as it comes back from the disk and says whether it holds what went in; keeps none of it.
class GzipCheck {
 public:
  GzipCheck();
  ~GzipCheck();
  void take(std::span<const std::byte> packed);
  bool holds(std::uint32_t crc, std::uint64_t raw_bytes) const;

 private:
  std::unique_ptr<inflate_state> state_;
  std::vector<std::byte> raw_;
  std::uint32_t crc_ = 0;
  std::uint64_t bytes_ = 0;
  bool broken_ = false;
};

}  // namespace auglens
