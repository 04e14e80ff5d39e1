#pragma once
// How voxels reach a texture: three roads behind one call, chosen once. It refuses to know what the texels mean.

#include <memory>
#include <optional>
#include <string_view>

#include "ops/buffer.h"
#include "render/context.h"
#include "render/gl_object.h"

namespace auglens {

enum class PresentRoad {
  interop,  ///< CUDA writes the texture
  copy,     ///< through pinned host memory that GL owns
  cpu,      ///< from plain host memory
};
std::string_view name_of(PresentRoad road);
std::optional<PresentRoad> present_road_named(std::string_view name);

/// A rectangle of texels somewhere in memory; rows are `pitch` texels of four bytes apart.
struct Texels {
  const void* data = nullptr;
  int columns = 0, rows = 0;
  std::int64_t pitch = 0;
  Place place = Place::host;
};

class VoxelRoad {
 public:
  VoxelRoad() = default;
  VoxelRoad(const VoxelRoad&) = delete;
  VoxelRoad& operator=(const VoxelRoad&) = delete;
  virtual ~VoxelRoad() = default;
  /// The source may be reused as soon as this returns. Throws Error(resource).
  virtual void write(const Texture2D& texture, const Texels& texels) = 0;
};

std::unique_ptr<VoxelRoad> make_copy_road();
std::unique_ptr<VoxelRoad> make_cpu_road();
/// Throws Error(resource) with the one line that says why not.
std::unique_ptr<VoxelRoad> make_interop_road();

/// What was asked for, else the shortest road that this GL and this place of work can go.
PresentRoad choose_road(std::optional<PresentRoad> forced, const GlInfo& info, Place voxels);

}  // namespace auglens
