#pragma once
// A value pass that reads numbers which are given for each voxel, not drawn. It refuses to know where they come from.

#include <array>
#include <memory>
#include <mutex>
#include <tuple>
#include <type_traits>
#include <utility>

#include "ops/device_memory.h"
#include "ops/value_pass.h"

namespace auglens {

/// The functor has a member `VoxelView<float> numbers[n]`, set to `components` of a float32 image on the step's grid,
/// where the pass runs.
template <class Functor>
class FieldPass final : public ImagePass {
 public:
  using Bodies = std::tuple<ValueBody<Functor>>;
  static constexpr std::size_t count = std::extent_v<decltype(Functor::numbers)>;
  using Components = std::array<int, count>;

  FieldPass(const Functor& functor, std::shared_ptr<const Image> voxels, const Components& components)
      : functor_(functor), voxels_(std::move(voxels)), components_(components) {}

  PassKind kind() const override { return PassKind::value; }
  void run(const Device& device, const AnyView&, const MutableView<float>& out, const Region& region) const override {
    Functor functor = functor_;
    for (std::size_t k = 0; k < count; ++k) {
      functor.numbers[k] = voxels_->view<float>(components_[k]);
      if (device.kind() != DeviceKind::cpu) functor.numbers[k].data = on(device, k);
    }
    launch(device, region, ValueBody<Functor>{functor, out});
  }

 private:
  const float* on(const Device& device, std::size_t k) const {
    const std::scoped_lock lock(mutex_);
    if (!copies_[k])
      copies_[k] = copy_to_device(device, voxels_->voxels<float>(components_[k], 0),
                                  static_cast<std::size_t>(voxels_->pitch.volume) * sizeof(float));
    return reinterpret_cast<const float*>(copies_[k].data());
  }

  Functor functor_;
  std::shared_ptr<const Image> voxels_;
  Components components_;
  mutable std::mutex mutex_;
  mutable std::array<Buffer, count> copies_;
};

}  // namespace auglens
