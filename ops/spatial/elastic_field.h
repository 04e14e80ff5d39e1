#pragma once
// The displacement of every voxel from noise: drawn or given, smoothed and scaled, kept as a fact. It refuses to read
// voxels of the image.

#include "ops/plan.h"
#include "ops/spatial/elastic.h"

namespace auglens {

/// The field of the models gaussian_field and monai on a grid of `size`; null where nothing moves. It is made once and
/// held by the cache of facts while that has room. Throws Error(bad_input) where a given field has another size,
/// Error(resource), Cancelled.
std::shared_ptr<const Displacement> displacement_of(const BindContext& c, const Index3& size);

/// Component `component` of the voxel noise of a step, for voxels first <= index < last of its grid in raster order:
/// N(0, 1), or U(-1, 1).
void fill_noise(const NoiseKey& key, int component, bool normal, std::int64_t first, std::int64_t last, float* out);

/// Size as "24 x 20 x 18".
std::string size_text(const Index3& size);

}  // namespace auglens
