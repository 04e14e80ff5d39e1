#pragma once
// Small asymmetric volumes for the tests of chains. They refuse to be symmetric along any axis.

#include <cstring>
#include <vector>

#include "ops/case.h"
#include "ops/evaluate.h"
#include "ops/random.h"

namespace auglens::test {

/// Different size, spacing and content along each axis; an oblique grid; `type` voxels; labels 0, 1, 5, 9 in corners.
inline Case asymmetric_case(const Index3& size, VoxelType type = VoxelType::float32, int channels = 2) {
  Grid grid{size, {0.7, 1.1, 2.3}, {-12, 5, 40}, {0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1}};
  Case c;
  c.id = next_case_id();
  c.image = Image::allocate(grid, type, channels);
  c.labels = LabelMap::allocate(grid);
  for (int ch = 0; ch < channels; ++ch)
    for (std::int64_t z = 0; z < size[2]; ++z)
      for (std::int64_t y = 0; y < size[1]; ++y)
        for (std::int64_t x = 0; x < size[0]; ++x) {
          const auto noise = static_cast<double>(philox(1, static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y),
                                                        static_cast<std::uint32_t>(z), static_cast<std::uint32_t>(ch))
                                                     .lane[0] %
                                                 40);
          const double v = 20.0 + 3.0 * static_cast<double>(x) + 1.0 * static_cast<double>(y * y) / 4 +
                           5.0 * static_cast<double>(z) + noise;
          switch (type) {
            case VoxelType::uint8:
              c.image.mutable_view<std::uint8_t>(ch).at(x, y, z) = static_cast<std::uint8_t>(std::min(255.0, v));
              break;
            case VoxelType::int16:
              c.image.mutable_view<std::int16_t>(ch).at(x, y, z) = static_cast<std::int16_t>(v - 100);
              break;
            case VoxelType::uint16:
              c.image.mutable_view<std::uint16_t>(ch).at(x, y, z) = static_cast<std::uint16_t>(v);
              break;
            default:
              c.image.mutable_view<float>(ch).at(x, y, z) = static_cast<float>(v / 7 - 3);
          }
          c.labels->mutable_view().at(x, y, z) =
              x > 2 * size[0] / 3 ? 9 : (y > size[1] / 2 ? 5 : (z > size[2] / 3 ? 1 : 0));
        }
  return c;
}

/// All voxels of a region in raster order.
inline std::vector<float> voxels_of(const Plan& plan, const Case& c, int channel, const Region& region,
                                    FactsCache& facts, const Job& job) {
  std::vector<float> out(static_cast<std::size_t>(region.voxels()), -12345.0F);
  const MutableView<float> view{out.data(),      region.size[0],  region.size[0] * region.size[1],
                                region.start[0], region.start[1], region.start[2]};
  const ImageRequest request{region, view};
  evaluate(plan, c, channel, {&request, 1}, facts, job);
  return out;
}

inline std::vector<std::int32_t> labels_of(const Plan& plan, const Case& c, const Region& region, FactsCache& facts,
                                           const Job& job) {
  std::vector<std::int32_t> out(static_cast<std::size_t>(region.voxels()), -12345);
  const MutableView<std::int32_t> view{out.data(),      region.size[0],  region.size[0] * region.size[1],
                                       region.start[0], region.start[1], region.start[2]};
  const LabelRequest request{region, view};
  evaluate_labels(plan, c, {&request, 1}, facts, job);
  return out;
}

/// The voxels of a region, cut from the raster order of the whole grid.
template <class T>
std::vector<T> cut(const std::vector<T>& whole_volume, const Index3& size, const Region& r) {
  std::vector<T> out;
  for (std::int64_t z = r.start[2]; z < r.end(2); ++z)
    for (std::int64_t y = r.start[1]; y < r.end(1); ++y)
      for (std::int64_t x = r.start[0]; x < r.end(0); ++x)
        out.push_back(whole_volume[static_cast<std::size_t>((z * size[1] + y) * size[0] + x)]);
  return out;
}

template <class T>
bool same_bytes(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

inline Region random_region(std::uint32_t k, const Index3& size) {
  Region r;
  const PhiloxBlock b = philox(77, k, 0, 0, 0), b2 = philox(77, k, 1, 0, 0);
  for (std::size_t a = 0; a < 3; ++a) {
    r.start[a] = b.lane[a] % size[a];
    r.size[a] = 1 + b2.lane[a] % (size[a] - r.start[a]);
  }
  return r;
}

}  // namespace auglens::test
