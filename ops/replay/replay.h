#pragma once
// Sample k of a preset as call k of one MONAI Compose that was seeded once. It refuses to know windows and files.

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "ops/case.h"
#include "ops/draw.h"
#include "ops/facts.h"
#include "ops/job.h"
#include "ops/replay/monai_stream.h"

namespace auglens {

/// The random states of one Compose on one case, with states kept along the way: the next sample costs one call, and an
/// earlier one at most `stride` calls.
class Replay {
 public:
  /// Throws Error(bad_input) for a chain that MONAI cannot draw and for seeds of 2^32 and more.
  Replay(const Chain& chain, std::uint64_t seed, const Case& c);

  /// True when this chain draws from the same states: laws may differ, classes, coins and sizes may not.
  bool serves(const Chain& chain, std::uint64_t seed, const Case& c) const;

  /// Call number `sample` of the Compose of a chain that this replay serves. All calls before it are replayed, those
  /// that draw a number for each voxel in a time that grows with the voxels (about 8 ms for 10^6 normals, 1 ms for 10^6
  /// numbers of elastic). Throws Cancelled, and what make_plan throws where a size depends on voxels (crop_foreground).
  Draw draw(const Chain& chain, std::uint64_t sample, const Case& c, FactsCache& facts, const Job& job);

 private:
  using Streams = std::vector<MonaiStream>;
  static constexpr std::uint64_t stride = 64;
  /// All that the states depend on.
  struct Structure {
    std::uint64_t seed, case_id;
    int channels, keys;
    Grid grid;
    std::vector<MonaiChild> children;
    std::size_t sized = 0;                             ///< steps before this one decide the size of arrays
    std::vector<std::pair<std::size_t, Step>> sizing;  ///< those of them that may change the grid
    bool measured = false;                             ///< a size depends on voxels: all outcomes before it are needed
  };
  struct Walk;

  static Structure structure_of(const Chain& chain, std::uint64_t seed, const Case& c);
  static std::shared_ptr<const Field> field_of(std::span<const MonaiArray> arrays, MonaiClass kind, const Grid& grid,
                                               const Walk& walk);
  /// One call, down the chain: outcomes from `next(child, call)`; those that are wanted come into the draw.
  template <class Next>
  void run(Walk& walk, const Next& next) const;
  void replay_to(Walk& walk, std::uint64_t sample);
  void keep(std::uint64_t sample, const Streams& streams);

  Structure structure_;
  std::map<std::uint64_t, Streams> states_;  ///< before this sample's call
  std::uint64_t known_sample_ = 0;
  std::vector<MonaiOutcome> known_;  ///< of that sample, one per child; empty: none yet
};

/// The replay that was used last; one caller at a time.
class ReplayMemory {
 public:
  /// Sample `sample` of the chain, from kept states where they serve. Throws what Replay throws, and Cancelled while it
  /// waits for another caller.
  Draw draw(const Chain& chain, std::uint64_t seed, std::uint64_t sample, const Case& c, FactsCache& facts,
            const Job& job);

 private:
  std::timed_mutex mutex_;
  std::unique_ptr<Replay> last_;
};

/// Replaying up to here takes seconds where no voxel is drawn.
inline constexpr std::uint64_t last_replayed = 1000000;

/// The draw that the preset's stream prescribes for this case: our own (ops/draw.h), or call `sample` of a MONAI
/// Compose.
Draw make_draw(const Preset& preset, std::uint64_t seed, std::uint64_t sample, const Case& c, FactsCache& facts,
               const Job& job);

}  // namespace auglens
