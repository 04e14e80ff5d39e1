#pragma once
// The evaluated voxels that a view shows: slices and the whole volume, original or augmented. It refuses to know GL and
// who waits for them.

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "ops/evaluate.h"
#include "render/picture.h"
#include "viewer/session_state.h"

namespace auglens {

/// One slice of one side: floats, and dense label indices where the case has labels.
struct SceneSlice {
  WantedSlice place;
  int width = 0, height = 0;  ///< of the two index axes beside place.axis, in rising order
  std::vector<float> values;
  std::vector<std::int32_t> labels;
  std::vector<float> heat{};  ///< 0 to 1 per voxel; empty: none

  /// Borrows from this slice.
  SlicePixels pixels() const;
};

/// The two index axes beside the one across, rising: a slice's own right and down.
inline std::pair<std::size_t, std::size_t> axes_beside(int axis) {
  if (axis == 0) return {1, 2};
  return {0, axis == 1 ? 2 : 1};
}

/// One side of the picture: a tile of render's Scene.
struct SceneSide {
  bool original = false;
  Grid grid;
  std::vector<SceneSlice> slices;
  std::string caption{};
  std::vector<BoxMark> marks{};

  const SceneSlice* slice(Plane plane) const;
};

struct SceneSlices {
  CasePointer shown;
  std::vector<SceneSide> sides;      ///< one; original then augmented in compare
  std::shared_ptr<const Plan> plan;  ///< what the augmented side was made by; null when only the original is shown
  bool approximate = false;          ///< some statistics came from a subsample: shown with a badge
  std::optional<Vec3> at{};          ///< the point that they go through, where it is not the view's
  std::string legend{};              ///< what lines and colours mean, for the strip below; empty: nothing to say
};

/// The plan of the state's case, channel, frame and sample. Throws Error(bad_input) when a step cannot run on it.
Plan plan_of(const SessionState& state, FactsMode mode, FactsCache& facts, const Job& job);
/// The draw alone: which coins fell, which numbers came. A peer's stream is replayed up to the sample, which may take
/// long.
Draw draw_of(const SessionState& state, FactsCache& facts, const Job& job);

/// All slices that state.view shows, through state.view.at (a cut window that does not hold the point: through its
/// middle, SceneSlices::at); layouts without slices give sides without slices. Throws
/// Error(usage) without a case, and what make_plan and evaluate throw.
SceneSlices evaluate_slices(const SessionState& state, FactsMode mode, FactsCache& facts, const Job& job);
/// The same for a plan that is already made; null for the original alone.
SceneSlices evaluate_slices(const SessionState& state, std::shared_ptr<const Plan> plan, FactsCache& facts,
                            const Job& job);

/// What `auglens render` hands to render's compose: borrows from `slices`.
std::vector<ShownCase> shown_cases(const SceneSlices& slices);

/// The shown channel of the whole output and its labels, with raw values; the case's own buffers where nothing changes
/// them.
struct SceneVolume {
  std::shared_ptr<const Image> image;
  int channel = 0, frame = 0;  ///< which volume of `image`
  std::shared_ptr<const LabelMap> labels;
};
/// `evaluated`: the channel's whole output when it is known already.
SceneVolume scene_volume(const SessionState& state, const Plan* plan, std::shared_ptr<const Image> evaluated,
                         FactsCache& facts, const Job& job);

}  // namespace auglens
