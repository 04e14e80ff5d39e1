#pragma once
// Noise of magnitude images: normal noise on the real and on the imaginary part. It refuses to hold state.

#include <cmath>

#include "ops/field_pass.h"
#include "ops/plan.h"
#include "ops/random.h"
#include "ops/value_pass.h"

namespace auglens {

struct NoiseRicianFunctor {
  NoiseKey real, imaginary;
  std::uint32_t channel;
  std::int64_t nx, ny;
  float mean, deviation;
  AUGLENS_HD float operator()(float v, std::int64_t x, std::int64_t y, std::int64_t z) const {
    const auto index = static_cast<std::uint64_t>((z * ny + y) * nx + x);
    const float a = v + part(real, index), b = part(imaginary, index);
    return std::sqrt(a * a + b * b);
  }
  AUGLENS_HD float part(const NoiseKey& key, std::uint64_t index) const {
    const PhiloxBlock block = voxel_block(key.seed, key.sample, key.stream, index, channel);
    return mean + deviation * static_cast<float>(normal_of(block, static_cast<int>(index & 3)));
  }
};

/// The same with normals that a peer drew.
struct NoiseRicianGivenFunctor {
  VoxelView<float> numbers[2];
  float mean, deviation;
  AUGLENS_HD float operator()(float v, std::int64_t x, std::int64_t y, std::int64_t z) const {
    const float a = v + (mean + deviation * numbers[0].at(x, y, z)), b = mean + deviation * numbers[1].at(x, y, z);
    return std::sqrt(a * a + b * b);
  }
};

struct NoiseRician {
  static constexpr std::string_view name = "noise_rician";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help =
      "out = sqrt((in + n1)^2 + n2^2), n1 and n2 from N(mean, std), independent for each voxel and channel";
  static constexpr std::string_view reference = "law of MONAI RandRicianNoise";
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
       .help = "mean of the noise of both parts",
       .peer = "mean"},
      {.name = "std",
       .shape = ParameterShape::channels,
       .unit = "image units, or shares of the image's deviation with relative",
       .minimum = 0,
       .maximum = 1e9,
       .slider_high = 100,
       .standard = 0.0,
       .help = "standard deviation of the noise of both parts; at mean 0 and std 0 the output is |in|",
       .peer = "std (sample_std=False)"},
      {.name = "relative",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "std is multiplied by the standard deviation of the image (n - 1)",
       .peer = "relative"},
      {.name = "per_channel",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "with relative: the deviation of each channel alone, or of all together",
       .peer = "channel_wise"},
  };

  static Needs needs(const DrawnValues& v) { return v.flag("relative") ? Needs::statistics : Needs::nothing; }

  static void bind(const BindContext& c, BoundStep& step) {
    NoiseKey imaginary = c.noise;
    imaginary.stream = fnv1a32("/imaginary", imaginary.stream);  // a stream of its own: "<step id>/voxel/imaginary"
    const double unit = c.statistics != nullptr ? c.statistics->deviation(1) : 1;
    const auto mean = static_cast<float>(c.values.number("mean", c.channel));
    const auto deviation = static_cast<float>(c.values.number("std", c.channel) * unit);
    auto& passes = step.image[static_cast<std::size_t>(c.channel)];
    if (c.field != nullptr)  // the first parts of all channels, then the second ones
      passes = {std::make_shared<FieldPass<NoiseRicianGivenFunctor>>(NoiseRicianGivenFunctor{{}, mean, deviation},
                                                                     c.field->voxels,
                                                                     std::array{c.channel, c.channels + c.channel})};
    else
      passes = {std::make_shared<ValuePass<NoiseRicianFunctor>>(NoiseRicianFunctor{
          c.noise, imaginary, static_cast<std::uint32_t>(c.channel), c.in.size[0], c.in.size[1], mean, deviation})};
  }

  using Bodies = std::tuple<ValueBody<NoiseRicianFunctor>, ValueBody<NoiseRicianGivenFunctor>>;
};

}  // namespace auglens
