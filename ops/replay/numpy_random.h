#pragma once
// NumPy's legacy RandomState, bit for bit: MT19937, integer seeding, doubles of 53 bits, polar normals. It refuses to
// know who draws.
//
// Source: Matsumoto and Nishimura, "Mersenne twister", ACM TOMACS 8 (1998); the rules by which RandomState turns words
// into numbers are those of NumPy's documentation and were compared with numbers of NumPy 2.4.6.

#include <array>
#include <cstdint>
#include <span>

namespace auglens {

/// A value: a copy goes on as the original would.
class NumpyRandom {
 public:
  /// RandomState(seed)
  explicit NumpyRandom(std::uint32_t seed);

  /// 32 random bits; also randint(2**32, dtype="uint32").
  std::uint32_t word();
  /// random_sample(), rand(): [0, 1), 53 bits from two words.
  double sample();
  /// uniform(low, high)
  double uniform(double low, double high) { return low + (high - low) * sample(); }
  /// randint(count), 1 <= count <= 2^32: masked rejection; draws nothing for a count of 1.
  std::uint32_t integer(std::uint64_t count);
  /// standard_normal(), normal(0, 1): the polar method, whose second number is kept for the next call.
  double normal();

  /// As uniform(low, high, n) and normal(0, 1, n) with float32 numbers.
  void fill_uniform(std::span<float> out, double low, double high);
  void fill_normals(std::span<float> out);
  /// Goes on as if `count` numbers had been drawn.
  void skip_samples(std::uint64_t count);
  void skip_normals(std::uint64_t count);

  /// Names the state: equal states have equal hashes.
  std::uint64_t hash() const;

 private:
  static constexpr std::size_t length = 624;
  struct Pair {
    double first, second;
  };

  void twist();   ///< the next 624 keys
  void temper();  ///< their words
  /// A point of the unit disc, and its squared radius.
  double disc(double& x1, double& x2);
  Pair normal_pair();

  std::array<std::uint32_t, length> key_, words_{};
  std::size_t place_ = length;
  bool kept_ = false;
  double second_ = 0;
};

}  // namespace auglens
