#pragma once
// The largest distance between two of many points. It refuses to know what the points are.

#include <vector>

#include "ops/grid.h"

namespace auglens {

/// Exact up to the rounding of one subtraction, product and sum per axis. A tree of boxes leaves out pairs of boxes
/// that cannot hold a farther pair: about n log n for most shapes, at worst (all points on a sphere) some percent of
/// all pairs. The points are put in another order. 0 for fewer than two points.
double largest_distance(std::vector<Vec3>& points);

}  // namespace auglens
