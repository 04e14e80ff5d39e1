#include "ops/objects/label_hash.h"

#include <cstring>
#include <vector>

#include "ops/device.h"

namespace auglens {
namespace {

/// Steps of multiply and rotate, with odd constants (parts of the golden ratio and of pi); every step is a bijection of
/// the state, so that one changed voxel always changes it.
struct Mixer {
  std::uint64_t a = 0x9e3779b97f4a7c15, b = 0x243f6a8885a308d3;

  void add(std::uint64_t word) {
    a = (a ^ word) * 0xd6e8feb86659fd93;
    a = a << 29 | a >> 35;
    b = (b + word) * 0xa0761d6478bd642f;
    b = b << 31 | b >> 33;
  }
  LabelHash result() const {
    const auto spread = [](std::uint64_t v) {
      v = (v ^ v >> 32) * 0xd6e8feb86659fd93;
      v = (v ^ v >> 32) * 0xd6e8feb86659fd93;
      return v ^ v >> 32;
    };
    return {spread(a), spread(b)};
  }
};

void add_row(Mixer& mixer, const std::int32_t* row, std::int64_t n) {
  std::int64_t x = 0;
  for (; x + 2 <= n; x += 2) {
    std::uint64_t pair = 0;
    std::memcpy(&pair, row + x, sizeof pair);
    mixer.add(pair);
  }
  if (x < n) mixer.add(static_cast<std::uint32_t>(row[x]));
}

}  // namespace

LabelHash hash_of(const LabelMap& labels, const Job& job) {
  const Index3 n = labels.grid.size;
  const std::int64_t rows = n[1] * n[2];
  constexpr std::int64_t block = 256;  // rows that one mixer sees: part of what the hash is
  std::vector<LabelHash> parts(static_cast<std::size_t>((rows + block - 1) / block));
  job.device.parallel_for(static_cast<std::int64_t>(parts.size()), 8, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t p = first; p < last; ++p) {
      job.check();
      Mixer mixer;
      for (std::int64_t row = p * block; row < std::min(rows, (p + 1) * block); ++row)
        add_row(mixer, labels.voxels() + row / n[1] * labels.pitch.plane + row % n[1] * labels.pitch.row, n[0]);
      parts[static_cast<std::size_t>(p)] = mixer.result();
    }
  });
  Mixer mixer;
  for (const std::int64_t extent : n) mixer.add(static_cast<std::uint64_t>(extent));
  for (const LabelHash& part : parts) {
    mixer.add(part.first);
    mixer.add(part.second);
  }
  return mixer.result();
}

}  // namespace auglens
