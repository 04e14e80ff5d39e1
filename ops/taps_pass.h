#pragma once
// One axis of a separable gather: each output index is a weighted row of input voxels, float32 between the axes. It
// refuses to know whether a blur or a resize made the weights.

#include <tuple>

#include "ops/border.h"
#include "ops/launch.h"
#include "ops/pass.h"
#include "ops/table.h"

namespace auglens {

/// Weights along one axis. `starts` has one entry per output index, or one entry (an offset added to the index) when
/// every row is the same; `weights` holds `taps` numbers per entry of `starts`.
struct AxisTaps {
  int axis = 0;
  int taps = 1;
  bool same_for_all = false;
  Border border = Border::clamp;
  Table<std::int32_t> starts;
  Table<float> weights;
};

/// Sum over taps in ascending order, multiply then add, never fused.
template <class T>
struct TapsBody {
  int axis, taps;
  bool same_for_all;
  Border border;
  const std::int32_t* starts;
  const float* weights;
  std::int64_t extent;  ///< of the input along the axis
  VoxelView<T> in;
  MutableView<float> out;

  AUGLENS_HD void operator()(std::int64_t x, std::int64_t y, std::int64_t z) const {
    const std::int64_t i = axis == 0 ? x : (axis == 1 ? y : z);
    const std::int64_t first = same_for_all ? i + starts[0] : starts[i];
    const float* w = same_for_all ? weights : weights + i * taps;
    const std::int64_t stride = axis == 0 ? 1 : (axis == 1 ? in.row : in.plane);
    const T* base = &in.data[((axis == 2 ? 0 : z) - (axis == 2 ? 0 : in.z0)) * in.plane +
                             ((axis == 1 ? 0 : y) - (axis == 1 ? 0 : in.y0)) * in.row +
                             ((axis == 0 ? 0 : x) - (axis == 0 ? 0 : in.x0))];
    const std::int64_t origin = axis == 0 ? in.x0 : (axis == 1 ? in.y0 : in.z0);
    float sum = 0;
    if (first >= 0 && first + taps <= extent) {
      const T* p = base + (first - origin) * stride;
      for (int k = 0; k < taps; ++k) sum += w[k] * static_cast<float>(p[k * stride]);
    } else {
      for (int k = 0; k < taps; ++k) {
        const std::int64_t j = border_index(first + k, extent, border);
        if (j >= 0) sum += w[k] * static_cast<float>(base[(j - origin) * stride]);
      }
    }
    out.at(x, y, z) = sum;
  }
};

class TapsPass final : public ImagePass {
 public:
  using Bodies = std::tuple<TapsBody<std::uint8_t>, TapsBody<std::int16_t>, TapsBody<std::uint16_t>, TapsBody<float>>;
  TapsPass(AxisTaps taps, const Index3& in_size) : taps_(std::move(taps)), in_size_(in_size) {}

  PassKind kind() const override { return PassKind::read; }
  Index3 input_size(const Index3&) const override { return in_size_; }
  Region needs(const Region& region) const override;
  void run(const Device& device, const AnyView& in, const MutableView<float>& out, const Region& region) const override;
  const AxisTaps& taps() const { return taps_; }

 private:
  AxisTaps taps_;
  Index3 in_size_;
};

}  // namespace auglens
