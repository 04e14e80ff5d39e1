#pragma once
// An open regular file. It refuses to know what its bytes mean, and to open anything but a file.

#include <cstddef>
#include <cstdint>
#include <string>

namespace auglens {

/// An open regular file. Pipes, devices, sockets and folders are refused without waiting on them.
class InputFile {
 public:
  /// Throws Error(bad_input) when it is not there, cannot be read or is not a regular file.
  explicit InputFile(const std::string& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  /// Reads up to `count` bytes; fewer only at the end. Throws Error(bad_input) when the disk fails.
  std::size_t read(void* to, std::size_t count);
  void seek(std::uint64_t position);

 private:
  std::string path_;
  int handle_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace auglens
