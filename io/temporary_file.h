#pragma once
// A file that appears under its name only when it is complete and on the disk. It refuses to know what the bytes mean.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "ops/job.h"

namespace auglens {

/// Collects bytes in the folder of `target`. Until `publish` an old file of that name stays as it is; a file that is
/// abandoned (exception, cancel) leaves nothing behind, and where the file system allows it (O_TMPFILE) not even when
/// the process is killed. All calls throw Error(resource) with the reason: full disk, read-only or missing folder,
/// quota.
class TemporaryFile {
 public:
  /// A symbolic link is followed; an existing target that is not a regular file or not writable is refused.
  explicit TemporaryFile(const std::string& target);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  void write(std::span<const std::byte> bytes);
  std::uint64_t bytes() const { return bytes_; }
  /// By which this process can open the file while it has no name; its ending says nothing.
  std::string path() const;

  /// Flushes to the disk, drops the cached pages, reads everything back and compares length and CRC-32 with what was
  /// written; `each` sees the bytes in order as they came back. Storage that lies is found here.
  void read_back(const Job& job, const std::function<void(std::span<const std::byte>)>& each = {});

  /// Flushes and gives the file its name, in place of the old one, in one step.
  void publish();

 private:
  friend void publish_together(std::span<const std::unique_ptr<TemporaryFile>> files);

  void make_ready();
  void take_name();
  void sync_folder() const;
  [[noreturn]] void fail(const char* doing, int error) const;
  std::string fresh_name() const;
  void open_in_folder();
  void sync();

  std::string shown_, target_, folder_;  ///< as the user wrote it; with links resolved; where both files live
  std::string name_;                     ///< path of the temporary file; empty while it has none
  int fd_ = -1;
  int old_ = -1;  ///< keeps the replaced file, so that freeing its blocks does not happen between two renames
  std::uint32_t crc_ = 0;
  std::uint64_t bytes_ = 0;
};

/// A complete and checked file that waits for its name; dropped, it leaves nothing.
using PendingFile = std::unique_ptr<TemporaryFile>;

/// Gives files that belong together their names: all that may fail or take long comes first, the renames last, one
/// after the other. Throws Error(resource); where a rename fails after another one, the line names the files that are
/// new already.
void publish_together(std::span<const PendingFile> files);

}  // namespace auglens
