#pragma once
// A file's bytes as a header and equal rows, made by several threads and written in order, plain or packed. It refuses
// to know what a row holds.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "io/temporary_file.h"
#include "ops/job.h"

namespace auglens {

struct RowSource {
  std::string header;
  std::int64_t rows = 0;
  std::size_t row_bytes = 0;
  std::function<void(std::int64_t row, std::byte* out)> fill;  ///< called from several threads; may throw
  std::function<void(const std::string& path)> check;
};

enum class Compression { none, gzip };

/// Writes header and rows under a temporary name, reads them back and compares, lets `check` look at the complete file
/// (which is refused by throwing). The file then waits to be published. The bytes depend on the source alone, not on
/// the number of threads. Throws Error(resource), Cancelled and what `fill` throws; then nothing is left behind.
[[nodiscard]] PendingFile write_rows(const std::string& file, const RowSource& source, Compression compression,
                                     const Job& job);

}  // namespace auglens
