#pragma once
// Numbers of the other byte order, turned around in place. It refuses to know which order a file has.

#include <cstddef>

#include "io/voxels.h"

namespace auglens {

/// Bytes of one number: what a byte swap turns around. A complex voxel is two numbers.
std::size_t number_bytes(StoredType type);

/// Turns around each number of `each` bytes (1, 2, 4 or 8) in `bytes` bytes of whole numbers.
void swap_numbers(std::byte* data, std::size_t bytes, std::size_t each);

}  // namespace auglens
