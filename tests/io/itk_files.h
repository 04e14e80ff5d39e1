#pragma once
// NRRD and MetaImage files of 4 x 3 x 2 counted voxels, for tests. It refuses to know the readers' answers.

#include <doctest/doctest.h>
#include <zlib.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>

#include "io/itk_formats.h"
#include "io/metaimage_header.h"
#include "io/nrrd_header.h"
#include "ops/device.h"
#include "tests/io/dicom_bytes.h"

namespace auglens {

using Read = std::vector<Volume> (*)(const std::string&, const ReadOptions&, const Job&);

inline void write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline Volume open(Read read, const std::string& path) {
  const Device device = Device::cpu(1);
  auto volumes = read(path, {}, Job{device});
  REQUIRE(volumes.size() == 1);
  return std::move(volumes[0]);
}

inline std::string error_of(Read read, const std::string& path) {
  const Device device = Device::cpu(1);
  try {
    read(path, {}, Job{device});
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::bad_input);
    return e.what();
  }
  return "opened";
}

/// 0, 1, 2, ... as 16-bit integers.
inline std::string counted(int n, bool big_endian = false) {
  std::string out;
  for (int k = 0; k < n; ++k) {
    const char low = static_cast<char>(k & 0xff), high = static_cast<char>(k >> 8);
    out += big_endian ? std::string{high, low} : std::string{low, high};
  }
  return out;
}

/// zlib (window_bits 15) or gzip (31).
inline std::string deflated(const std::string& bytes, int window_bits) {
  z_stream z{};
  deflateInit2(&z, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(bytes.size() + 1000, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

inline std::string nrrd(const std::string& fields, const std::string& data) {
  return "NRRD0004\n" + fields + "\n" + data;
}

inline const std::string lps = "space: left-posterior-superior\nspace origin: (1,2,3)\n";
inline const std::string small =
    "type: short\ndimension: 3\nsizes: 4 3 2\nspace directions: (2,0,0) (0,3,0) (0,0,4)\nendian: little\n";

inline void check_counted(const Image& image) {
  REQUIRE(image.grid.size == Index3{4, 3, 2});
  for (std::int64_t z = 0; z < 2; ++z)
    for (std::int64_t y = 0; y < 3; ++y)
      for (std::int64_t x = 0; x < 4; ++x) CHECK(image.value({x, y, z}) == static_cast<float>(x + 4 * (y + 3 * z)));
}

inline std::string mha(const std::string& fields, const std::string& data) {
  return "ObjectType = Image\nNDims = 3\nDimSize = 4 3 2\nElementType = MET_SHORT\n" + fields + data;
}

inline const std::string plain =
    "BinaryData = True\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 1 2 3\nElementSpacing = 2 3 4\n";

}  // namespace auglens
