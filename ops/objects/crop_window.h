#pragma once
// A candidate training patch, and the samplers that draw it from a label map. It refuses to know pictures and the chain
// that made the map.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ops/objects/components.h"
#include "ops/objects/crop_numbers.h"
#include "ops/objects/crop_rule.h"
#include "ops/objects/crop_voxels.h"

namespace auglens {

/// What one draw of a sampler came to, in voxels of the label map's grid.
struct CropWindow {
  Region window;                    ///< may leave the volume where the sampler pads
  bool foreground = false;          ///< the draw aimed at an object or a voxel of a class
  std::int32_t class_value;         ///< of the aim; the background's where there was none
  std::optional<Region> box;        ///< what was aimed at: an object's box, or one voxel; absent without foreground
  std::optional<std::size_t> blob;  ///< its place in Components::blobs; absent where a voxel was the aim

  friend bool operator==(const CropWindow&, const CropWindow&) = default;
};

/// What samplers read of a case. `blobs` were found with blob_options(rule); `index` covers all voxels, `allowed` those
/// above ByLabelRule::image_threshold (null: all). They must outlive the sampler.
struct CropScene {
  Index3 size{0, 0, 0};
  const ClassIndex* index = nullptr;
  const std::vector<Blob>* blobs = nullptr;  ///< read by object_box only; else may be null
  const ClassIndex* allowed = nullptr;
};

/// How blobs must be found for this rule: DALI's face neighbours, class by class; all but its background, which depends
/// on the classes of the rule.
ComponentOptions blob_options(const SamplerRule& rule);

/// A uniform choice among window starts, one of a sampler's outcomes: `starts` are inclusive ranges as a box.
struct StartRange {
  double share = 0;  ///< probability; all ranges and voxel aims of a sampler add up to 1
  Region starts;
  std::optional<std::size_t> blob;  ///< the object that the range belongs to

  friend bool operator==(const StartRange&, const StartRange&) = default;
};
/// A window about a uniform voxel of a class: start = voxel - size / 2, clamped to [low, high] on each axis.
struct VoxelAim {
  double share = 0;
  const ClassIndex* index = nullptr;
  const ClassVoxels* of = nullptr;
  Index3 low{}, high{};

  friend bool operator==(const VoxelAim&, const VoxelAim&) = default;
};
/// The exact law of the window's start.
struct StartLaw {
  Index3 window{0, 0, 0};
  std::vector<StartRange> ranges;
  std::vector<VoxelAim> aims;

  friend bool operator==(const StartLaw&, const StartLaw&) = default;
};
/// So many windows in a row follow this law; then it is the next one's turn, and after the last the first one's again.
struct LawTurn {
  StartLaw law;
  std::int64_t windows = 1;
};

/// What a sampler's settings make of an object.
enum class BlobStanding { drawn_from, thin, outranked, not_listed };

/// One sampler on one label map. Draws are pure functions of stream, seed and sample.
class WindowSampler {
 public:
  virtual ~WindowSampler() = default;
  virtual CropWindow draw(CropNumbers numbers, std::uint64_t sample) const = 0;
  /// Of any window; where laws take turns, their average over a whole round.
  virtual StartLaw law() const = 0;
  virtual std::vector<LawTurn> turns() const { return {{law(), 1}}; }
  /// One for each of CropScene::blobs; empty where the sampler does not draw among objects.
  virtual std::vector<BlobStanding> standings() const { return {}; }
  /// What is odd about this label map for this rule, one line each: a listed class that is not there, no object left.
  virtual std::vector<std::string> notices() const { return {}; }
};

/// Throws Error(bad_input) where the peer refuses: a window larger than the volume (DALI; MONAI without allow_smaller),
/// no voxel to aim at (MONAI).
std::unique_ptr<WindowSampler> make_sampler(const Index3& window, const SamplerRule& rule, const CropScene& scene);

/// Window `sample` of a crop.
CropWindow draw_window(const WindowSampler& sampler, Stream stream, std::uint64_t seed, std::uint64_t sample);

/// How many voxels of each class a window holds, ascending by class; what lies outside the volume does not count.
struct ClassCount {
  std::int32_t value = 0;
  std::int64_t voxels = 0;
  friend bool operator==(const ClassCount&, const ClassCount&) = default;
};
std::vector<ClassCount> count_labels(const LabelMap& labels, const Region& window);

}  // namespace auglens
