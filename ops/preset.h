#pragma once
// The user's recipe: ordered steps, crop, limits, seed and stream, as plain values. It refuses to know JSON.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ops/grid.h"
#include "ops/parameter.h"

namespace auglens {

struct Operator;
struct Image;

/// Numbers per voxel that a step takes as they are: of a file beside the preset, or of a peer's random stream.
struct Field {
  std::uint64_t id = 0;  ///< next_case_id(): names it in keys
  std::shared_ptr<const Image> voxels;
};

/// An operator in a chain. `settings` is as long as the operator's table; an absent one is the default.
struct Step {
  std::string id;
  const Operator* op = nullptr;
  bool enabled = true;
  double probability = 1;
  double channel_probability = 1;  ///< intensity operators only
  bool draw_per_channel = false;   ///< intensity operators only
  std::vector<std::optional<Setting>> settings;
  std::shared_ptr<const Field>
      field;  ///< voxels of the file that the parameter `field` names; whoever reads files sets it

  /// A step with all defaults.
  static Step make(std::string id, const Operator& op);
  /// The setting given, or the default as a constant.
  Setting setting(std::size_t parameter) const;

  friend bool operator==(const Step&, const Step&) = default;
};

using Chain = std::vector<Step>;

enum class Stream { auglens, monai, dali };
enum class SamplerKind { object_box, crop_by_label, forced_foreground, random };

/// The training window. Sampler parameters keep the preset's own values, by name.
struct Crop {
  Index3 size{0, 0, 0};
  SamplerKind sampler = SamplerKind::random;
  std::optional<std::string> before;  ///< id of the step in front of which the window is cut; absent: after the last
  double pad = 0;
  std::map<std::string, Value> parameters;

  friend bool operator==(const Crop&, const Crop&) = default;
};

/// Label safety: what a preset must not do; absent ones are not checked.
struct Limits {
  std::optional<double> blobs_lost, blobs_split, blobs_merged, class_volume_change, out_of_canvas, centroid_drift_mm,
      border_drift_mm;

  friend bool operator==(const Limits&, const Limits&) = default;
};

struct Preset {
  std::string name, note;
  std::uint64_t seed = 0;  ///< 0..2^63-1
  Stream stream = Stream::auglens;
  bool fuse = false;
  Chain steps;
  std::optional<Crop> crop;
  std::optional<Limits> limits;

  friend bool operator==(const Preset&, const Preset&) = default;
};

/// Broken rules of a preset beyond the single values: ids, hash collisions, cross-parameter checks. Each names where
/// (a JSON pointer) and what.
struct Problem {
  std::string pointer, what;
};
std::vector<Problem> problems_of(const Preset& preset);

}  // namespace auglens
