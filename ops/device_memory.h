#pragma once
// Memory where a device works, and copies to and from it. It refuses to know what the bytes mean.

#include "ops/device.h"

namespace auglens {

/// Memory that the device's kernels can use, not initialised. Throws Error(resource).
Buffer allocate_on(const Device& device, std::size_t bytes);
/// A copy of host bytes on the device. Throws Error(resource).
Buffer copy_to_device(const Device& device, const void* bytes, std::size_t count);
/// Waits for the device's work, then copies to the host.
void copy_to_host(const Device& device, void* to, const Buffer& from, std::size_t count);

}  // namespace auglens
