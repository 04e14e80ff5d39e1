#pragma once
// Connected components of a label map: which voxels hang together, numbered, and a table of them. It refuses to know
// files, caches and what the blobs are for.

#include <optional>
#include <vector>

#include "ops/image.h"
#include "ops/job.h"
#include "ops/objects/blob.h"

namespace auglens {

/// Which voxels touch: those that share a face (DALI's rule), an edge or a corner. In 2-D: 4, 8 and 8 neighbours.
enum class Connectivity { faces = 6, edges = 18, corners = 26 };

struct ComponentOptions {
  Connectivity connectivity = Connectivity::faces;
  bool any_foreground = false;             ///< voxels join whatever their classes, instead of class by class
  std::optional<std::int32_t> only_class;  ///< all other classes count as background; excludes any_foreground
  std::int32_t background = 0;             ///< never part of a blob, also when it is `only_class`

  friend bool operator==(const ComponentOptions&, const ComponentOptions&) = default;
};

/// For every voxel the number of its blob, 0 for none. Blobs are numbered from 1 in raster order (x fastest) of their
/// first voxel, whatever the device and the number of threads.
struct ComponentIds {
  LabelMap map;
  std::int64_t count = 0;
};

struct Components {
  std::vector<Blob> blobs;
  LabelMap ids;  ///< on the label map's grid; 0 none, k = blobs[k - 1]

  /// The blob of a voxel, null for background and outside the grid.
  const Blob* at(const Index3& index) const;
};

/// Numbers only, no table. Throws Error(resource) when memory or 31-bit numbers do not suffice; Cancelled.
ComponentIds label_components(const LabelMap& labels, const ComponentOptions& options, const Job& job);

/// Numbers and table, diameters unknown. Throws Error(bad_input) beyond `most_blobs`; else as label_components.
Components components_of(const LabelMap& labels, const ComponentOptions& options, const Job& job);
inline constexpr std::int64_t most_blobs = std::int64_t{1} << 24;  ///< more is noise, and its table 2 GiB

/// Fills in every `diameter_mm`: the largest distance between two voxel centres of a blob, exact up to rounding. Reads
/// the numbers once, keeps per blob and plane the corners of a convex hull, and searches them by a tree of boxes.
void measure_diameters(Components& components, const Job& job);

}  // namespace auglens
