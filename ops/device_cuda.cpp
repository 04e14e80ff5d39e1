#include <cstring>

#include "ops/device.h"
#include "ops/device_memory.h"

// What the program says and does where the CUDA side is not built in; device_cuda.cu holds the other half.
namespace auglens {

#ifndef AUGLENS_HAS_CUDA
Device Device::cuda(int) {
  throw Error(ErrorKind::resource, {"", why_no_cuda(), "", "use --device cpu, or build with the CUDA Toolkit"});
}

std::string Device::why_no_cuda() {
  return "CUDA was not built in";
}

Buffer allocate_on(const Device&, std::size_t bytes) {
  return Buffer::host(bytes);
}

Buffer copy_to_device(const Device&, const void* bytes, std::size_t count) {
  Buffer copy = Buffer::host(count);
  std::memcpy(copy.data(), bytes, count);
  return copy;
}

void copy_to_host(const Device&, void* to, const Buffer& from, std::size_t count) {
  std::memcpy(to, from.data(), count);
}
#endif

}  // namespace auglens
