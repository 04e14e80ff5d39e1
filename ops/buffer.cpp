#include "ops/buffer.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>
#include <string>
#include <utility>

#include "ops/error.h"

namespace auglens {

namespace {
constexpr std::size_t alignment = 64;
constexpr std::size_t huge_page = std::size_t{2} << 20;
}  // namespace

Buffer Buffer::host(std::size_t bytes) {
  const std::size_t align = bytes >= 2 * huge_page ? huge_page : alignment;
  const std::size_t rounded = (bytes + align - 1) / align * align;
  void* p = std::aligned_alloc(align, rounded == 0 ? align : rounded);
  if (p == nullptr) {
    throw Error(ErrorKind::resource, {"", "out of memory", std::to_string(bytes >> 20) + " MiB asked for",
                                      "close other cases, or crop or resample the volume first"});
  }
  if (align == huge_page) ::madvise(p, rounded, MADV_HUGEPAGE);
  return adopt(std::shared_ptr<void>(p, std::free), p, bytes);
}

Buffer Buffer::adopt(std::shared_ptr<void> owner, void* data, std::size_t bytes, Place place) {
  Buffer b;
  b.owner_ = std::move(owner);
  b.data_ = static_cast<std::byte*>(data);
  b.bytes_ = bytes;
  b.place_ = place;
  return b;
}

}  // namespace auglens
