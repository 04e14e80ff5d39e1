#pragma once
// What lies outside a grid: one rule per border, for single indices and for the boxes that passes read. It refuses to
// know what is read there.

#include <algorithm>
#include <cstdint>

#include "ops/hd.h"
#include "ops/region.h"

namespace auglens {

enum class Border {
  clamp,       ///< aa|abc
  constant,    ///< the fill
  reflect,     ///< ba|abc
  reflect101,  ///< cb|abc
  wrap,        ///< bc|abc
  cells,       ///< as clamp within the cells of the edge voxels, the fill beyond them (ITK's linear interpolation)
};

AUGLENS_HD inline std::int64_t clamp_index(std::int64_t i, std::int64_t n) {
  return i < 0 ? 0 : (i >= n ? n - 1 : i);
}

/// Index inside [0, n) that the border reads for i; -1 where it reads the fill.
AUGLENS_HD inline std::int64_t border_index(std::int64_t i, std::int64_t n, Border border) {
  if (i >= 0 && i < n) return i;
  if (border == Border::constant || border == Border::cells) return -1;
  if (border == Border::clamp || n == 1) return clamp_index(i, n);
  const std::int64_t period = border == Border::wrap ? n : (border == Border::reflect101 ? 2 * n - 2 : 2 * n);
  std::int64_t k = i % period;
  if (k < 0) k += period;
  if (k < n) return k;
  return border == Border::reflect101 ? period - k : period - 1 - k;
}

/// Indices first <= i < last along one axis.
struct Span {
  std::int64_t first = 0, last = 0;
};

/// The part of [0, n) that is read for indices in `wanted`, which may lie outside; never empty.
inline Span read_span(Span wanted, std::int64_t n, Border border) {
  const bool folds = border == Border::reflect || border == Border::reflect101 || border == Border::wrap;
  const bool outside = wanted.first < 0 || wanted.last > n;
  if (folds && outside) {
    if (border == Border::wrap || wanted.first < -n || wanted.last > 2 * n) return {0, n};
    const std::int64_t low = std::min(n, -wanted.first + 1), high = std::max<std::int64_t>(0, 2 * n - wanted.last - 1);
    const Span inside{std::clamp<std::int64_t>(wanted.first, 0, n), std::clamp<std::int64_t>(wanted.last, 0, n)};
    Span out = inside.first < inside.last ? inside : (wanted.first < 0 ? Span{0, 1} : Span{n - 1, n});
    if (wanted.first < 0) out = {0, std::max(out.last, low)};
    if (wanted.last > n) out = {std::min(out.first, high), n};
    return out;
  }
  const std::int64_t first = std::clamp<std::int64_t>(wanted.first, 0, n - 1);
  return {first, std::clamp<std::int64_t>(wanted.last, first + 1, n)};
}

/// The box of a grid that is read for indices in `wanted`.
inline Region read_box(const Region& wanted, const Index3& size, Border border) {
  Region box;
  for (std::size_t k = 0; k < 3; ++k) {
    const Span s = read_span({wanted.start[k], wanted.end(k)}, size[k], border);
    box.start[k] = s.first;
    box.size[k] = s.last - s.first;
  }
  return box;
}

}  // namespace auglens
