#pragma once
// A draw bound to a case, step by step: input grid, facts, output grid, passes. It refuses to run them.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ops/case.h"
#include "ops/draw.h"
#include "ops/facts.h"
#include "ops/job.h"
#include "ops/operator.h"
#include "ops/pass.h"

namespace auglens {

/// Keys of a step's random voxels: design §6.
struct NoiseKey {
  std::uint64_t seed = 0;
  std::uint32_t sample = 0;
  std::uint32_t stream = 0;  ///< fnv1a32(step id + "/voxel")
};

/// The complete input of a step, evaluated when a bind asks for it, exactly, and kept within the budget. For facts
/// beyond the plain statistics: a box, percentiles, statistics of a selection, a displacement field.
class StepInput {
 public:
  virtual ~StepInput() = default;
  /// Channel `channel` on the step's whole input grid.
  virtual std::shared_ptr<const Image> volume(int channel) const = 0;
  /// The labels there; null where the case has none.
  virtual std::shared_ptr<const LabelMap> labels() const = 0;
  /// Names the voxels of a channel, for keys of facts.
  virtual std::string key(int channel) const = 0;
  virtual FactsCache& facts() const = 0;
  virtual const Job& job() const = 0;
};

/// What an operator's bind reads.
struct BindContext {
  const DrawnValues& values;
  const Grid& in;
  int channel = 0;  ///< bind is called once per channel; grid and label passes are the same each time
  int channels = 1;
  const Statistics* statistics = nullptr;  ///< of this channel's complete input, when `needs` asked for it
  NoiseKey noise;
  const Statistics* outcome = nullptr;  ///< of what the passes bound without it give, for Needs::outcome
  const Field* field = nullptr;         ///< numbers per voxel that are given and not drawn
  const StepInput* input = nullptr;

  /// The same with other values.
  BindContext with(const DrawnValues& other) const {
    return {other, in, channel, channels, statistics, noise, outcome, field, input};
  }
};

/// One step bound to its input grid.
struct BoundStep {
  std::size_t step = 0;  ///< index in the chain
  Grid in, out;
  std::vector<std::vector<std::shared_ptr<const ImagePass>>> image;  ///< passes for each channel
  std::vector<std::shared_ptr<const LabelPass>> label;               ///< empty for intensity steps
  std::vector<std::optional<Statistics>> statistics;                 ///< for each channel, where they were needed
  std::vector<std::string> keys;                                     ///< for each channel: names the outcome
  std::string label_key;  ///< names the outcome for labels; empty for intensity steps
};

struct Plan {
  std::uint64_t case_id = 0;
  int frame = 0;
  Draw draw;
  std::vector<int> channels;  ///< bound ones; only they can be evaluated
  Grid in, out;
  std::vector<BoundStep> steps;  ///< applied steps only, in order
  bool approximate = false;      ///< statistics came from a subsample (shown with a badge)

  /// Names the output of the first n steps for one channel (or the label for channel -1).
  std::string prefix_key(std::size_t n, int channel) const;
};

enum class FactsMode { exact, subsample };

struct PlanOptions {
  int frame = 0;
  std::vector<int> channels;  ///< to bind; empty = all
  FactsMode facts = FactsMode::exact;
};

/// Binds a draw to a case; steps that need statistics evaluate their prefix on its whole grid (or on some planes of it)
/// and keep both in the cache. Throws Error(bad_input) when a step cannot run on this case, Error(resource), Cancelled.
Plan make_plan(const Chain& chain, const Draw& draw, const Case& c, const PlanOptions& options, FactsCache& facts,
               const Job& job);

}  // namespace auglens
