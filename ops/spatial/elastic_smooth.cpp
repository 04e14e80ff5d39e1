#include "ops/spatial/elastic_smooth.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <utility>

#include "ops/border.h"
#include "ops/device.h"
#include "ops/intensity/blur.h"

namespace auglens {

namespace {

using Eight = float __attribute__((vector_size(32)));

/// The rows that one output row is a sum of.
struct WeightedRows {
  std::vector<const float*> rows;
  std::vector<float> weights;

  void clear() { rows.clear(), weights.clear(); }
  void add(const float* row, float weight) { rows.push_back(row), weights.push_back(weight); }
};

/// `count` registers of eight voxels at once; the same sums in the same order for any count.
template <int count>
[[gnu::always_inline]] inline void sum_block(const WeightedRows& in, float* out, std::int64_t x) {
  Eight sum[count] = {};
  for (std::size_t k = 0; k < in.rows.size(); ++k)
    for (int i = 0; i < count; ++i) {
      Eight v;
      std::memcpy(&v, in.rows[k] + x + 8 * i, sizeof v);
      sum[i] += v * in.weights[k];
    }
  std::memcpy(out + x, sum, sizeof sum);
}

[[gnu::always_inline]] inline void sum_row(const WeightedRows& in, float* out, std::int64_t length) {
  std::int64_t x = 0;
  for (; x + 64 <= length; x += 64) sum_block<8>(in, out, x);
  for (; x < length; x += 16) sum_block<2>(in, out, x);
}

#if defined(__x86_64__)
/// Wider registers, no fused operations: the same bits.
__attribute__((target("avx2"))) void sum_row_avx2(const WeightedRows& in, float* out, std::int64_t length) {
  sum_row(in, out, length);
}
#endif

/// out[0, length) as a weighted sum; length is a multiple of 16.
void sum_rows(const WeightedRows& in, float* out, std::int64_t length) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return sum_row_avx2(in, out, length);
#endif
  sum_row(in, out, length);
}

struct Line {
  const SmoothKernel& kernel;
  Border border;
  std::int64_t n;
  /// The index that tap k of output i reads; -1: nothing.
  std::int64_t index(std::int64_t i, std::size_t k) const {
    return border_index(i + kernel.first + static_cast<std::int64_t>(k), n, border);
  }
};

/// Rows of the output are sums of shifted copies of one row that is continued beyond its ends.
void smooth_x(const float* in, float* out, const Image& image, const Line& line, const Job& job) {
  const Pitch& pitch = image.pitch;
  const std::size_t taps = line.kernel.weights.size();
  job.device.parallel_for(image.grid.size[2], 1, [&](std::int64_t z0, std::int64_t z1) {
    std::vector<float> longer(static_cast<std::size_t>(pitch.row) + taps);
    WeightedRows rows;
    for (std::size_t k = 0; k < taps; ++k) rows.add(&longer[k], line.kernel.weights[k]);
    for (std::int64_t z = z0; z < z1; ++z) {
      job.check();
      for (std::int64_t y = 0; y < image.grid.size[1]; ++y) {
        const float* row = in + z * pitch.plane + y * pitch.row;
        for (std::int64_t j = 0; j < line.n + static_cast<std::int64_t>(taps) - 1; ++j) {
          const std::int64_t i = line.index(j, 0);
          longer[static_cast<std::size_t>(j)] = i < 0 ? 0.0F : row[i];
        }
        sum_rows(rows, out + z * pitch.plane + y * pitch.row, pitch.row);
      }
    }
  });
}

/// Along y (axis 1) or z (axis 2): whole rows are summed. The other axis is shared among the threads, so that the rows
/// of one line of sums stay in the cache.
void smooth_rows(const float* in, float* out, const Image& image, int axis, const Line& line, const Job& job) {
  const std::int64_t step = axis == 1 ? image.pitch.row : image.pitch.plane;
  const std::int64_t across = axis == 1 ? image.pitch.plane : image.pitch.row;
  job.device.parallel_for(image.grid.size[axis == 1 ? 2 : 1], 1, [&](std::int64_t first, std::int64_t last) {
    WeightedRows rows;
    for (std::int64_t other = first; other < last; ++other) {
      job.check();
      for (std::int64_t i = 0; i < line.n; ++i) {
        rows.clear();
        for (std::size_t k = 0; k < line.kernel.weights.size(); ++k)
          if (const std::int64_t j = line.index(i, k); j >= 0)
            rows.add(in + other * across + j * step, line.kernel.weights[k]);
        sum_rows(rows, out + other * across + i * step, image.pitch.row);
      }
    }
  });
}

}  // namespace

SmoothKernel periodic_kernel(double sigma, std::int64_t n) {
  if (sigma <= 0 || n == 1) return {};
  const auto count = static_cast<std::size_t>(n);
  std::vector<double> cosine(count), kernel(count);
  const double turn = 2 * std::numbers::pi / static_cast<double>(n);
  for (std::size_t i = 0; i < count; ++i) cosine[i] = std::cos(turn * static_cast<double>(i));
  for (std::size_t k = 0; k < count; ++k) {
    const double harmonic = static_cast<double>(std::min(k, count - k));
    const double share =
        std::exp(-0.5 * (turn * harmonic * sigma) * (turn * harmonic * sigma)) / static_cast<double>(n);
    if (share < 1e-20) continue;
    for (std::size_t j = 0; j < count; ++j) kernel[j] += share * cosine[j * k % count];
  }
  std::size_t radius = count / 2;  // both ends of an even axis are the same sample, which is taken once
  double tail = n % 2 == 0 ? std::abs(kernel[radius]) : 2 * std::abs(kernel[radius]);
  while (radius > 0 && tail < 1e-7) tail += 2 * std::abs(kernel[--radius]);
  SmoothKernel out{-static_cast<std::int64_t>(radius), {}};
  const std::size_t taps = std::min(2 * radius + 1, count);
  for (std::size_t k = 0; k < taps; ++k)
    out.weights.push_back(static_cast<float>(kernel[(k + count - radius) % count]));
  return out;
}

SmoothKernel erf_kernel(double sigma) {
  SmoothKernel out;
  out.weights = blur_weights(Blur::Kernel::erf, sigma, 0, 3.0);
  out.first = -static_cast<std::int64_t>(out.weights.size() / 2);
  return out;
}

const float* smooth(const Image& image, int channel, const Image& scratch, const std::array<SmoothKernel, 3>& kernels,
                    Ends ends, const Job& job) {
  float *in = image.voxels<float>(channel, 0), *out = scratch.voxels<float>(0, 0);
  const Border border = ends == Ends::wrap ? Border::wrap : Border::constant;
  for (int axis = 0; axis < 3; ++axis) {
    const auto k = static_cast<std::size_t>(axis);
    if (kernels[k].identity()) continue;
    const Line line{kernels[k], border, image.grid.size[k]};
    if (axis == 0)
      smooth_x(in, out, image, line, job);
    else
      smooth_rows(in, out, image, axis, line, job);
    std::swap(in, out);
  }
  return in;
}

}  // namespace auglens
