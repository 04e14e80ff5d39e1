#pragma once
// One outcome of a chain: every coin and every number, from seed and sample alone. It refuses to know voxels.

#include <cstdint>
#include <memory>
#include <vector>

#include "ops/preset.h"

namespace auglens {

/// The outcome of one step. `values[c]` holds the table's values for channel c; one entry unless draw_per_channel.
struct DrawnStep {
  bool applied = false;
  std::vector<bool> channel_applied;  ///< one per channel; all true for spatial steps
  std::vector<std::vector<Value>> values;
  std::shared_ptr<const Field> field;  ///< numbers per voxel, where they are given and not drawn by our own stream

  const std::vector<Value>& of_channel(int channel) const {
    return values.size() == 1 ? values[0] : values[static_cast<std::size_t>(channel)];
  }
};

struct Draw {
  std::uint64_t seed = 0;
  std::uint64_t sample = 0;
  std::vector<DrawnStep> steps;  ///< as many as the chain; disabled steps are not applied
};

/// Philox draws of design §6: key = seed, counter = {component, channel, sample, fnv1a32(id/name)}, so that inserting a
/// step does not reshuffle the others. `sample` < 2^32.
Draw make_draw(const Chain& chain, std::uint64_t seed, std::uint64_t sample, int channels);

/// What a parameter of a step came to: one value, a list with one entry per channel, or three numbers for each channel.
Value outcome_of(const DrawnStep& drawn, const Parameter& parameter, std::size_t index);

/// The chain with each drawn number as a constant and each coin as it fell: it gives the same voxels as the draw. Two
/// things have no constant form: coins of single channels, and numbers that channels drew apart for a parameter without
/// a list.
Chain freeze(const Chain& chain, const Draw& draw);

}  // namespace auglens
