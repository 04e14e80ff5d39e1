#include "ops/replay/replay.h"

#include <algorithm>
#include <chrono>

#include "ops/operator.h"
#include "ops/replay/grid_walk.h"
#include "ops/replay/monai_values.h"

namespace auglens {

namespace {

constexpr std::uint64_t last_seed = 0xffffffffU;

bool reads_size(const MonaiChild& child, const Step& step) {
  switch (child.kind) {
    case MonaiClass::gaussian_noise:
    case MonaiClass::rician_noise:
    case MonaiClass::elastic:
      return true;
    case MonaiClass::affine:
      return changes_grid(step);
    default:
      return false;
  }
}

/// Equal but for the bounds of the ranges, which no state depends on.
bool same_draws(const MonaiChild& a, const MonaiChild& b) {
  return a.step == b.step && a.kind == b.kind && a.probability == b.probability && a.ranges.size() == b.ranges.size() &&
         a.max_k == b.max_k && a.channel_wise == b.channel_wise;
}

std::vector<MonaiChild> children_of(const Chain& chain) {
  std::vector<MonaiChild> all;
  for (std::size_t k = 0; k < chain.size(); ++k) {
    MonaiStep step = monai_step(chain[k], k);
    if (step.problem)
      throw Error(ErrorKind::bad_input,
                  {"", step.problem->what, "/steps/" + std::to_string(k) + step.problem->pointer, ""});
    all.insert(all.end(), step.children.begin(), step.children.end());
  }
  return all;
}

}  // namespace

/// One call of the Compose on its way down the chain.
struct Replay::Walk {
  const Chain& chain;
  const std::vector<MonaiChild>& children;
  const Case& on;
  FactsCache& facts;
  const Job& job;
  bool wanted = false;  ///< all outcomes are wanted, not only the states behind them
  Draw draw;
};

Replay::Structure Replay::structure_of(const Chain& chain, std::uint64_t seed, const Case& c) {
  Structure s{seed, c.id, c.image.channels, c.labels ? 2 : 1, c.image.grid, children_of(chain), 0, {}, false};
  for (const MonaiChild& child : s.children)
    if (reads_size(child, chain[child.step])) s.sized = child.step + 1;
  for (std::size_t k = 0; k < s.sized; ++k)
    if (changes_grid(chain[k])) {
      s.sizing.emplace_back(k, chain[k]);
      s.measured = s.measured || depends_on_voxels(chain[k]);
    }
  return s;
}

Replay::Replay(const Chain& chain, std::uint64_t seed, const Case& c) : structure_(structure_of(chain, seed, c)) {
  if (seed > last_seed)
    throw Error(ErrorKind::bad_input,
                {"", "the stream \"monai\" has no seed " + std::to_string(seed), "/seed", "use 0 to 4294967295"});
  NumpyRandom root(static_cast<std::uint32_t>(seed));
  Streams streams;
  for (std::size_t i = 0; i < structure_.children.size(); ++i) streams.emplace_back(root.word());
  states_.emplace(0, std::move(streams));
}

bool Replay::serves(const Chain& chain, std::uint64_t seed, const Case& c) const {
  const Structure other = structure_of(chain, seed, c), &mine = structure_;
  return mine.seed == other.seed && mine.case_id == other.case_id && mine.channels == other.channels &&
         mine.keys == other.keys && mine.grid == other.grid && mine.sized == other.sized &&
         mine.sizing == other.sizing &&
         std::equal(mine.children.begin(), mine.children.end(), other.children.begin(), other.children.end(),
                    same_draws);
}

template <class Next>
void Replay::run(Walk& walk, const Next& next) const {
  Grid grid = structure_.grid;
  std::size_t i = 0;
  for (std::size_t k = 0; k < walk.chain.size(); ++k) {
    const Step& step = walk.chain[k];
    const std::size_t first = i;
    const Grid out = sized(step, grid);
    const MonaiCall call{out.size, structure_.channels, structure_.keys, out.size != grid.size};
    std::vector<MonaiOutcome> outcomes;
    for (; i < walk.children.size() && walk.children[i].step == k; ++i) outcomes.push_back(next(i, call));
    const bool sizing = k < structure_.sized && changes_grid(step);
    if (!walk.wanted && !sizing && !structure_.measured) continue;
    const std::span<const MonaiChild> mine(walk.children.data() + first, outcomes.size());
    walk.draw.steps[k] = drawn_step(step, mine, outcomes, call);
    if (!outcomes.empty() && outcomes[0].hit && !outcomes[0].arrays.empty())
      walk.draw.steps[k].field = field_of(outcomes[0].arrays, mine[0].kind, out, walk);
    if (sizing) grid = GridWalk{walk.chain, walk.draw, walk.on, walk.facts, walk.job}.after(k, grid);
  }
}

std::shared_ptr<const Field> Replay::field_of(std::span<const MonaiArray> arrays, MonaiClass kind, const Grid& grid,
                                              const Walk& walk) {
  walk.job.check();
  const std::uint64_t id = name_of(arrays, kind, grid.size);
  const std::string key = "drawn " + std::to_string(id);
  auto voxels = walk.facts.volume(key);
  if (!voxels) {
    voxels = image_of(arrays, kind, grid, walk.job);
    walk.facts.keep(key, voxels);
  }
  return std::make_shared<const Field>(Field{id, voxels});
}

void Replay::keep(std::uint64_t sample, const Streams& streams) {
  states_.emplace(sample, streams);
  for (auto it = states_.begin(); it != states_.end();) {  // the neighbours, and every stride-th of the others
    const bool near = it->first + 2 >= sample && it->first <= sample + 2;
    it = !near && it->first % stride != 0 ? states_.erase(it) : std::next(it);
  }
}

/// Leaves the outcomes of the sample in known_, and the states behind it.
void Replay::replay_to(Walk& walk, std::uint64_t sample) {
  const auto place = std::prev(states_.upper_bound(sample));
  Streams streams = place->second;
  const auto call = [&](std::size_t i, const MonaiCall& meets) { return streams[i].call(walk.children[i], meets); };
  for (std::uint64_t at = place->first; at < sample; ++at) {
    walk.job.check();
    run(walk, call);
    if ((at + 1) % stride == 0 || at + 1 == sample) keep(at + 1, streams);
  }
  std::vector<MonaiOutcome> outcomes;
  walk.wanted = true;
  run(walk, [&](std::size_t i, const MonaiCall& meets) { return outcomes.emplace_back(call(i, meets)); });
  keep(sample + 1, streams);
  known_ = std::move(outcomes);
  known_sample_ = sample;
}

Draw Replay::draw(const Chain& chain, std::uint64_t sample, const Case& c, FactsCache& facts, const Job& job) {
  const std::vector<MonaiChild> children = children_of(chain);
  Walk walk{chain, children, c, facts, job, true, Draw{structure_.seed, sample, {}}};
  walk.draw.steps.resize(chain.size());
  if (known_sample_ == sample && known_.size() == children.size()) {
    run(walk, [&](std::size_t i, const MonaiCall&) { return known_[i]; });
  } else {
    walk.wanted = false;
    replay_to(walk, sample);
  }
  return std::move(walk.draw);
}

Draw ReplayMemory::draw(const Chain& chain, std::uint64_t seed, std::uint64_t sample, const Case& c, FactsCache& facts,
                        const Job& job) {
  std::unique_lock lock(mutex_, std::defer_lock);
  while (!lock.try_lock_for(std::chrono::milliseconds(5))) job.check();
  if (!last_ || !last_->serves(chain, seed, c)) last_ = std::make_unique<Replay>(chain, seed, c);
  return last_->draw(chain, sample, c, facts, job);
}

Draw make_draw(const Preset& preset, std::uint64_t seed, std::uint64_t sample, const Case& c, FactsCache& facts,
               const Job& job) {
  if (preset.stream != Stream::monai) return make_draw(preset.steps, seed, sample, c.image.channels);
  if (sample > last_replayed)
    throw Error(ErrorKind::usage,
                {"",
                 "the stream \"monai\" draws every sample before the one that is wanted, and sample " +
                     std::to_string(sample) + " is too far",
                 "", "use a sample up to " + std::to_string(last_replayed)});
  return facts.replays().draw(preset.steps, seed, sample, c, facts, job);
}

}  // namespace auglens
