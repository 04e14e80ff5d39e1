#pragma once
// Volumes with known voxels, and what lies in a folder, for tests of the writers. It refuses to know the formats.

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "ops/device.h"
#include "ops/image.h"
#include "tests/io/nifti_bytes.h"

namespace save_test {

using namespace auglens;
using nifti_test::Bytes;
using nifti_test::Folder;

inline const Device& device() {
  static const Device two = Device::cpu(2);
  return two;
}
inline Job job() {
  return Job{device()};
}

inline Bytes file_bytes(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

inline Image row_of(const std::vector<float>& values) {
  Grid g;
  g.size = {static_cast<std::int64_t>(values.size()), 1, 1};
  Image image = Image::allocate(g, VoxelType::float32);
  for (std::size_t k = 0; k < values.size(); ++k) image.voxels<float>(0, 0)[k] = values[k];
  return image;
}

inline LabelMap labelled(const std::vector<std::int32_t>& values) {
  Grid g;
  g.size = {static_cast<std::int64_t>(values.size()), 1, 1};
  LabelMap map = LabelMap::allocate(g);
  for (std::size_t k = 0; k < values.size(); ++k) map.voxels()[k] = values[k];
  return map;
}

inline std::size_t files_in(const Folder& folder) {
  std::size_t n = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++n;
  return n;
}

inline float value_of(int x, int y, int z, int channel, int frame) {
  return static_cast<float>(x + 10 * y + 100 * z + 1000 * channel + 10000 * frame) + 0.25F;
}

inline Image numbered(const Grid& grid, int channels = 1, int frames = 1) {
  Image image = Image::allocate(grid, VoxelType::float32, channels, frames);
  for (int f = 0; f < frames; ++f)
    for (int c = 0; c < channels; ++c)
      for (int z = 0; z < grid.size[2]; ++z)
        for (int y = 0; y < grid.size[1]; ++y)
          for (int x = 0; x < grid.size[0]; ++x) image.mutable_view<float>(c, f).at(x, y, z) = value_of(x, y, z, c, f);
  return image;
}

}  // namespace save_test
