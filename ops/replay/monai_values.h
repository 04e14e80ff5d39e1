#pragma once
// What a class of MONAI drew, as the outcome of a step: our parameters in content sense, and arrays in our layout. It
// refuses to draw.

#include <span>

#include "ops/draw.h"
#include "ops/job.h"
#include "ops/replay/monai_stream.h"

namespace auglens {

/// The outcome of a step from those of its children (none: all of it is constant). `resizes` as in MonaiCall. The
/// numbers of a class that drew none, because its coin missed, are the lowest of their ranges. No field yet.
DrawnStep drawn_step(const Step& step, std::span<const MonaiChild> children, std::span<const MonaiOutcome> outcomes,
                     const MonaiCall& call);

/// The arrays as a float32 image on `grid`, from MONAI's (component, x, y, z), z fastest. Throws Error(resource),
/// Cancelled.
std::shared_ptr<const Image> image_of(std::span<const MonaiArray> arrays, MonaiClass kind, const Grid& grid,
                                      const Job& job);
/// Names the numbers of image_of without making them.
std::uint64_t name_of(std::span<const MonaiArray> arrays, MonaiClass kind, const Index3& size);

}  // namespace auglens
