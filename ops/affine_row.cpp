#include <algorithm>
#include <array>
#include <cmath>

#include "ops/affine_map.h"
#include "ops/affine_pull.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define AUGLENS_AVX2 __attribute__((target("avx2")))
#endif

namespace auglens {

#if defined(__x86_64__)

namespace {

/// Two neighbours along x of eight samples.
struct Pair {
  __m256 low, high;
};

AUGLENS_AVX2 inline Pair gather(const float* base, __m256i offset) {
  return {_mm256_i32gather_ps(base, offset, 4), _mm256_i32gather_ps(base + 1, offset, 4)};
}
/// One 32-bit word holds both neighbours of a 16-bit voxel.
AUGLENS_AVX2 inline Pair gather(const std::int16_t* base, __m256i offset) {
  const __m256i both = _mm256_i32gather_epi32(reinterpret_cast<const int*>(base), offset, 2);
  return {_mm256_cvtepi32_ps(_mm256_srai_epi32(_mm256_slli_epi32(both, 16), 16)),
          _mm256_cvtepi32_ps(_mm256_srai_epi32(both, 16))};
}
AUGLENS_AVX2 inline Pair gather(const std::uint16_t* base, __m256i offset) {
  const __m256i both = _mm256_i32gather_epi32(reinterpret_cast<const int*>(base), offset, 2);
  return {_mm256_cvtepi32_ps(_mm256_and_si256(both, _mm256_set1_epi32(0xFFFF))),
          _mm256_cvtepi32_ps(_mm256_srli_epi32(both, 16))};
}

/// s0 (1 - f) + s1 f, multiply then add, as sample_linear does.
AUGLENS_AVX2 inline __m256 lerp(const Pair& s, __m256 f, __m256 rest) {
  return _mm256_add_ps(_mm256_mul_ps(s.low, rest), _mm256_mul_ps(s.high, f));
}

/// The coordinates of eight voxels in a row, less the half of a voxel that the sampler takes off.
struct Eight {
  __m256 x, y, z;
};

/// ((t + m0 x) + m1 y) + m2 z, in the order of AffinePull.
AUGLENS_AVX2 inline __m256 coordinate(const float* m, __m256 x, float y, float z) {
  __m256 p = _mm256_add_ps(_mm256_set1_ps(m[3]), _mm256_mul_ps(_mm256_set1_ps(m[0]), x));
  p = _mm256_add_ps(p, _mm256_set1_ps(m[1] * y));
  p = _mm256_add_ps(p, _mm256_set1_ps(m[2] * z));
  return _mm256_sub_ps(p, _mm256_set1_ps(0.5F));
}
AUGLENS_AVX2 inline Eight coordinates(const AffinePull& map, const Index3& at) {
  const __m256 lanes = _mm256_setr_ps(0, 1, 2, 3, 4, 5, 6, 7);
  const __m256 x = _mm256_add_ps(_mm256_add_ps(_mm256_set1_ps(static_cast<float>(at[0])), lanes), _mm256_set1_ps(0.5F));
  const float y = static_cast<float>(at[1]) + 0.5F, z = static_cast<float>(at[2]) + 0.5F;
  return {coordinate(map.m, x, y, z), coordinate(map.m + 4, x, y, z), coordinate(map.m + 8, x, y, z)};
}

/// ((t + m1 y) + m2 z) + m0 x in double, in the order of AffineMap; x of the first four voxels and of the last.
AUGLENS_AVX2 inline __m256 coordinate(const double* m, __m256d x0, __m256d x1, double y, double z) {
  const __m256d start = _mm256_set1_pd((m[3] + m[1] * y) + m[2] * z), slope = _mm256_set1_pd(m[0]);
  const __m128 p0 = _mm256_cvtpd_ps(_mm256_add_pd(start, _mm256_mul_pd(slope, x0)));
  const __m128 p1 = _mm256_cvtpd_ps(_mm256_add_pd(start, _mm256_mul_pd(slope, x1)));
  return _mm256_sub_ps(_mm256_set_m128(p1, p0), _mm256_set1_ps(0.5F));
}
AUGLENS_AVX2 inline Eight coordinates(const AffineMap& map, const Index3& at) {
  const __m256d first = _mm256_set1_pd(static_cast<double>(at[0]));
  const __m256d x0 = _mm256_add_pd(first, _mm256_setr_pd(0, 1, 2, 3));
  const __m256d x1 = _mm256_add_pd(first, _mm256_setr_pd(4, 5, 6, 7));
  const auto y = static_cast<double>(at[1]), z = static_cast<double>(at[2]);
  return {coordinate(map.m, x0, x1, y, z), coordinate(map.m + 4, x0, x1, y, z), coordinate(map.m + 8, x0, x1, y, z)};
}

/// Index in a view that begins at `origin`.
AUGLENS_AVX2 inline __m256i shifted(__m256 index, std::int64_t origin) {
  return _mm256_sub_epi32(_mm256_cvttps_epi32(index), _mm256_set1_epi32(static_cast<int>(origin)));
}

template <class Map, class T>
AUGLENS_AVX2 void eight(const Map& map, const VoxelView<T>& in, const Index3& at, float* out) {
  const __m256 one = _mm256_set1_ps(1);
  const auto [qx, qy, qz] = coordinates(map, at);
  const __m256 ix = _mm256_floor_ps(qx), iy = _mm256_floor_ps(qy), iz = _mm256_floor_ps(qz);
  const __m256 fx = _mm256_sub_ps(qx, ix), fy = _mm256_sub_ps(qy, iy), fz = _mm256_sub_ps(qz, iz);
  const int row = static_cast<int>(in.row), plane = static_cast<int>(in.plane);
  const __m256i offset =
      _mm256_add_epi32(_mm256_add_epi32(_mm256_mullo_epi32(shifted(iz, in.z0), _mm256_set1_epi32(plane)),
                                        _mm256_mullo_epi32(shifted(iy, in.y0), _mm256_set1_epi32(row))),
                       shifted(ix, in.x0));
  const __m256 rx = _mm256_sub_ps(one, fx), ry = _mm256_sub_ps(one, fy);
  const __m256 a0 = lerp(gather(in.data, offset), fx, rx), a1 = lerp(gather(in.data + row, offset), fx, rx);
  const __m256 b0 = lerp(gather(in.data + plane, offset), fx, rx);
  const __m256 b1 = lerp(gather(in.data + plane + row, offset), fx, rx);
  const __m256 a = lerp({a0, a1}, fy, ry), b = lerp({b0, b1}, fy, ry);
  _mm256_storeu_ps(out, _mm256_add_ps(a, _mm256_mul_ps(_mm256_sub_ps(b, a), fz)));
}

template <class Map, class T>
void row_of(const Map& map, const VoxelView<T>& in, const Region& row, float* out) {
  std::int64_t i = 0;
  for (; i + 8 <= row.size[0]; i += 8) eight(map, in, {row.start[0] + i, row.start[1], row.start[2]}, out + i);
  for (; i < row.size[0]; ++i) {
    const Point p = map(row.start[0] + i, row.start[1], row.start[2]);
    out[i] = sample_linear(in, p.x, p.y, p.z, Border::clamp, 0.0F);
  }
}

/// One coordinate along a row: q = start + slope x. `largest` bounds the terms without x, whose rounding it stands for.
struct Line {
  double start, slope, largest;
};

bool has_avx2() {
  static const bool yes = __builtin_cpu_supports("avx2") != 0;
  return yes;
}

/// Where every coordinate lies in [0, n - 1) with room for float32 rounding.
RowSpan inside_span(const std::array<Line, 3>& lines, const Index3& size, std::int64_t plane, const Region& row) {
  if (!has_avx2() || plane * size[2] >= (std::int64_t{1} << 30) || row.end(0) >= (1 << 23)) return {};
  double low = static_cast<double>(row.start[0]), high = static_cast<double>(row.end(0) - 1);
  const double furthest = std::max(std::abs(low), std::abs(high));
  for (std::size_t k = 0; k < 3; ++k) {
    const auto [start, slope, largest] = lines[k];
    const double room = 1e-3 + 1e-6 * (largest + std::abs(slope) * furthest);
    const double least = room, most = static_cast<double>(size[k] - 1) - room;
    if (most < least) return {};  // one voxel: its neighbour is never inside
    if (std::abs(slope) < 1e-9) {
      if (std::min(start + slope * low, start + slope * high) < least) return {};
      if (std::max(start + slope * low, start + slope * high) > most) return {};
      continue;
    }
    const double a = (least - start) / slope, b = (most - start) / slope;
    low = std::max(low, std::ceil(std::min(a, b)));
    high = std::min(high, std::floor(std::max(a, b)));
  }
  if (!(low <= high)) return {};
  return {static_cast<std::int64_t>(low), static_cast<std::int64_t>(high) + 1};
}

}  // namespace

RowSpan quick_span(const AffinePull& map, const Index3& size, std::int64_t plane, const Region& row) {
  const double y = static_cast<double>(row.start[1]) + 0.5, z = static_cast<double>(row.start[2]) + 0.5;
  std::array<Line, 3> lines;
  for (std::size_t k = 0; k < 3; ++k) {
    const float* m = map.m + 4 * k;
    lines[k] = {static_cast<double>(m[3]) + m[0] * 0.5 + m[1] * y + m[2] * z - 0.5, m[0],
                std::abs(m[3]) + std::abs(m[0]) + std::abs(m[1]) * y + std::abs(m[2]) * z};
  }
  return inside_span(lines, size, plane, row);
}

RowSpan quick_span(const AffineMap& map, const Index3& size, std::int64_t plane, const Region& row) {
  const auto y = static_cast<double>(row.start[1]), z = static_cast<double>(row.start[2]);
  std::array<Line, 3> lines;
  for (std::size_t k = 0; k < 3; ++k) {
    const double* m = map.m + 4 * k;
    lines[k] = {m[3] + m[1] * y + m[2] * z - 0.5, m[0], std::abs(m[3]) + std::abs(m[1]) * y + std::abs(m[2]) * z};
  }
  return inside_span(lines, size, plane, row);
}

void quick_row(const AffinePull& map, const VoxelView<float>& in, const Region& row, float* out) {
  row_of(map, in, row, out);
}
void quick_row(const AffinePull& map, const VoxelView<std::int16_t>& in, const Region& row, float* out) {
  row_of(map, in, row, out);
}
void quick_row(const AffinePull& map, const VoxelView<std::uint16_t>& in, const Region& row, float* out) {
  row_of(map, in, row, out);
}
void quick_row(const AffineMap& map, const VoxelView<float>& in, const Region& row, float* out) {
  row_of(map, in, row, out);
}
void quick_row(const AffineMap& map, const VoxelView<std::int16_t>& in, const Region& row, float* out) {
  row_of(map, in, row, out);
}
void quick_row(const AffineMap& map, const VoxelView<std::uint16_t>& in, const Region& row, float* out) {
  row_of(map, in, row, out);
}

#else

RowSpan quick_span(const AffinePull&, const Index3&, std::int64_t, const Region&) {
  return {};
}
void quick_row(const AffinePull&, const VoxelView<float>&, const Region&, float*) {}
void quick_row(const AffinePull&, const VoxelView<std::int16_t>&, const Region&, float*) {}
void quick_row(const AffinePull&, const VoxelView<std::uint16_t>&, const Region&, float*) {}
RowSpan quick_span(const AffineMap&, const Index3&, std::int64_t, const Region&) {
  return {};
}
void quick_row(const AffineMap&, const VoxelView<float>&, const Region&, float*) {}
void quick_row(const AffineMap&, const VoxelView<std::int16_t>&, const Region&, float*) {}
void quick_row(const AffineMap&, const VoxelView<std::uint16_t>&, const Region&, float*) {}

#endif

}  // namespace auglens
