#include "render/raycast.h"

#include <algorithm>
#include <mutex>

#include "ops/device.h"
#include "render/raycast_prepare.h"
#ifdef AUGLENS_RENDER_CUDA
#include "ops/device_memory.h"
#include "ops/launch.h"
#include "render/raycast_body.h"
#endif

namespace auglens {

namespace {

constexpr int tile_width = 64, tile_height = 32;  // multiples of every pack of rays

MarchTile marcher(RayKernel kernel) {
  if (!usable(kernel))
    throw Error(ErrorKind::usage, {"", "this processor cannot run the wanted ray kernel", "", "use the fastest one"});
#ifdef __x86_64__
  if (kernel == RayKernel::avx512 || (kernel == RayKernel::fastest && usable(RayKernel::avx512)))
    return march_tile_avx512;
  if (kernel == RayKernel::avx2 || (kernel == RayKernel::fastest && usable(RayKernel::avx2))) return march_tile_avx2;
#endif
  return march_tile_scalar;
}

void march_on_cpu(const RayScene& scene, MarchTile march, const Job& job, std::uint8_t* rgba) {
  const std::int32_t across = (scene.width + tile_width - 1) / tile_width;
  const std::int32_t tiles = across * ((scene.height + tile_height - 1) / tile_height);
  std::mutex mutex;
  int done = 0;
  job.device.parallel_for(tiles, 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t t = first; t < last; ++t) {
      job.check();
      const auto x = static_cast<std::int32_t>(t % across) * tile_width,
                 y = static_cast<std::int32_t>(t / across) * tile_height;
      march(scene, {x, y, std::min(scene.width, x + tile_width), std::min(scene.height, y + tile_height)}, rgba);
      const std::scoped_lock in_order(mutex);  // progress never goes back
      job.report(static_cast<double>(++done) / tiles);
    }
  });
}

#ifdef AUGLENS_RENDER_CUDA
/// The volume is on the device already; tables and the map of empty space, some 100 kB, go with each picture.
void march_on_cuda(const PreparedScene& prepared, const RayVolume& volume, const Job& job,
                   std::vector<std::uint8_t>& rgba) {
  const auto send = [&]<class T>(const std::vector<T>& v) {
    return copy_to_device(job.device, v.data(), v.size() * sizeof(T));
  };
  const Buffer table = send(prepared.table), labels = send(prepared.label_table), leap = send(prepared.leap);
  const Buffer out = allocate_on(job.device, rgba.size());
  RayScene scene = prepared.scene;
  scene.codes = reinterpret_cast<const std::uint16_t*>(volume.on_device.codes.data());
  scene.table = reinterpret_cast<const float*>(table.data());
  scene.label_table = reinterpret_cast<const float*>(labels.data());
  if (scene.cells != nullptr) scene.cells = reinterpret_cast<const std::uint16_t*>(volume.on_device.cells.data());
  if (scene.leap != nullptr) {
    scene.leap = reinterpret_cast<const std::uint8_t*>(leap.data());
    scene.brick_high = reinterpret_cast<const std::uint16_t*>(volume.on_device.brick_high.data());
  }
  launch(job.device, whole(Index3{scene.width, scene.height, 1}),
         RayBody{scene, reinterpret_cast<std::uint8_t*>(out.data())});
  copy_to_host(job.device, rgba.data(), out, rgba.size());
  job.report(1);
}
#endif

}  // namespace

Picture RaycastPicture::rgb() const {
  Picture picture{width, height, std::vector<std::uint8_t>(rgba.size() / 4 * 3)};
  for (std::size_t i = 0; i < rgba.size() / 4; ++i)
    for (std::size_t c = 0; c < 3; ++c) picture.rgb[3 * i + c] = rgba[4 * i + c];
  return picture;
}

RaycastSettings interactive(RaycastSettings settings) {
  settings.width = std::max(1, settings.width / 2);
  settings.height = std::max(1, settings.height / 2);
  settings.step *= 2;
  return settings;
}

bool usable(RayKernel kernel) {
#ifdef __x86_64__
  if (kernel == RayKernel::avx512)
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0;
  if (kernel == RayKernel::avx2) return __builtin_cpu_supports("avx2") != 0;
#endif
  return kernel == RayKernel::fastest || kernel == RayKernel::scalar;
}

RaycastPicture raycast(const RayVolume& volume, const RaycastSettings& settings, const Job& job, RayKernel kernel) {
  job.check();
  const PreparedScene prepared = prepare_scene(volume, settings);
  RaycastPicture picture{settings.width, settings.height, {}};
  picture.rgba.resize(4 * static_cast<std::size_t>(settings.width) * static_cast<std::size_t>(settings.height));
#ifdef AUGLENS_RENDER_CUDA
  if (volume.on_device.codes && job.device.kind() == DeviceKind::cuda && kernel == RayKernel::fastest) {
    march_on_cuda(prepared, volume, job, picture.rgba);
    return picture;
  }
#endif
  march_on_cpu(prepared.scene, marcher(kernel), job, picture.rgba.data());
  return picture;
}

}  // namespace auglens
