#include "ops/intensity/low_resolution.h"

#include <cmath>

namespace auglens {

namespace {

/// Half to even, as NumPy and Python round.
std::int64_t coarse_size(double factor, std::int64_t n, LowResolution::Down down) {
  if (down == LowResolution::Down::nearest_exact) factor = static_cast<double>(static_cast<float>(factor));
  return std::max<std::int64_t>(1, std::llrint(static_cast<double>(n) * factor));
}

}  // namespace

Broken LowResolution::check(const DrawnValues& v) {
  const auto* list = std::get_if<std::vector<double>>(&v.value("factor"));
  if (list == nullptr || v.flag("per_axis")) return {};
  for (std::size_t i = 0; i < list->size(); ++i)
    if ((*list)[i] != (*list)[i / 3 * 3])
      return {"factor", "the axes have different factors: give one for all, or say per_axis true"};
  return {};
}

void LowResolution::bind(const BindContext& c, BoundStep& step) {
  const auto down = c.values.option<Down>("down");
  const bool linear = c.values.option<Up>("up") == Up::linear;
  const Vec3 factor = c.values.axes("factor", c.channel);
  const Index3& n = c.in.size;
  Index3 coarse;
  for (std::size_t k = 0; k < 3; ++k) coarse[k] = coarse_size(factor[k], n[k], down);
  auto& passes = step.image[static_cast<std::size_t>(c.channel)];
  passes =
      interpolation_passes(down == Down::nearest ? Interpolation::nearest : Interpolation::nearest_exact, n, coarse);
  for (auto& pass : interpolation_passes(linear ? Interpolation::linear : Interpolation::nearest, coarse, n))
    passes.push_back(std::move(pass));
}

}  // namespace auglens
