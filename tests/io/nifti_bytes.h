#pragma once
// NIfTI files made byte by byte from the published layout, for tests of the reader. It refuses to know the reader.

#include <zlib.h>

#include <unistd.h>
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/test_folder.h"

namespace nifti_test {

using Bytes = std::vector<unsigned char>;

using Folder = auglens::TestFolder;

struct Writer {
  Bytes bytes;
  bool big_endian = false;

  template <class T>
  void put(std::size_t at, T value) {
    unsigned char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    if (big_endian) std::reverse(raw, raw + sizeof(T));
    std::copy(raw, raw + sizeof(T), bytes.begin() + static_cast<std::ptrdiff_t>(at));
  }
  template <class T>
  void append(T value) {
    bytes.resize(bytes.size() + sizeof(T));
    put(bytes.size() - sizeof(T), value);
  }
};

/// What a header says; the defaults are a 4 x 3 x 2 volume of int16 in RAS, 1 mm.
struct Spec {
  bool two = false, big_endian = false, pair = false;
  std::vector<std::int64_t> size{4, 3, 2};
  int datatype = 4, bitpix = 16, qform = 0, sform = 1, units = 2;
  std::array<double, 4> pixdim{1, 1, 1, 1};
  double slope = 0, intercept = 0, offset = -1;
  std::array<double, 6> quaternion_and_offset{};
  std::array<double, 12> srow{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
};

inline Writer header(const Spec& s) {
  Writer w;
  w.big_endian = s.big_endian;
  w.bytes.resize(s.pair ? (s.two ? 540 : 348) : (s.two ? 544 : 352));
  const std::size_t real = s.two ? 8 : 4;
  const auto put_real = [&](std::size_t at, double v) { s.two ? w.put(at, v) : w.put(at, static_cast<float>(v)); };
  const auto put_code = [&](std::size_t at, int v) {
    s.two ? w.put<std::int32_t>(at, v) : w.put(at, static_cast<std::int16_t>(v));
  };
  w.put<std::int32_t>(0, s.two ? 540 : 348);
  std::memcpy(w.bytes.data() + (s.two ? 4 : 344), s.pair ? (s.two ? "ni2" : "ni1") : (s.two ? "n+2" : "n+1"), 4);
  for (std::size_t k = 0; k < 8; ++k) {
    const std::int64_t n = k == 0 ? static_cast<std::int64_t>(s.size.size()) : k <= s.size.size() ? s.size[k - 1] : 1;
    s.two ? w.put(16 + 8 * k, n) : w.put(40 + 2 * k, static_cast<std::int16_t>(n));
  }
  w.put(s.two ? 12 : 70, static_cast<std::int16_t>(s.datatype));
  w.put(s.two ? 14 : 72, static_cast<std::int16_t>(s.bitpix));
  for (std::size_t k = 0; k < 4; ++k) put_real((s.two ? 104 : 76) + k * real, s.pixdim[k]);
  const double offset = s.offset != -1 ? s.offset : s.pair ? 0 : static_cast<double>(w.bytes.size());
  s.two ? w.put(168, static_cast<std::int64_t>(offset)) : w.put(108, static_cast<float>(offset));
  put_real(s.two ? 176 : 112, s.slope);
  put_real(s.two ? 184 : 116, s.intercept);
  if (s.two)
    w.put<std::int32_t>(500, s.units);
  else
    w.bytes[123] = static_cast<unsigned char>(s.units);
  put_code(s.two ? 344 : 252, s.qform);
  put_code(s.two ? 348 : 254, s.sform);
  for (std::size_t k = 0; k < 6; ++k) put_real((s.two ? 352 : 256) + k * real, s.quaternion_and_offset[k]);
  for (std::size_t k = 0; k < 12; ++k) put_real((s.two ? 400 : 280) + k * real, s.srow[k]);
  return w;
}

/// The header, then `count` voxels: voxel i is `value(i)` in type T.
template <class T, class F>
Bytes volume(const Spec& spec, std::size_t count, F value) {
  Writer w = header(spec);
  for (std::size_t i = 0; i < count; ++i) w.append(static_cast<T>(value(i)));
  return w.bytes;
}

/// 4 x 3 x 2 int16 with the values 0..23.
inline Bytes counting(const Spec& spec = {}) {
  return volume<std::int16_t>(spec, 24, [](std::size_t i) { return i; });
}

/// One gzip member, by zlib.
inline Bytes gzip(const Bytes& raw) {
  z_stream z{};
  deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  Bytes packed(deflateBound(&z, raw.size()) + 64);
  z.next_in = const_cast<Bytef*>(raw.data());
  z.avail_in = static_cast<uInt>(raw.size());
  z.next_out = packed.data();
  z.avail_out = static_cast<uInt>(packed.size());
  deflate(&z, Z_FINISH);
  packed.resize(z.total_out);
  deflateEnd(&z);
  return packed;
}

}  // namespace nifti_test
