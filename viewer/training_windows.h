#pragma once
// The windows that a preset's crop cuts from one case, sample by sample, and the preset that cuts one. It refuses to
// know views and files.

#include <memory>
#include <string>

#include "ops/case.h"
#include "ops/facts.h"
#include "ops/objects/crop_ground.h"
#include "ops/plan.h"

namespace auglens {

struct TrainingWindow {
  std::shared_ptr<const CropGround> ground;  ///< the labels that it was drawn on
  std::string key;                           ///< names those labels, as Plan::prefix_key does
  CropWindow drawn;
  std::vector<ClassCount> labels;      ///< what it holds, the background left out
  std::uint64_t sample = 0, draw = 0;  ///< its own number, and which draw of the chain it is cut from
};

/// Labels, their index and their blobs are facts: what samples and settings share is made once.
class TrainingWindows {
 public:
  /// The preset has a crop. Throws Error(usage) when its sampler needs labels and the case has none.
  TrainingWindows(const Preset& preset, std::uint64_t seed, const Case& c, int frame, FactsCache& facts,
                  const Job& job);

  /// Throws what make_plan and make_sampler throw.
  std::shared_ptr<const CropGround> ground_of_draw(std::uint64_t draw);
  TrainingWindow of_sample(std::uint64_t sample);

 private:
  LabelMap labels_of(const Plan& plan) const;
  std::shared_ptr<const IndexedLabels> indexed(const Plan& plan, const std::string& key) const;
  std::optional<Image> image_for_threshold(const Plan& plan) const;

  const Preset& preset_;
  Preset before_;  ///< the steps in front of the cut
  const std::uint64_t seed_;
  const Case& case_;
  const int frame_;
  FactsCache& facts_;
  const Job& job_;
  std::string key_;
  std::shared_ptr<const CropGround> ground_;
};

/// Names the labels that a plan ends with, the blank ones of a case without labels too.
std::string label_key(const Plan& plan, const Case& c);

/// The blobs of a label map that the key names, from the facts where they are known; with diameters where those were
/// measured. Throws as components_of.
std::shared_ptr<const Components> components_of(const LabelMap& labels, const std::string& key,
                                                const ComponentOptions& options, FactsCache& facts, const Job& job);

/// What the facts call those blobs.
std::string blobs_key(const std::string& key, const ComponentOptions& options);
/// The same blobs with diameters, which from now on are what the facts know by `blobs_key`. Takes as long as finding
/// them.
std::shared_ptr<const Components> measured(const Components& found, const std::string& blobs_key, FactsCache& facts,
                                           const Job& job);

/// The same preset with this window cut, as one more step: for make_draw with TrainingWindow::draw.
Preset cut_preset(const Preset& preset, const Region& window);

}  // namespace auglens
