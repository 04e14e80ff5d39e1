#include "ops/image.h"

namespace auglens {

std::size_t bytes_of(VoxelType type) {
  switch (type) {
    case VoxelType::uint8:
      return 1;
    case VoxelType::int16:
    case VoxelType::uint16:
      return 2;
    default:
      return 4;
  }
}

const char* name_of(VoxelType type) {
  switch (type) {
    case VoxelType::uint8:
      return "uint8";
    case VoxelType::int16:
      return "int16";
    case VoxelType::uint16:
      return "uint16";
    case VoxelType::int32:
      return "int32";
    default:
      return "float32";
  }
}

Pitch padded_pitch(const Index3& size) {
  std::int64_t row = (size[0] + 15) / 16 * 16;
  if (size[1] * size[2] > 1 && row % 64 == 0) row += 16;
  std::int64_t plane = row * size[1];
  if (size[2] > 1 && plane % 32 == 0) plane += 16;
  return {row, plane, plane * size[2]};
}

Image Image::allocate(const Grid& grid, VoxelType type, int channels, int frames) {
  Image image;
  image.grid = grid;
  image.type = type;
  image.channels = channels;
  image.frames = frames;
  image.pitch = padded_pitch(grid.size);
  const auto volumes = static_cast<std::size_t>(channels) * static_cast<std::size_t>(frames);
  image.buffer = Buffer::host(static_cast<std::size_t>(image.pitch.volume) * volumes * bytes_of(type));
  return image;
}

float Image::value(const Index3& index, int channel, int frame) const {
  return visit_view(*this, channel, frame,
                    [&](const auto& v) { return static_cast<float>(v.at(index[0], index[1], index[2])); });
}

LabelMap LabelMap::allocate(const Grid& grid) {
  LabelMap map;
  map.grid = grid;
  map.pitch = padded_pitch(grid.size);
  map.buffer = Buffer::host(static_cast<std::size_t>(map.pitch.volume) * sizeof(std::int32_t));
  return map;
}

}  // namespace auglens
