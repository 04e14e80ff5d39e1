#pragma once
// The random states of one child of a MONAI Compose, and what one call draws from them, in the order of its class. It
// refuses to know what the numbers mean.
//
// Source: monai/transforms of MONAI 1.6.1; each class holds one RandomState for its coin and an array transform with
// another, both seeded alike.

#include <vector>

#include "ops/grid.h"
#include "ops/replay/monai_class.h"
#include "ops/replay/numpy_random.h"

namespace auglens {

/// What a call meets.
struct MonaiCall {
  Index3 size{1, 1, 1};  ///< of the arrays that are drawn for each voxel
  int channels = 1;
  int keys = 1;          ///< image, or image and label
  bool resizes = false;  ///< affine: the output has another size than the input, so that it resamples without a coin
};

/// Consecutive numbers of a stream that fill `components` volumes from `component` on.
struct MonaiArray {
  NumpyRandom start;
  int component = 0, components = 1;
};

struct MonaiOutcome {
  bool hit = false;
  std::vector<double> numbers;     ///< of [0, 1), one per range, channel after channel if channel_wise; rotate90: turns
  std::vector<MonaiArray> arrays;  ///< standard normals (noise) or U(-1, 1) (elastic)
};

class MonaiStream {
 public:
  /// set_random_state(seed)
  explicit MonaiStream(std::uint32_t seed) : outer_(seed), inner_(seed) {}
  /// Coin, ranges and arrays of the next call. The time grows with the voxels where arrays are drawn.
  MonaiOutcome call(const MonaiChild& child, const MonaiCall& call);

 private:
  bool coin(const MonaiChild& child) { return outer_.sample() < child.probability; }
  void ranges(const MonaiChild& child, std::vector<double>& numbers);
  void affine(const MonaiChild& child, const MonaiCall& call, MonaiOutcome& out);
  void elastic(const MonaiChild& child, const MonaiCall& call, MonaiOutcome& out);
  void noise(const MonaiChild& child, const MonaiCall& call, MonaiOutcome& out);
  void normals(std::uint64_t voxels, int component, int components, MonaiOutcome& out);

  NumpyRandom outer_;  ///< of the dictionary class: its coin
  NumpyRandom inner_;  ///< of its array transform (affine: of that one's grid)
};

}  // namespace auglens
