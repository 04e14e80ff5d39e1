#include "io/phantom.h"

#include <atomic>

#include "io/phantom_draw.h"
#include "ops/device.h"

namespace auglens {

namespace phantom {

Case empty_case(const Index3& size, const Vec3& extent_mm, int channels, const Job& job) {
  job.check();
  Grid grid;
  grid.size = size;
  for (std::size_t k = 0; k < 3; ++k) {
    if (size[k] < 1 || size[k] > 32767)
      throw Error(ErrorKind::usage, {"phantom", "an extent of " + std::to_string(size[k]) + " voxels is not possible",
                                     "", "ask for 1 to 32767 voxels along each axis"});
    grid.spacing[k] = extent_mm[k] / static_cast<double>(size[k]);
    grid.origin[k] = -grid.spacing[k] * static_cast<double>(size[k] - 1) / 2;
  }
  Case c;
  c.id = next_case_id();
  c.image = Image::allocate(grid, VoxelType::int16, channels);
  c.labels = LabelMap::allocate(grid);
  c.source.format = c.label_source.format = FileFormat::phantom;
  c.source.stored_type = "int16";
  c.label_source.stored_type = "uint8";
  return c;
}

void for_each_row(const Grid& grid, const Job& job, const std::function<void(std::int64_t y, std::int64_t z)>& row) {
  std::atomic<std::int64_t> done{0};
  job.device.parallel_for(grid.size[2], 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t z = first; z < last; ++z) {
      job.check();
      for (std::int64_t y = 0; y < grid.size[1]; ++y) row(y, z);
      job.report(static_cast<double>(++done) / static_cast<double>(grid.size[2]));
    }
  });
}

}  // namespace phantom

Case phantom_head(const Index3& size) {
  const Device device = Device::cpu();
  return phantom_head(size, Job{device});
}

Case phantom_abdomen(const Index3& size) {
  const Device device = Device::cpu();
  return phantom_abdomen(size, Job{device});
}

}  // namespace auglens
