#pragma once
// What a draw of a chain does to the labels: blobs lost, split or merged, volumes, drift against the image. It refuses
// to know files and how a report looks.

#include <optional>
#include <string>
#include <vector>

#include "ops/objects/components.h"
#include "ops/plan.h"

namespace auglens {

struct ClassSafety {
  std::int32_t label = 0;
  double volume_change = 0;  ///< (mm3 after - mm3 before) / mm3 before; +infinity for a class that the input lacks
  double out_of_canvas = 0;  ///< share of the class's voxels that the output does not cover
};

/// One draw. Drift is how far labels are from where the image went: labels are read nearest, step by step, the image
/// between voxels. A single nearest step keeps every border within half a voxel's diagonal.
struct DrawSafety {
  std::uint64_t sample = 0;
  std::int64_t blobs = 0, lost = 0, split = 0, merged = 0;  ///< blobs of the input; merged: blobs of the output
  double smallest_mm3 = 0;                                  ///< of the blobs that are left, in the output; 0: none is
  double volume_change = 0, out_of_canvas = 0;              ///< of the worst class: largest in size
  double centroid_drift_mm = 0, border_drift_mm = 0;        ///< of the worst blob, of the worst border voxel; infinite
                                                            ///< when no blob is left
  std::vector<ClassSafety> classes;                         ///< of input and output, ascending by label
};

/// The labels of a case and their blobs (face neighbours, class by class), found once for all draws.
class LabelSafety {
 public:
  /// The case must have labels, with foreground. Throws Error(bad_input) when there is none, Error(resource),
  /// Cancelled.
  LabelSafety(const Case& c, const Job& job);

  /// What this outcome of the chain does to them.
  DrawSafety judge(const Chain& chain, const Draw& draw, FactsCache& facts, const Job& job) const;
  const std::vector<Blob>& blobs() const { return blobs_.blobs; }

 private:
  const Case& case_;
  Components blobs_;
};

/// A limit of a preset and the worst draw against it.
struct LimitCheck {
  std::string_view limit;
  double allowed = 0, worst = 0;
  std::uint64_t sample = 0;  ///< the first draw with the worst value
  bool ok = true;
};

/// One row per limit that the preset names, in the order of the format.
std::vector<LimitCheck> check_limits(const Limits& limits, const std::vector<DrawSafety>& draws);

/// Every measure and its worst draw, whether limited or not.
struct WorstDraw {
  std::string_view measure;
  double worst = 0, mean = 0;
  std::uint64_t sample = 0;
};
std::vector<WorstDraw> worst_draws(const std::vector<DrawSafety>& draws);

}  // namespace auglens
