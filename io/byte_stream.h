#pragma once
// The content of a file from front to back, plain or gzipped alike. It refuses to know what the bytes mean.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/inflate.h"
#include "io/input_file.h"

namespace auglens {

/// What lies behind the bytes that were wanted.
enum class StreamEnd {
  exact,      ///< nothing; a gzip's checksum was right
  surplus,    ///< more bytes, at the end of which the checksum was right
  unchecked,  ///< so many more that they were not looked at
};

/// A file's content from front to back; gzip (of any number of members) is told by content, not by name, and unpacked.
class ByteStream {
 public:
  explicit ByteStream(const std::string& path);
  /// The packed stream that starts `from` bytes into the file.
  ByteStream(const std::string& path, std::uint64_t from, Wrapping wrapping);
  ~ByteStream();

  const std::string& path() const { return file_.path(); }
  bool compressed() const { return inflate_ != nullptr; }
  /// No more than this many bytes can come out: the file's size, or 1032 times it, which is deflate's limit.
  double most_bytes() const;
  /// Up to `count` bytes; fewer only at the end. Throws Error(bad_input) when the gzip is broken.
  std::size_t read(void* to, std::size_t count);
  /// Skips up to `count` bytes; returns how many there were.
  std::uint64_t skip(std::uint64_t count);
  /// Looks at what is left, a few MiB of it at most; throws Error(bad_input) when a checksum is wrong or the gzip ends
  /// early.
  StreamEnd finish();

 private:
  InputFile file_;
  std::uint64_t position_ = 0;  ///< of a plain file
  std::unique_ptr<Inflater> inflate_;
};

/// Finishes a stream whose voxels were all read, and says in `notices` what follows them. Throws as finish does.
void note_end(ByteStream& data, std::vector<std::string>& notices);

/// The first bytes of a file as it is, and after unpacking when it is a gzip; never throws for bad content.
struct FileHead {
  std::uint64_t size = 0;
  bool gzip = false;
  std::vector<unsigned char> bytes;  ///< unpacked; empty when the gzip cannot be unpacked
};
/// Throws Error(bad_input) when there is no such regular file.
FileHead head_of(const std::string& path, std::size_t count);

}  // namespace auglens
