#include "io/shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "io/decode_limits.h"
#include "io/voxels.h"

namespace auglens {

namespace {
[[noreturn]] void no_memory(const char* what) {
  throw Error(ErrorKind::resource, {"", what, std::strerror(errno), "close other programs or cases"});
}
}  // namespace

Buffer SharedMemory::allocate(std::size_t bytes) {
  allow_bytes(2 * bytes);
  host_memory(bytes);  // given back at once: throws when the machine does not have that much
  Descriptor memory(memfd_create("auglens voxels", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory || ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0) no_memory("no shared memory");
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, memory.get(), 0);
  if (data == MAP_FAILED) no_memory("shared memory cannot be mapped");
  blocks_[data] = std::move(memory);
  return Buffer::adopt(std::shared_ptr<void>(data, [bytes](void* p) { munmap(p, bytes); }), data, bytes);
}

Descriptor SharedMemory::seal(const void* data, std::size_t bytes) {
  Descriptor memory = std::move(blocks_.at(data));
  blocks_.erase(data);
  if (ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0) no_memory("shared memory cannot be cut to size");
  if (fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
    no_memory("shared memory cannot be sealed");
  return memory;
}

}  // namespace auglens
