#include "tests/golden/npy.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace auglens::test {

Array read_npy(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto fail = [&](const char* what) { throw std::runtime_error(file.string() + ": " + what); };
  if (bytes.size() < 10 || bytes.compare(0, 6, "\x93NUMPY") != 0 || bytes[6] != 1)
    fail("not an .npy file of version 1");
  const std::size_t length = static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
  const std::string header = bytes.substr(10, length);
  const bool floats = header.find("'<f4'") != std::string::npos;
  if (!floats && header.find("'<i4'") == std::string::npos) fail("neither float32 nor int32");
  if (header.find("'fortran_order': False") == std::string::npos) fail("not in C order");
  Array a;
  std::size_t count = 1, at = header.find("'shape': (");
  if (at == std::string::npos) fail("has no shape");
  for (at += 10; at < header.size() && header[at] != ')';) {
    std::size_t used = 0;
    a.shape.push_back(std::stoll(header.substr(at), &used));
    count *= static_cast<std::size_t>(a.shape.back());
    at = header.find_first_not_of(", ", at + used);
  }
  if (bytes.size() != 10 + length + 4 * count) fail("is cut short");
  const char* data = bytes.data() + 10 + length;
  if (floats) {
    a.floats.resize(count);
    std::memcpy(a.floats.data(), data, 4 * count);
  } else {
    a.numbers.resize(count);
    std::memcpy(a.numbers.data(), data, 4 * count);
  }
  return a;
}

}  // namespace auglens::test
