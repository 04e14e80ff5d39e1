#include <cuda_runtime.h>

#include "ops/cuda_check.h"
#include "ops/device.h"
#include "ops/device_memory.h"

namespace auglens {

std::string Device::why_no_cuda() {
  int driver = 0, built = 0, devices = 0;
  if (cudaDriverGetVersion(&driver) != cudaSuccess || driver == 0) return "no NVIDIA driver was found";
  cudaRuntimeGetVersion(&built);
  if (driver / 1000 < built / 1000)
    return "the NVIDIA driver is too old: it knows CUDA " + std::to_string(driver / 1000) + "." +
           std::to_string(driver % 1000 / 10) + ", this program needs " + std::to_string(built / 1000);
  const cudaError_t code = cudaGetDeviceCount(&devices);
  if (code != cudaSuccess) {
    cudaGetLastError();
    return std::string("CUDA does not start: ") + cudaGetErrorString(code);
  }
  return devices > 0 ? "" : "no CUDA device was found";
}

Device Device::cuda(int threads) {
  if (const std::string why = why_no_cuda(); !why.empty())
    throw Error(ErrorKind::resource, {"", why, "", "use --device cpu"});
  Device d = Device::cpu(threads);
  d.kind_ = DeviceKind::cuda;
  cudaStream_t stream = nullptr;
  cuda_check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "create a stream");
  d.stream_ = std::shared_ptr<void>(stream, [](void* s) { cudaStreamDestroy(static_cast<cudaStream_t>(s)); });
  cudaDeviceProp properties{};
  cuda_check(cudaGetDeviceProperties(&properties, 0), "ask for the device's name");
  d.name_ = properties.name;
  return d;
}

Buffer allocate_on(const Device& device, std::size_t bytes) {
  if (device.kind() == DeviceKind::cpu) return Buffer::host(bytes);
  const auto stream = static_cast<cudaStream_t>(device.stream());
  void* p = nullptr;
  cuda_check(cudaMallocAsync(&p, bytes == 0 ? 1 : bytes, stream), "reserve memory");
  // freed in stream order, after the kernels that were enqueued before; the device is captured to keep the stream alive
  const auto release = [device](void* q) { cudaFreeAsync(q, static_cast<cudaStream_t>(device.stream())); };
  return Buffer::adopt(std::shared_ptr<void>(p, release), p, bytes, Place::cuda);
}

Buffer copy_to_device(const Device& device, const void* bytes, std::size_t count) {
  Buffer copy = allocate_on(device, count);
  cuda_check(cudaMemcpyAsync(copy.data(), bytes, count, cudaMemcpyDefault, static_cast<cudaStream_t>(device.stream())),
             "copy to the device");
  return copy;
}

void copy_to_host(const Device& device, void* to, const Buffer& from, std::size_t count) {
  const auto stream = static_cast<cudaStream_t>(device.stream());
  cuda_check(cudaMemcpyAsync(to, from.data(), count, cudaMemcpyDefault, stream), "copy from the device");
  cuda_check(cudaStreamSynchronize(stream), "wait for the device");
}

}  // namespace auglens
