#include "ops/replay/numpy_random.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace auglens {

NumpyRandom::NumpyRandom(std::uint32_t seed) {
  for (std::size_t i = 0; i < length; ++i) {
    key_[i] = seed;
    seed = 1812433253U * (seed ^ (seed >> 30)) + static_cast<std::uint32_t>(i) + 1;
  }
}

namespace {

constexpr std::size_t middle = 397;

/// keys[i] for `count` places from `first` on, from the key `ahead` places on (it may lie behind).
template <std::size_t first, std::size_t count, std::ptrdiff_t ahead>
void mix(std::uint32_t* keys) {
  for (std::size_t i = first; i < first + count; ++i) {
    const std::uint32_t y = (keys[i] & 0x80000000U) | (keys[i + 1] & 0x7fffffffU);
    keys[i] = keys[static_cast<std::ptrdiff_t>(i) + ahead] ^ (y >> 1) ^ (0x9908b0dfU & (0U - (y & 1)));
  }
}

}  // namespace

/// In parts of whole multiples of 8, which compilers turn into vectors.
void NumpyRandom::twist() {
  constexpr std::ptrdiff_t ahead = middle, behind = ahead - static_cast<std::ptrdiff_t>(length);
  std::uint32_t* keys = key_.data();
  mix<0, 224, ahead>(keys);
  mix<224, 3, ahead>(keys);
  mix<227, 224, behind>(keys);
  mix<451, 168, behind>(keys);
  mix<619, 4, behind>(keys);
  const std::uint32_t y = (keys[length - 1] & 0x80000000U) | (keys[0] & 0x7fffffffU);
  keys[length - 1] = keys[middle - 1] ^ (y >> 1) ^ (0x9908b0dfU & (0U - (y & 1)));
  place_ = 0;
}

void NumpyRandom::temper() {
  for (std::size_t i = 0; i < length; ++i) {
    std::uint32_t y = key_[i];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680U;
    y ^= (y << 15) & 0xefc60000U;
    words_[i] = y ^ (y >> 18);
  }
}

std::uint32_t NumpyRandom::word() {
  if (place_ == length) {
    twist();
    temper();
  }
  return words_[place_++];
}

double NumpyRandom::sample() {
  const std::uint32_t high = word() >> 5, low = word() >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

std::uint32_t NumpyRandom::integer(std::uint64_t count) {
  const auto largest = static_cast<std::uint32_t>(count - 1);
  if (largest == 0) return 0;
  const std::uint32_t mask = ~std::uint32_t{0} >> std::countl_zero(largest);
  while (true)
    if (const std::uint32_t value = word() & mask; value <= largest) return value;
}

double NumpyRandom::disc(double& x1, double& x2) {
  while (true) {
    x1 = 2.0 * sample() - 1.0;
    x2 = 2.0 * sample() - 1.0;
    const double r2 = x1 * x1 + x2 * x2;
    if (r2 < 1.0 && r2 != 0.0) return r2;
  }
}

NumpyRandom::Pair NumpyRandom::normal_pair() {
  double x1 = 0, x2 = 0;
  const double r2 = disc(x1, x2);
  const double f = std::sqrt(-2.0 * std::log(r2) / r2);
  return {f * x2, f * x1};
}

double NumpyRandom::normal() {
  if (kept_) {
    kept_ = false;
    return second_;
  }
  const Pair pair = normal_pair();
  kept_ = true;
  second_ = pair.second;
  return pair.first;
}

void NumpyRandom::fill_uniform(std::span<float> out, double low, double high) {
  for (float& v : out) v = static_cast<float>(uniform(low, high));
}

void NumpyRandom::fill_normals(std::span<float> out) {
  for (float& v : out) v = static_cast<float>(normal());
}

void NumpyRandom::skip_samples(std::uint64_t count) {
  std::uint64_t words = 2 * count;
  if (words > length - place_) {
    do {
      words -= length - place_;
      twist();
    } while (words > length);
    temper();
  }
  place_ += static_cast<std::size_t>(words);
}

void NumpyRandom::skip_normals(std::uint64_t count) {
  if (count == 0) return;
  if (kept_) {
    kept_ = false;
    --count;
  }
  for (std::uint64_t pairs = count / 2; pairs > 0;) {  // how many words are read is up to the points thrown away
    const double x1 = 2.0 * sample() - 1.0, x2 = 2.0 * sample() - 1.0;
    const double r2 = x1 * x1 + x2 * x2;
    pairs -= static_cast<std::uint64_t>(r2 < 1.0) & static_cast<std::uint64_t>(r2 != 0.0);  // a branch costs twice this
  }
  if (count % 2 == 1) normal();
}

std::uint64_t NumpyRandom::hash() const {
  std::uint64_t h = 14695981039346656037U;
  const auto add = [&h](std::uint64_t v) { h = (h ^ v) * 1099511628211U; };
  for (const std::uint32_t v : key_) add(v);
  add(place_);
  add(kept_ ? std::bit_cast<std::uint64_t>(second_) : 1);
  return h;
}

}  // namespace auglens
