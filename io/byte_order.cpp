#include "io/byte_order.h"

#include <algorithm>
#include <cstdint>

namespace auglens {

std::size_t number_bytes(StoredType type) {
  const std::size_t bytes = bytes_of(type);
  return type == StoredType::complex64 || type == StoredType::complex128 ? bytes / 2 : bytes;
}

void swap_numbers(std::byte* data, std::size_t bytes, std::size_t each) {
  const auto swap = [&]<class T>(T) {
    for (std::size_t i = 0; i + sizeof(T) <= bytes; i += sizeof(T)) {
      std::byte* p = data + i;
      std::reverse(p, p + sizeof(T));
    }
  };
  if (each == 2) swap(std::uint16_t{});
  if (each == 4) swap(std::uint32_t{});
  if (each == 8) swap(std::uint64_t{});
}

}  // namespace auglens
