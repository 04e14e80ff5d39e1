#pragma once
// A whole output that is evaluated piece by piece, so that a worker can do something else in between. It refuses to
// know what that is.

#include <memory>

#include "ops/evaluate.h"

namespace auglens {

/// One channel of a plan's whole output. Pieces are slabs of planes; their number never changes a voxel.
class SlabVolume {
 public:
  /// Allocates the output. Throws Error(resource).
  SlabVolume(Plan plan, int channel);

  /// Evaluates about so many milliseconds' worth of planes, one at least. True when the volume is complete. A piece
  /// that is cancelled is done again by the next call.
  bool advance(double milliseconds, const Case& c, FactsCache& facts, const Job& job);
  double share() const;
  /// The key of the volume in a FactsCache.
  const std::string& key() const { return key_; }
  std::shared_ptr<const Image> image() const { return image_; }

 private:
  Plan plan_;
  int channel_;
  std::string key_;
  std::shared_ptr<const Image> image_;
  std::int64_t next_ = 0;  ///< first plane that is missing
  double planes_per_ms_;
};

/// The plan of the first n bound steps. Precondition: n > 0.
Plan head_of(const Plan& plan, std::size_t n);

}  // namespace auglens
