#include "render/transfer.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace auglens {

namespace {

/// Channel `c` of the table at t in 0..1, linear between its colours, in 0..1.
double colour_at(const RgbaTable& table, std::size_t c, double t) {
  const double x = t * 255;
  const auto k = std::min<std::size_t>(254, static_cast<std::size_t>(x));
  const double f = x - static_cast<double>(k);
  return (table[k][c] + (table[k + 1][c] - table[k][c]) * f) / 255;
}

}  // namespace

RgbaTable grey_table() {
  RgbaTable table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto g = static_cast<std::uint8_t>(i);
    table[i] = {g, g, g, 255};
  }
  return table;
}

RgbaTable tissue_table() {
  struct Stop {
    double t, rgb[3];
  };
  constexpr Stop stops[] = {
      {0, {70, 28, 22}}, {0.25, {188, 112, 86}}, {0.5, {236, 188, 152}}, {0.75, {250, 232, 210}}, {1, {255, 252, 246}}};
  RgbaTable table{};
  for (std::size_t i = 0, k = 0; i < table.size(); ++i) {
    const double t = static_cast<double>(i) / 255;
    while (t > stops[k + 1].t) ++k;
    const double f = (t - stops[k].t) / (stops[k + 1].t - stops[k].t);
    for (std::size_t c = 0; c < 3; ++c)
      table[i][c] = static_cast<std::uint8_t>(stops[k].rgb[c] + (stops[k + 1].rgb[c] - stops[k].rgb[c]) * f + 0.5);
    table[i][3] = 255;
  }
  return table;
}

double OpacityRamp::at(double t) const {
  if (!(t > threshold)) return 0;
  const double share = full > threshold ? (t - threshold) / (full - threshold) : 1;
  return std::clamp(std::min(share, 1.0) * opacity, 0.0, 1.0);
}

TransferTable::TransferTable(const TransferInput& in, const CodeScale& codes)
    : planes_(4 * std::size_t{entries}), opaque_before_(std::size_t{entries} + 1) {
  for (std::size_t e = 0; e < entries; ++e) {
    const double t = static_cast<double>(e) / (entries - 1);
    for (std::size_t c = 0; c < 3; ++c) planes_[c * entries + e] = static_cast<float>(colour_at(in.colours, c, t));
    const double alpha = in.opacity.at(t) * colour_at(in.colours, 3, t);
    planes_[3 * std::size_t{entries} + e] = static_cast<float>(1 - std::pow(1 - alpha, in.path));
    opaque_before_[e + 1] = opaque_before_[e] + (planes_[3 * std::size_t{entries} + e] > 0 ? 1 : 0);
  }
  // Narrower than a small part of one code, a window is a plain threshold; a bound keeps the products finite.
  const double window = std::max(in.window, codes.step / 64);
  scale_ = static_cast<float>(codes.step / window * (entries - 1));
  offset_ = static_cast<float>((codes.low - in.level + window / 2) / window * (entries - 1) + 0.5);
}

int TransferTable::entry(float code) const {
  const float x = code * scale_ + offset_;
  return static_cast<int>(std::min(std::max(x, 0.0F), static_cast<float>(entries - 1)));
}

bool TransferTable::visible(float low, float high) const {
  return opaque_before_[static_cast<std::size_t>(entry(high)) + 1] -
             opaque_before_[static_cast<std::size_t>(entry(low))] >
         0;
}

}  // namespace auglens
