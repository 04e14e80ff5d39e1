#pragma once
// What a value looks like in the 3-D view: colour and opacity by window and level, as a table. It refuses to know rays
// and where the value lies.

#include <array>
#include <cstdint>
#include <vector>

namespace auglens {

/// 256 colours as RGBA bytes from the lower to the upper end of the window; A scales the opacity.
using RgbaTable = std::array<std::array<std::uint8_t, 4>, 256>;
RgbaTable grey_table();
/// Dark red over skin to bone white: the tone in which shaded anatomy reads best.
RgbaTable tissue_table();

/// Opacity over one voxel of path (the smallest spacing) by the windowed value t in 0..1: none up to `threshold`, then
/// a straight ramp that reaches `opacity` at `full`.
struct OpacityRamp {
  double threshold = 0.18, full = 0.55, opacity = 0.45;

  double at(double t) const;
  friend bool operator==(const OpacityRamp&, const OpacityRamp&) = default;
};

/// Stored codes to values: value = low + step * code.
struct CodeScale {
  double low = 0, step = 1;
};

struct TransferInput {
  RgbaTable colours{};
  OpacityRamp opacity;
  double window = 1, level = 0.5;  ///< in values; a window that is not positive counts as the smallest possible one
  double path = 1;                 ///< path between two samples in voxels; opacity becomes 1 - (1 - a)^path
};

/// The table that the ray marcher reads: red, green, blue, alpha as four planes of `entries` floats in 0..1. Entry =
/// floor(code * scale + offset), clamped; codes may be fractions (between voxels).
class TransferTable {
 public:
  static constexpr int entries = 1024;

  TransferTable(const TransferInput& input, const CodeScale& codes);

  const float* planes() const { return planes_.data(); }
  float scale() const { return scale_; }
  float offset() const { return offset_; }
  int entry(float code) const;
  /// Whether any code in [low, high] has an opacity above 0.
  bool visible(float low, float high) const;

 private:
  std::vector<float> planes_;
  std::vector<int> opaque_before_;  ///< entries with alpha above 0 in front of entry k
  float scale_ = 1, offset_ = 0;
};

}  // namespace auglens
