#include "ops/spatial/elastic.h"

#include "ops/spatial/elastic_field.h"
#include "ops/spatial/elastic_spline.h"
#include "ops/spatial/index_rows.h"

namespace auglens {

namespace {

struct Placement {
  Index3 size;
  Vec3 offset;  ///< voxels, added to where every voxel reads
};

void place_axes(CentredAxis (&axis)[3], const Index3& in, const Placement& out, bool monai) {
  for (std::size_t k = 0; k < 3; ++k) {
    axis[k].c_in = static_cast<double>(in[k] - 1) / 2 + out.offset[k];
    axis[k].c_out = static_cast<double>(out.size[k] - 1) / 2;
    axis[k].factor = monai && in[k] == 1 ? 0.5 : 1.0;  // MONAI's Resample divides by max(2, n)
  }
}

/// Image and labels by one map. Where TorchIO's model reads outside, the edge voxels' cells end the image (ITK).
template <class Map>
void add_passes(const BindContext& c, const Map& map, const Index3& size, BoundStep& step) {
  Border border = c.values.option<Border>("border");
  if (border == Border::constant && c.values.option<Elastic::Model>("model") == Elastic::Model::control_grid)
    border = Border::cells;
  step.out = spatial::same_centre(step.in, size);
  spatial::add_warp_passes(c, map, {c.values.option<Sampler>("sampler"), border, spatial::fill_of(c)},
                           spatial::label_rule_of(c.values), step);
}

/// That of the channel before, which is the same; else made now.
std::shared_ptr<const Displacement> field_of(const BindContext& c, const Index3& size, const BoundStep& step) {
  const auto* bound = step.label.empty() ? nullptr : dynamic_cast<const LabelWarpPass<OffsetMap>*>(step.label[0].get());
  return bound != nullptr ? bound->map().field : displacement_of(c, size);
}

}  // namespace

Broken Elastic::check(const DrawnValues& v) {
  if (const Broken large = spatial::too_large_size(v); !large.what.empty()) return large;
  if (v.option<Model>("model") != Model::control_grid || v.number("locked_borders") < 2) return {};
  const Vec3 points = v.axes("points");
  if (points[0] < 5 || points[1] < 5)
    return {"locked_borders", "2 locks all of 4 points along L or P: use 1, or 5 points and more"};
  return {};
}

void Elastic::bind_moved(const BindContext& c, const Vec3& offset, BoundStep& step) {
  const Model model = c.values.option<Model>("model");
  const Index3 size = c.values.given("size") ? spatial::rounded_size(c.values.axes("size")) : c.in.size;
  if (c.values.given("field") && c.field == nullptr)
    spatial::refuse(step, "field", "the field " + std::string(c.values.text("field")) + " was not read",
                    "open the preset from its file");
  if (model == Model::control_grid) {
    SplineMap map = spline_map(c, size, step);
    place_axes(map.axis, c.in.size, {size, offset}, false);
    return add_passes(c, map, size, step);
  }
  if (c.field != nullptr && c.field->voxels->grid.size != size)
    spatial::refuse(
        step, "field",
        "the field has " + size_text(c.field->voxels->grid.size) + " voxels, and the output " + size_text(size),
        "give a field of the output's size");
  OffsetMap map;
  place_axes(map.axis, c.in.size, {size, offset}, model == Model::monai);
  map.field = field_of(c, size, step);
  add_passes(c, map, size, step);
}

}  // namespace auglens
