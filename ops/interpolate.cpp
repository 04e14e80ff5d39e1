#include "ops/interpolate.h"

#include <cmath>

namespace auglens {

namespace {

float scale_of(std::int64_t in, std::int64_t out) {
  return static_cast<float>(in) / static_cast<float>(out);
}

/// The centre of output voxel o in input indices; fused, as the wheel's kernels are compiled.
float centre_of(std::int64_t o, float scale) {
  return std::fma(scale, static_cast<float>(o) + 0.5F, -0.5F);
}

struct Row {
  std::int32_t first = 0;
  std::vector<float> weights;
};

Row linear_row(std::int64_t o, std::int64_t in, float scale) {
  const float at = std::max(centre_of(o, scale), 0.0F);
  const std::int64_t i = std::min(static_cast<std::int64_t>(at), in - 1);
  const float upper = std::min(std::max(at - static_cast<float>(i), 0.0F), 1.0F);
  return {static_cast<std::int32_t>(i), {1 - upper, upper}};
}

Row cubic_row(std::int64_t o, float scale) {
  constexpr float a = -0.75F;
  const float at = centre_of(o, scale), below = std::floor(at), t = at - below;
  const auto near = [](float x) { return ((a + 2) * x - (a + 3)) * x * x + 1; };
  const auto far = [](float x) { return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a; };
  return {static_cast<std::int32_t>(below) - 1, {far(t + 1), near(t), near(1 - t), far(2 - t)}};
}

Row area_row(std::int64_t o, std::int64_t in, std::int64_t out) {
  const std::int64_t first = o * in / out, last = ((o + 1) * in + out - 1) / out;
  return {static_cast<std::int32_t>(first),
          std::vector<float>(static_cast<std::size_t>(last - first), 1 / static_cast<float>(last - first))};
}

}  // namespace

std::vector<std::int32_t> nearest_indices(Interpolation mode, std::int64_t in, std::int64_t out) {
  const float scale = scale_of(in, out);
  std::vector<std::int32_t> rows(static_cast<std::size_t>(out));
  for (std::int64_t o = 0; o < out; ++o) {
    const float at = mode == Interpolation::nearest ? static_cast<float>(o) * scale : centre_of(o, scale) + 0.5F;
    rows[static_cast<std::size_t>(o)] =
        static_cast<std::int32_t>(std::min(static_cast<std::int64_t>(std::floor(at)), in - 1));
  }
  return rows;
}

AxisTaps interpolation_taps(Interpolation mode, int axis, std::int64_t in, std::int64_t out) {
  const float scale = scale_of(in, out);
  std::vector<Row> rows;
  std::size_t taps = 0;
  for (std::int64_t o = 0; o < out; ++o) {
    rows.push_back(mode == Interpolation::linear  ? linear_row(o, in, scale)
                   : mode == Interpolation::cubic ? cubic_row(o, scale)
                                                  : area_row(o, in, out));
    taps = std::max(taps, rows.back().weights.size());
  }
  std::vector<std::int32_t> starts;
  std::vector<float> weights;
  for (Row& row : rows) {
    row.weights.resize(taps, 0);
    starts.push_back(row.first);
    weights.insert(weights.end(), row.weights.begin(), row.weights.end());
  }
  return {axis,
          static_cast<int>(taps),
          false,
          Border::clamp,
          Table<std::int32_t>(std::move(starts)),
          Table<float>(std::move(weights))};
}

std::vector<std::shared_ptr<const ImagePass>> interpolation_passes(Interpolation mode, const Index3& in,
                                                                   const Index3& out) {
  if (in == out) return {};
  if (copies_voxels(mode)) {
    IndexRows rows;
    for (std::size_t k = 0; k < 3; ++k) rows.axis[k] = Table<std::int32_t>(nearest_indices(mode, in[k], out[k]));
    return {std::make_shared<IndexPass>(rows, in)};
  }
  std::vector<std::shared_ptr<const ImagePass>> passes;
  Index3 size = in;
  for (const std::size_t k : {std::size_t{2}, std::size_t{1}, std::size_t{0}}) {
    if (in[k] == out[k]) continue;
    passes.push_back(std::make_shared<TapsPass>(interpolation_taps(mode, static_cast<int>(k), in[k], out[k]), size));
    size[k] = out[k];
  }
  return passes;
}

}  // namespace auglens
