#include "io/save_stream.h"

#include <algorithm>
#include <vector>

#include "io/gzip_writer.h"
#include "ops/device.h"

namespace auglens {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;  // a gzip piece; part of what decides the bytes of the file
constexpr double written_share = 0.8;                      // of the progress; the rest is reading back

std::span<const std::byte> as_bytes(const std::string& text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

struct Block {
  std::vector<std::byte> raw, packed;
};

/// Puts blocks into the file, in order, and remembers what the reader must find.
class Writer {
 public:
  Writer(TemporaryFile& file, Compression compression) : file_(file), compression_(compression) {
    if (compression_ == Compression::gzip) file_.write(gzip_header());
  }

  void pack(Block& block) const {
    if (compression_ == Compression::gzip) deflate_piece(block.raw, block.packed);
  }
  void put(const Block& block) {
    crc_ = crc32(crc_, block.raw);
    raw_bytes_ += block.raw.size();
    file_.write(compression_ == Compression::gzip ? block.packed : block.raw);
  }
  void finish(const std::string& name, const Job& job) {
    if (compression_ == Compression::none) return file_.read_back(job);
    file_.write(gzip_trailer(crc_, raw_bytes_));
    GzipCheck check;
    file_.read_back(job, [&](std::span<const std::byte> bytes) { check.take(bytes); });
    if (!check.holds(crc_, raw_bytes_))
      throw Error(ErrorKind::failed,
                  {name, "what was packed does not unpack to the same voxels", "", "save without .gz"});
  }

 private:
  TemporaryFile& file_;
  Compression compression_;
  std::uint32_t crc_ = 0;
  std::uint64_t raw_bytes_ = 0;
};

}  // namespace

PendingFile write_rows(const std::string& file, const RowSource& source, Compression compression, const Job& job) {
  auto out = std::make_unique<TemporaryFile>(file);
  Writer writer(*out, compression);
  Block header;
  header.raw.assign(as_bytes(source.header).begin(), as_bytes(source.header).end());
  writer.pack(header);
  writer.put(header);

  const auto row_bytes = static_cast<std::int64_t>(source.row_bytes);
  const std::int64_t rows_per_block =
      std::max<std::int64_t>(1, static_cast<std::int64_t>(block_bytes) / std::max<std::int64_t>(1, row_bytes));
  std::vector<Block> batch(static_cast<std::size_t>(job.device.threads()) * 4);
  const auto fill = [&](std::int64_t first_row, Block& block) {
    const std::int64_t rows = std::min(rows_per_block, source.rows - first_row);
    block.raw.resize(static_cast<std::size_t>(rows * row_bytes));
    for (std::int64_t k = 0; k < rows; ++k) source.fill(first_row + k, block.raw.data() + k * row_bytes);
    writer.pack(block);
  };
  const std::int64_t rows_per_batch = rows_per_block * static_cast<std::int64_t>(batch.size());
  for (std::int64_t row = 0; row < source.rows; row += rows_per_batch) {
    job.check();
    const std::int64_t rows = std::min(rows_per_batch, source.rows - row);
    const std::int64_t blocks = (rows + rows_per_block - 1) / rows_per_block;
    job.device.parallel_for(blocks, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t b = first; b < last; ++b) fill(row + b * rows_per_block, batch[static_cast<std::size_t>(b)]);
    });
    for (std::int64_t b = 0; b < blocks; ++b) writer.put(batch[static_cast<std::size_t>(b)]);
    job.report(written_share * static_cast<double>(row + rows) / static_cast<double>(source.rows));
  }
  writer.finish(file, job);
  if (source.check) source.check(out->path());
  job.check();
  job.report(1);
  return out;
}

}  // namespace auglens
