#include "viewer/safety_words.h"

#include <stdexcept>

namespace auglens {
namespace {

constexpr SafetyMeasure measures[] = {
    {"blobs_lost", "objects lost", "objects of which no voxel is left", "", 1},
    {"blobs_split", "objects split", "objects that fell into parts", "", 1},
    {"blobs_merged", "objects merged", "objects that grew together", "", 1},
    {"class_volume_change", "class volume", "volume of a class, relative to before", "%", 100},
    {"out_of_canvas", "out of canvas", "share of a class outside the output", "%", 100},
    {"centroid_drift_mm", "centroid drift", "middle of an object against the image", "mm", 1},
    {"border_drift_mm", "border drift", "border voxel against the image", "mm", 1},
    {"smallest_blob_mm3", "smallest object", "the smallest object that is left, in any sample", "mm³", 1}};

}  // namespace

const SafetyMeasure& safety_measure(std::string_view name) {
  for (const SafetyMeasure& m : measures)
    if (m.name == name) return m;
  throw std::logic_error("no measure is called " + std::string(name));
}

const DrawSafety* smallest_left(const std::vector<DrawSafety>& draws) {
  const DrawSafety* smallest = nullptr;
  for (const DrawSafety& s : draws)
    if (s.smallest_mm3 > 0 && (smallest == nullptr || s.smallest_mm3 < smallest->smallest_mm3)) smallest = &s;
  return smallest;
}

}  // namespace auglens
