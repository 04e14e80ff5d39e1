#pragma once
// Independent normal noise, a number for each voxel from its index alone or from a peer's stream. It refuses to hold
// state.

#include "ops/field_pass.h"
#include "ops/plan.h"
#include "ops/random.h"
#include "ops/value_pass.h"

namespace auglens {

struct NoiseGaussianFunctor {
  NoiseKey key;
  std::uint32_t channel;
  std::int64_t nx, ny;
  float mean, deviation;
  AUGLENS_HD float operator()(float v, std::int64_t x, std::int64_t y, std::int64_t z) const {
    const auto index = static_cast<std::uint64_t>((z * ny + y) * nx + x);
    const PhiloxBlock block = voxel_block(key.seed, key.sample, key.stream, index, channel);
    return v + (mean + deviation * static_cast<float>(normal_of(block, static_cast<int>(index & 3))));
  }
};

/// The same with normals that a peer drew.
struct NoiseGivenFunctor {
  VoxelView<float> numbers[1];
  float mean, deviation;
  AUGLENS_HD float operator()(float v, std::int64_t x, std::int64_t y, std::int64_t z) const {
    return v + (mean + deviation * numbers[0].at(x, y, z));
  }
};

struct NoiseGaussian {
  static constexpr std::string_view name = "noise_gaussian";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help = "out = in + N(mean, std), independent for each voxel and channel";
  static constexpr std::string_view reference =
      "law of MONAI RandGaussianNoise, batchgeneratorsv2 and DALI fn.noise.gaussian";
  static constexpr Tolerance tolerance{0, "own logarithm, sine and cosine: CPU and CUDA agree to the bit"};
  static constexpr bool random_voxels = true;

  static constexpr Parameter parameters[] = {
      {.name = "mean",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = -1e9,
       .maximum = 1e9,
       .slider_low = -100,
       .slider_high = 100,
       .standard = 0.0,
       .help = "mean of the noise",
       .peer = "mean"},
      {.name = "std",
       .shape = ParameterShape::channels,
       .unit = "image units",
       .minimum = 0,
       .maximum = 1e9,
       .slider_high = 100,
       .standard = 0.0,
       .help = "standard deviation of the noise",
       .peer = "std, stddev"},
  };

  static void bind(const BindContext& c, BoundStep& step) {
    const auto mean = static_cast<float>(c.values.number("mean", c.channel));
    const auto deviation = static_cast<float>(c.values.number("std", c.channel));
    auto& passes = step.image[static_cast<std::size_t>(c.channel)];
    if (c.field != nullptr)  // one component for each channel
      passes = {std::make_shared<FieldPass<NoiseGivenFunctor>>(NoiseGivenFunctor{{}, mean, deviation}, c.field->voxels,
                                                               std::array{c.channel})};
    else
      passes = {std::make_shared<ValuePass<NoiseGaussianFunctor>>(NoiseGaussianFunctor{
          c.noise, static_cast<std::uint32_t>(c.channel), c.in.size[0], c.in.size[1], mean, deviation})};
  }

  using Bodies = std::tuple<ValueBody<NoiseGaussianFunctor>, ValueBody<NoiseGivenFunctor>>;
};

}  // namespace auglens
