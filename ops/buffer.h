#pragma once
// Bytes with an owner: host memory of our own, memory mapped by somebody else, or CUDA memory. It refuses to know
// types.

#include <cstddef>
#include <memory>
#include <span>

namespace auglens {

enum class Place { host, cuda };

/// Shared ownership of one block of bytes, 64-byte aligned on the host. Copies are cheap and alias the same bytes.
class Buffer {
 public:
  Buffer() = default;

  /// Host memory, not initialised; large blocks ask for huge pages. Throws Error(resource) when it is not to be had.
  static Buffer host(std::size_t bytes);
  /// Memory that somebody else made (a sealed memfd, CUDA); `owner` keeps it alive.
  static Buffer adopt(std::shared_ptr<void> owner, void* data, std::size_t bytes, Place place = Place::host);

  std::byte* data() const { return data_; }
  std::size_t bytes() const { return bytes_; }
  Place place() const { return place_; }
  explicit operator bool() const { return data_ != nullptr; }

 private:
  std::shared_ptr<void> owner_;
  std::byte* data_ = nullptr;
  std::size_t bytes_ = 0;
  Place place_ = Place::host;
};

}  // namespace auglens
