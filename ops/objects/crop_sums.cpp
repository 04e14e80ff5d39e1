#include "ops/objects/crop_sums.h"

#include "ops/device.h"

namespace auglens {
void add_up(std::vector<std::uint64_t>& numbers, const Index3& size, const Job& job) {
  std::uint64_t* const all = numbers.data();
  const std::int64_t row = size[0], plane = size[0] * size[1];
  job.device.parallel_for(size[2], 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t i = first * size[1]; i < last * size[1]; ++i) {
      std::uint64_t* const to = all + i * row;
      for (std::int64_t x = 1; x < row; ++x) to[x] += to[x - 1];
      if (i % size[1] != 0)
        for (std::int64_t x = 0; x < row; ++x) to[x] += to[x - row];
    }
  });
  job.device.parallel_for(size[1], 8, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t z = 1; z < size[2]; ++z)
      for (std::int64_t i = first * row; i < last * row; ++i) all[z * plane + i] += all[(z - 1) * plane + i];
  });
}

ShareSums::ShareSums(StartShares shares, const Job& job)
    : shares_(std::move(shares)), nothing_(static_cast<std::size_t>(shares_.starts.size[0])) {
  add_up(shares_.share, shares_.starts.size, job);
}

const std::uint64_t* ShareSums::row(std::int64_t y, std::int64_t z) const {
  const Region& all = shares_.starts;
  const std::int64_t ny = std::min(y - all.start[1], all.size[1]), nz = std::min(z - all.start[2], all.size[2]);
  return ny <= 0 || nz <= 0 ? nothing_.data() : shares_.row(ny - 1, nz - 1);
}

ShareSums::Rows ShareSums::rows(std::int64_t y0, std::int64_t y1, std::int64_t z0, std::int64_t z1) const {
  Rows rows;
  rows.to_ = row(y1, z1);
  rows.y_ = row(y0, z1);
  rows.z_ = row(y1, z0);
  rows.both_ = row(y0, z0);
  rows.first_ = shares_.starts.start[0];
  rows.count_ = shares_.starts.size[0];
  return rows;
}

}  // namespace auglens
