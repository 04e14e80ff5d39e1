#pragma once
// Steps that only move voxels: windows of the grid (crops, pads, boxes) and permuted or reversed axes (turns), as index
// rows and grids. It refuses to know how a window or a turn was asked for.

#include "ops/index_pull.h"
#include "ops/spatial/spatial_common.h"

namespace auglens::spatial {

/// The five borders that windows have. DALI's names: pad (constant), edge, reflect_1001, reflect_101, wrap.
inline constexpr Parameter window_border =
    border_of(5, "clamp", "out_of_bounds_policy (MONAI, TorchIO: mode, padding_mode)");

/// A parameter in voxels that is exact: no fractions.
constexpr Parameter voxels_of(std::string_view name, double minimum, std::string_view help, std::string_view peer,
                              DefaultValue standard = {}) {
  return {.name = name,
          .type = ParameterType::integer,
          .shape = ParameterShape::axes,
          .components = 3,
          .unit = "voxels",
          .minimum = minimum,
          .maximum = 65535,
          .slider_low = minimum < 0 ? -256.0 : minimum,
          .slider_high = 512,
          .standard = standard,
          .help = help,
          .peer = peer};
}

/// Throws Error(bad_input): a parameter that this step's input does not bear.
[[noreturn]] void refuse(const BoundStep& step, std::string_view parameter, const std::string& what,
                         const std::string& to_do);

Index3 integers(const Vec3& v);

/// Output index i reads input index start + i; `border` says what lies outside, -1 where that is the fill.
std::vector<std::int32_t> window_row(std::int64_t start, std::int64_t size, std::int64_t in, Border border);

/// Binds the window start..start + size of the input, which may lie partly or wholly outside: anatomy stays, the origin
/// moves. `fill` and `label_fill` are what a constant border reads.
struct Fills {
  float image = 0;
  std::int32_t label = 0;
};
void add_window(const BindContext& c, const Region& window, Border border, const Fills& fills, BoundStep& step);
/// Fills that the parameters fill and label_fill name.
Fills fills_of(const BindContext& c);

/// Binds a permutation of axes: output axis i runs along input axis `from[i]`, backwards where `reversed[i]`. Size and
/// spacing permute; axes and centre stay (design §3).
void add_turn(const BindContext& c, const std::array<int, 3>& from, const std::array<bool, 3>& reversed,
              BoundStep& step);

/// Image and label passes of rows that both follow.
void add_rows(const BindContext& c, const IndexRows& rows, BoundStep& step);

}  // namespace auglens::spatial
