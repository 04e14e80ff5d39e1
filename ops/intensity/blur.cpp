#include "ops/intensity/blur.h"

#include <cmath>

#include "ops/taps_pass.h"

namespace auglens {

namespace {

/// DALI (gaussian_blur_params.h): exp(-x^2 / (2 sigma^2)) in float32, divided by 1 + twice the sum of one side.
std::vector<float> dali_weights(float sigma, int window) {
  if (window == 0) window = 2 * static_cast<int>(std::ceil(sigma * 3)) + 1;
  if (sigma == 0) sigma = static_cast<float>((window / 2 - 1) * 0.3 + 0.8);
  const int radius = window / 2;
  const float scale = 0.5F / (sigma * sigma);
  std::vector<float> w(static_cast<std::size_t>(window));
  float sum = 0;
  for (int x = -radius; x < 0; ++x) {
    const float g = std::exp(-static_cast<float>(x * x) * scale);
    w[static_cast<std::size_t>(radius + x)] = w[static_cast<std::size_t>(radius - x)] = g;
    sum += g;
  }
  w[static_cast<std::size_t>(radius)] = 1;
  const float norm = 1.0F / (1.0F + 2.0F * sum);
  for (float& v : w) v *= norm;
  return w;
}

/// MONAI's gaussian_1d with approx "erf": the integral over each voxel, not renormalised.
std::vector<float> erf_weights(double asked, double truncate) {
  const double sigma = static_cast<float>(asked);  // as MONAI takes it: the radius jumps at 0.375, 0.625, ...
  const int radius = static_cast<int>(std::max(truncate * sigma, 0.5) + 0.5);
  const double t = 0.70710678 / std::abs(sigma);
  std::vector<float> w;
  for (int x = -radius; x <= radius; ++x)
    w.push_back(static_cast<float>(std::max(0.0, 0.5 * (std::erf(t * (x + 0.5)) - std::erf(t * (x - 0.5))))));
  return w;
}

std::vector<float> sampled_weights(double sigma, int radius) {
  std::vector<double> g;
  double sum = 0;
  for (int x = -radius; x <= radius; ++x) sum += g.emplace_back(std::exp(-0.5 * x * x / (sigma * sigma)));
  std::vector<float> w;
  for (const double v : g) w.push_back(static_cast<float>(v / sum));
  return w;
}

/// batchgeneratorsv2: the odd number of taps nearest to 6 sigma + 0.5, the larger one where that is even.
int nnunet_radius(double sigma) {
  return static_cast<int>((sigma * 6 + 0.5) / 2);
}

}  // namespace

std::vector<float> blur_weights(Blur::Kernel kernel, double sigma, int window_size, double truncate) {
  if (kernel == Blur::Kernel::sampled && (sigma > 0 || window_size > 0))
    return dali_weights(static_cast<float>(sigma), window_size);
  if (sigma <= 0) return {1.0F};
  if (kernel == Blur::Kernel::erf) return erf_weights(sigma, truncate);
  if (kernel == Blur::Kernel::nnunet) return sampled_weights(sigma, nnunet_radius(sigma));
  return sampled_weights(sigma, static_cast<int>(truncate * sigma + 0.5));
}

Broken Blur::check(const DrawnValues& v) {
  const Vec3 window = v.axes("window_size");
  for (const double w : window)
    if (w != 0 && static_cast<int>(w) % 2 == 0)
      return {"window_size", std::to_string(static_cast<int>(w)) + " is even: use an odd number or 0"};
  return {};
}

void Blur::bind(const BindContext& c, BoundStep& step) {
  const DrawnValues& v = c.values;
  const Vec3 sigma = v.axes("sigma", c.channel), window = v.axes("window_size");
  constexpr Border borders[] = {Border::reflect101, Border::reflect, Border::constant};
  auto& passes = step.image[static_cast<std::size_t>(c.channel)];
  passes.clear();
  for (std::size_t k = 0; k < 3; ++k) {
    const double voxels = v.option<Unit>("unit") == Unit::mm ? sigma[k] / c.in.spacing[k] : sigma[k];
    auto weights = blur_weights(v.option<Kernel>("kernel"), voxels, static_cast<int>(window[k]), v.number("truncate"));
    if (weights.size() == 1 && weights[0] == 1) continue;
    AxisTaps taps;
    taps.axis = static_cast<int>(k);
    taps.taps = static_cast<int>(weights.size());
    taps.same_for_all = true;
    taps.border = borders[v.option<int>("border")];
    taps.starts = Table<std::int32_t>({-taps.taps / 2});
    taps.weights = Table<float>(std::move(weights));
    passes.push_back(std::make_shared<TapsPass>(std::move(taps), c.in.size));
  }
}

}  // namespace auglens
