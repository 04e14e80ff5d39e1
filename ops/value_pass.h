#pragma once
// Passes that change a voxel knowing only itself and its index. It refuses to know neighbours.

#include <tuple>

#include "ops/launch.h"
#include "ops/pass.h"

namespace auglens {

/// Functor: AUGLENS_HD float operator()(float value, int64 x, int64 y, int64 z) const.
template <class Functor>
struct ValueBody {
  Functor functor;
  MutableView<float> out;
  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    float& v = out.at(x, y, z);
    v = functor(v, x, y, z);
  }
};

template <class Functor>
class ValuePass final : public ImagePass {
 public:
  using Bodies = std::tuple<ValueBody<Functor>>;
  explicit ValuePass(const Functor& functor) : functor_(functor) {}

  PassKind kind() const override { return PassKind::value; }
  void run(const Device& device, const AnyView&, const MutableView<float>& out, const Region& region) const override {
    launch(device, region, ValueBody<Functor>{functor_, out});
  }

 private:
  Functor functor_;
};

}  // namespace auglens
