#pragma once
// Where the grid of a case goes along a chain, without its voxels: arrays that a peer draws have the size of their
// step's grid. It refuses to evaluate, unless a size depends on voxels.

#include "ops/case.h"
#include "ops/draw.h"
#include "ops/facts.h"
#include "ops/job.h"

namespace auglens {

/// True when the step may put out another grid than it takes in.
bool changes_grid(const Step& step);
/// True when its output grid depends on the voxels, not on grid and parameters alone.
bool depends_on_voxels(const Step& step);

/// What the step after `draw.steps` was filled up to `step` meets and leaves.
struct GridWalk {
  const Chain& chain;
  const Draw& draw;
  const Case& on;
  FactsCache& facts;
  const Job& job;

  /// The output grid of a step with this input. Throws what make_plan throws.
  Grid after(std::size_t step, const Grid& in) const;
};

/// The output grid of a step that may be given a size (affine, elastic), also where it was not applied.
Grid sized(const Step& step, const Grid& in);

}  // namespace auglens
