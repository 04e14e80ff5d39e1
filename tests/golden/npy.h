#pragma once
// Reads the .npy files of the goldens: little-endian float32 or int32, C order. It refuses every other kind.

#include <filesystem>
#include <vector>

namespace auglens::test {

struct Array {
  std::vector<std::int64_t> shape;
  std::vector<float> floats;          ///< dtype <f4
  std::vector<std::int32_t> numbers;  ///< dtype <i4
};

/// Throws std::runtime_error with the file's name.
Array read_npy(const std::filesystem::path& file);

}  // namespace auglens::test
