#pragma once
// TorchIO's elastic deformation: where the control points lie on a grid, and what moves them. It refuses to make a
// field of them. Source: SimpleITK's BSplineTransformInitializer and TorchIO 1.2.1.

#include "ops/plan.h"
#include "ops/spatial/elastic_maps.h"

namespace auglens {

/// How the spline's axes, which point along L, P and S as nearly as they can, run along the grid's: spline axis k lies
/// along grid axis axis[k], from its far end where reversed[k].
struct SplineAxes {
  std::array<int, 3> axis{0, 1, 2};
  std::array<bool, 3> reversed{};
};
SplineAxes spline_axes(const Grid& grid);

/// The map of the model control_grid from `c.in` onto a grid of `size` about the same centre. Throws Error(bad_input)
/// where a given field is not of the size of `points`.
SplineMap spline_map(const BindContext& c, const Index3& size, const BoundStep& step);

}  // namespace auglens
