#pragma once
// The objects of what is shown, and what the preset's crop makes of them: which are drawn from, and where this sample's
// window lies. It refuses to know views and panels.

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/session_state.h"
#include "viewer/training_windows.h"

namespace auglens {

struct ObjectScene {
  std::shared_ptr<const Components> found;  ///< null where the case has no labels
  std::string found_key;                    ///< what the facts call them
  bool on_output = true;                    ///< they are the shown output's
  std::vector<BlobStanding> standings;      ///< of each blob; empty: the sampler does not draw among objects
  std::vector<double> chances;              ///< of each blob to be what a window is drawn about; empty as above
  std::optional<TrainingWindow> window;     ///< of the sample; absent without a crop
  std::optional<std::size_t> aimed;         ///< the blob that the window was drawn about
  std::vector<Region> others;               ///< the windows of the next samples, drawn on the same labels
  bool windows_elsewhere = false;           ///< windows lie on the labels at the cut, which the output shows elsewhere
  bool cut = false;                         ///< the output is the window's patch
  std::string refused;                      ///< why the crop gives no window here, in one line

  bool left_out(std::size_t blob) const { return !standings.empty() && standings[blob] != BlobStanding::drawn_from; }
  /// The diameters of the blobs are known, or there are none.
  bool measured() const { return !found || found->blobs.empty() || !std::isnan(found->blobs[0].diameter_mm); }
  /// The blob whose voxel holds the point (LPS mm).
  std::optional<std::size_t> at(const Vec3& point) const;
};

/// Of the state's sample: the blobs of the shown output (in the layout crops: of the labels that the window is drawn
/// from). They are the sampler's own where those are the shown ones, else those of face neighbours, class by class. A
/// crop that gives no window is told in `refused`. Throws what make_plan and components_of throw; Error(usage) without
/// a case.
ObjectScene object_scene(const SessionState& state, FactsCache& facts, const Job& job);

/// The blobs of the patch, which `cut` shows (cut_state), with the window of `state`. Throws where the one above tells.
ObjectScene object_scene_of_patch(const SessionState& state, const SessionState& cut, FactsCache& facts,
                                  const Job& job);

/// The same with the diameters of its blobs, which the facts know from now on. Throws as measure_diameters.
ObjectScene with_diameters(ObjectScene scene, FactsCache& facts, const Job& job);

/// The crop alone, which must be there; throws where object_scene tells.
ObjectScene object_scene_of_crop(const SessionState& state, FactsCache& facts, const Job& job);

}  // namespace auglens
