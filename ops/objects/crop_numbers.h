#pragma once
// The random numbers of one crop window, in the house's own stream or in DALI's. It refuses to know what is drawn with
// them.

#include <array>
#include <cstdint>
#include <string_view>

#include "ops/preset.h"

namespace auglens {

/// One sample of one DALI CPU operator since 1.53: Philox4x32-10 with the operator's seed as key and the iteration (at
/// batch size 1) as the counter's upper half; the words go through libstdc++'s distributions.
class DaliStream {
 public:
  DaliStream(std::uint64_t seed, std::uint64_t iteration) : seed_(seed), iteration_(iteration) {}

  std::uint32_t word();
  /// uniform_real_distribution<double>(0, 1): two words, the low one first.
  double unit();
  /// uniform_int_distribution in 0..n-1 (Lemire's rule); a word is consumed even where n is 1. 1 <= n < 2^32.
  std::uint64_t below(std::uint64_t n);

 private:
  std::uint64_t seed_, iteration_, position_ = 0;
};

/// The streams of a crop: those of a step without an id, which no step can have.
inline constexpr std::array<std::string_view, 5> crop_streams{"/crop/foreground", "/crop/class", "/crop/blob",
                                                              "/crop/voxel", "/crop/window"};

/// Numbers by name. The house's stream answers for a name alone (counter {component, attempt, sample, fnv1a32(name)});
/// DALI's answers in the order of the calls: "/crop/window" from the window operator's stream (seed + 1), all others
/// from the box operator's.
class CropNumbers {
 public:
  /// Throws Error(bad_input) for the stream "monai", which has no crop here; `sample` < 2^32.
  CropNumbers(Stream stream, std::uint64_t seed, std::uint64_t sample);

  /// In [0, 1).
  double unit(std::string_view name, std::uint32_t attempt = 0);
  /// Uniform in 0..n-1; n >= 1.
  std::uint64_t below(std::uint64_t n, std::string_view name, std::uint32_t component = 0);

 private:
  bool dali_;
  std::uint64_t seed_;
  std::uint32_t sample_;
  DaliStream box_, window_;
};

}  // namespace auglens
