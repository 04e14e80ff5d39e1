#include "tests/golden/mutations.h"

#include "ops/intensity/bias_field.h"
#include "ops/intensity/blur.h"
#include "ops/intensity/brightness.h"
#include "ops/intensity/clamp.h"
#include "ops/intensity/contrast.h"
#include "ops/intensity/gamma.h"
#include "ops/intensity/low_resolution.h"
#include "ops/intensity/normalize.h"
#include "ops/intensity/window.h"
#include "ops/spatial/affine.h"
#include "ops/spatial/crop.h"
#include "ops/spatial/crop_foreground.h"
#include "ops/spatial/elastic.h"
#include "ops/spatial/flip.h"
#include "ops/spatial/orientation.h"
#include "ops/spatial/pad.h"
#include "ops/spatial/rot90.h"
#include "ops/spatial/rotate.h"
#include "ops/spatial/spacing.h"
#include "ops/spatial/transpose.h"
#include "ops/spatial/warp_affine.h"
#include "ops/spatial/zoom.h"
#include "tests/golden/peer_rules.h"
#include "tests/golden/under_rule.h"

namespace auglens::test {

struct Gain {
  float factor;
  float operator()(float v, std::int64_t, std::int64_t, std::int64_t) const { return v * factor; }
};

namespace {

using RotateAsPeer = Under<Rotate, WalkingPull>;
using WarpAsPeer = Under<WarpAffine, WalkingPull>;
using ResizeAsPeer = ResizeUnder<AccumulatedRows>;

/// Binds with one value changed.
template <class Op, void (*change)(Value&)>
void bind_with(std::string_view parameter, const BindContext& c, BoundStep& step) {
  static constexpr Operator row = make_operator<Op>();
  std::vector<Value> values;
  for (const Parameter& p : row.parameters) {
    values.push_back(c.values.value(p.name));
    if (p.name == parameter) change(values.back());
  }
  const DrawnValues changed(row, values);
  Op::bind(c.with(changed), step);
}

void negate(Value& v) {
  if (auto* list = std::get_if<std::vector<double>>(&v))
    for (double& number : *list) number = -number;
  else
    v = -std::get<double>(v);
}
void toggle(Value& v) {
  v = !std::get<bool>(v);
}

struct TurnedBack : RotateAsPeer {
  static void bind(const BindContext& c, BoundStep& step) { bind_with<RotateAsPeer, negate>("angle", c, step); }
};
struct MappedBack : WarpAsPeer {
  static void bind(const BindContext& c, BoundStep& step) { bind_with<WarpAsPeer, toggle>("inverse_map", c, step); }
};
struct MovedBack : Affine {
  static void bind(const BindContext& c, BoundStep& step) { bind_with<Affine, negate>("rotate", c, step); }
};
/// Along every axis: beside a clamped axis of one voxel nothing moves.
struct AffineHalfVoxel : Affine {
  static void bind(const BindContext& c, BoundStep& step) { bind_moved(c, {0.5, 0.5, 0.5}, step); }
};
struct OtherSide : Flip {
  static void bind(const BindContext& c, BoundStep& step) { bind_with<Flip, toggle>("y", c, step); }
};

struct TurnedAway : Rot90 {
  static void bind(const BindContext& c, BoundStep& step) { bind_with<Rot90, negate>("k", c, step); }
};

/// Elastic by the opposite displacements; all its goldens give them.
struct PushedBack : Elastic {
  static void bind(const BindContext& c, BoundStep& step) {
    auto opposite = std::make_shared<Image>(Image::allocate(c.field->voxels->grid, VoxelType::float32, 3));
    for (int k = 0; k < 3; ++k)
      for (std::int64_t z = 0; z < opposite->grid.size[2]; ++z)
        for (std::int64_t y = 0; y < opposite->grid.size[1]; ++y)
          for (std::int64_t x = 0; x < opposite->grid.size[0]; ++x)
            opposite->mutable_view<float>(k).at(x, y, z) = -c.field->voxels->value({x, y, z}, k);
    const Field field{next_case_id(), opposite};
    BindContext context = c.with(c.values);
    context.field = &field;
    Elastic::bind(context, step);
  }
};

/// Image and labels half a voxel off along x, for operators that say by how much.
template <class Op>
struct HalfVoxelOff : Op {
  static void bind(const BindContext& c, BoundStep& step) { Op::bind_moved(c, {0.5, 0, 0}, step); }
};

/// Image and labels one voxel off along x, for operators that only move voxels.
template <class Op>
struct OneVoxelOff : Op {
  static void bind(const BindContext& c, BoundStep& step) {
    Op::bind(c, step);
    IndexRows rows;
    for (std::size_t k = 0; k < 3; ++k)
      rows.axis[k] =
          Table<std::int32_t>(spatial::window_row(k == 0 ? 1 : 0, step.out.size[k], step.out.size[k], Border::clamp));
    step.image[static_cast<std::size_t>(c.channel)].push_back(std::make_shared<IndexPass>(rows, step.out.size));
    step.label.push_back(std::make_shared<LabelIndexPass>(rows, step.out.size));
  }
};

/// Half a voxel off along x.
struct HalfVoxelPull {
  static AffineWalk map(AffinePull pull) {
    pull.m[3] += 0.5F;
    return WalkingPull::map(pull);
  }
};
/// The region half a voxel off along every axis.
struct ResizeHalfVoxel : ResizeAsPeer {
  static void bind(const BindContext& c, BoundStep& step) {
    static constexpr Operator row = make_operator<ResizeAsPeer>();
    std::vector<Value> values;
    for (const Parameter& p : row.parameters) values.push_back(c.values.value(p.name));
    const Vec3 n{static_cast<double>(c.in.size[0]), static_cast<double>(c.in.size[1]),
                 static_cast<double>(c.in.size[2])};
    for (const bool end : {false, true}) {
      const char* name = end ? "roi_end" : "roi_start";
      const Vec3 at = c.values.given(name) ? c.values.axes(name) : (end ? n : Vec3{0, 0, 0});
      std::vector<double> moved;
      for (std::size_t k = 0; k < 3; ++k) moved.push_back(at[k] + (c.values.flag("roi_relative") ? 0.5 / n[k] : 0.5));
      values[static_cast<std::size_t>(row.find(name))] = std::move(moved);
    }
    const DrawnValues changed(row, values);
    ResizeAsPeer::bind(c.with(changed), step);
  }
};

/// Every gather has one tap fewer: the last weight is gone.
template <class Op>
struct OneTapFewer : Op {
  static void bind(const BindContext& c, BoundStep& step) {
    Op::bind(c, step);
    for (auto& pass : step.image[static_cast<std::size_t>(c.channel)])
      if (const auto* gather = dynamic_cast<const TapsPass*>(pass.get())) {
        AxisTaps taps = gather->taps();
        const auto n = static_cast<std::size_t>(taps.taps);
        std::vector<float> weights = taps.weights.host();
        for (std::size_t i = n - 1; i < weights.size(); i += n) drop_last(weights, i, n);
        taps.weights = Table<float>(std::move(weights));
        pass = std::make_shared<TapsPass>(std::move(taps), gather->input_size(c.in.size));
      }
  }
  /// The last weight that is not 0 already.
  static void drop_last(std::vector<float>& weights, std::size_t last, std::size_t n) {
    std::size_t i = last;
    while (i + 1 > last + 2 - n && weights[i] == 0) --i;
    weights[i] = 0;
  }
};

/// One percent too bright.
template <class Op>
struct Gained : Op {
  static void bind(const BindContext& c, BoundStep& step) {
    Op::bind(c, step);
    if constexpr (requires { &Op::needs; })
      if (Op::needs(c.values) == Needs::outcome && c.outcome == nullptr) return;  // a gain that is measured is undone
    step.image[static_cast<std::size_t>(c.channel)].push_back(std::make_shared<ValuePass<Gain>>(Gain{1.01F}));
  }
};

template <class... Ops>
const Operator* one_of(const Operator& op) {
  static constexpr Operator rows[] = {make_operator<Ops>()...};
  return find_in(rows, op.name);
}

}  // namespace

const std::vector<Mutation>& mutations() {
  static const std::vector<Mutation> all = {
      {"sign", one_of<TurnedBack, MappedBack, MovedBack, OtherSide, TurnedAway, PushedBack>},
      {"one voxel",
       one_of<OneVoxelOff<SpatialCrop>, OneVoxelOff<SpatialPad>, OneVoxelOff<Rot90>, OneVoxelOff<Transpose>,
              OneVoxelOff<Zoom>, OneVoxelOff<CropForeground>, OneVoxelOff<Orientation>>},
      {"half a voxel", one_of<Under<Rotate, HalfVoxelPull>, Under<WarpAffine, HalfVoxelPull>, ResizeHalfVoxel,
                              AffineHalfVoxel, HalfVoxelOff<Elastic>, HalfVoxelOff<Spacing>>},
      {"one tap fewer", one_of<OneTapFewer<ResizeAsPeer>, OneTapFewer<Blur>, OneTapFewer<Zoom>,
                               OneTapFewer<LowResolution>, OneTapFewer<Spacing>>},
      {"gain 1 %", one_of<Gained<RotateAsPeer>, Gained<WarpAsPeer>, Gained<Affine>, Gained<ResizeAsPeer>, Gained<Flip>,
                          Gained<SpatialCrop>, Gained<SpatialPad>, Gained<Rot90>, Gained<Transpose>, Gained<Zoom>,
                          Gained<CropForeground>, Gained<LowResolution>, Gained<Elastic>, Gained<Spacing>,
                          Gained<Orientation>, Gained<Blur>, Gained<Brightness>, Gained<Contrast>, Gained<Gamma>,
                          Gained<Normalize>, Gained<BiasField>, Gained<Clamp>, Gained<IntensityWindow>>}};
  return all;
}

}  // namespace auglens::test
