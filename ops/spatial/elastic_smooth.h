#pragma once
// Smoothing a whole volume along its three axes, on all threads. It refuses to know what the numbers are.

#include <array>
#include <vector>

#include "ops/image.h"
#include "ops/job.h"

namespace auglens {

/// out(i) = sum over k of weights[k] in(i + first + k), in ascending order, float32.
struct SmoothKernel {
  std::int64_t first = 0;
  std::vector<float> weights{1.0F};
  bool identity() const { return weights.size() == 1 && weights[0] == 1.0F; }
};

/// What lies beyond the ends of an axis.
enum class Ends { zero, wrap };

/// The gaussian that multiplies harmonic k of n samples by exp(-(2 pi k sigma / n)^2 / 2), as SciPy's fourier_gaussian
/// does; cut where what is left weighs less than 1e-7 (6 sigma and less, from sigma 1.5 on), never longer than n.
SmoothKernel periodic_kernel(double sigma, std::int64_t n);

/// MONAI's GaussianFilter with its default "erf", cut at 3 sigma, not renormalised.
SmoothKernel erf_kernel(double sigma);

/// Smooths channel `channel` of a float32 image, x first, with `scratch` of the same grid to work in. Returns the
/// volume that holds the result, in either image; the other holds nothing of use. Throws Cancelled.
const float* smooth(const Image& image, int channel, const Image& scratch, const std::array<SmoothKernel, 3>& kernels,
                    Ends ends, const Job& job);

}  // namespace auglens
