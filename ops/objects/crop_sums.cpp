#include "ops/objects/crop_sums.h"

#include "ops/device.h"

namespace auglens {
void add_up(std::vector<std::uint64_t>& numbers, const Index3& size, std::size_t axis, const Job& job) {
  std::uint64_t* const all = numbers.data();
  const std::int64_t row = size[0], plane = size[0] * size[1];
  const bool slices = axis == 2;  // planes depend on each other there, rows of all planes do not
  job.device.parallel_for(size[slices ? 1 : 2], 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (std::int64_t i = first; i < last; ++i) {
      std::uint64_t* const from = all + i * (slices ? row : plane);
      const std::int64_t step = slices ? plane : row, count = slices ? size[2] : size[1];
      for (std::int64_t k = 0; k < count; ++k) {
        std::uint64_t* const to = from + k * step;
        if (axis == 0)
          for (std::int64_t x = 1; x < row; ++x) to[x] += to[x - 1];
        else if (k > 0)
          for (std::int64_t x = 0; x < row; ++x) to[x] += to[x - step];
      }
    }
  });
}

ShareSums::ShareSums(StartShares shares, const Job& job)
    : shares_(std::move(shares)), nothing_(static_cast<std::size_t>(shares_.starts.size[0])) {
  for (std::size_t axis = 0; axis < 3; ++axis) add_up(shares_.share, shares_.starts.size, axis, job);
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
