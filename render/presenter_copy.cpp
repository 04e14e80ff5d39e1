#include <epoxy/gl.h>

#include <cstring>
#include <string>

#include "ops/error.h"
#include "render/present_road.h"

namespace auglens {
namespace {

void refuse_device_memory(const Texels& texels) {
  if (texels.place == Place::host) return;
  throw Error(ErrorKind::resource,
              {"", "voxels in GPU memory cannot be shown yet", "the copy road", "use --device cpu"});
}

/// GL owns the staging memory, so the driver pins it and the transfer runs behind our back.
class CopyRoad : public VoxelRoad {
 public:
  void write(const Texture2D& texture, const Texels& texels) override {
    refuse_device_memory(texels);
    const auto row_bytes = static_cast<std::size_t>(texels.columns) * 4;
    const auto bytes = row_bytes * static_cast<std::size_t>(texels.rows);
    // Fresh storage each time: the driver keeps the old one until the last transfer from it is done.
    glNamedBufferData(staging_.name(), static_cast<GLsizeiptr>(bytes), nullptr, GL_STREAM_DRAW);
    auto* to = static_cast<std::byte*>(glMapNamedBufferRange(staging_.name(), 0, static_cast<GLsizeiptr>(bytes),
                                                             GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT));
    if (to == nullptr)
      throw Error(ErrorKind::resource,
                  {"", "no pinned memory for a slice", std::to_string(bytes) + " bytes", "use --present cpu"});
    const auto* from = static_cast<const std::byte*>(texels.data);
    for (int row = 0; row < texels.rows; ++row, to += row_bytes, from += texels.pitch * 4)
      std::memcpy(to, from, row_bytes);
    glUnmapNamedBuffer(staging_.name());
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, staging_.name());
    texture.write(nullptr, texels.columns, texels.rows, texels.columns);
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
  }

 private:
  GlBuffer staging_ = make_buffer();
};

class CpuRoad : public VoxelRoad {
 public:
  void write(const Texture2D& texture, const Texels& texels) override {
    refuse_device_memory(texels);
    texture.write(texels.data, texels.columns, texels.rows, static_cast<int>(texels.pitch));
  }
};

}  // namespace

std::unique_ptr<VoxelRoad> make_copy_road() {
  return std::make_unique<CopyRoad>();
}
std::unique_ptr<VoxelRoad> make_cpu_road() {
  return std::make_unique<CpuRoad>();
}

}  // namespace auglens
