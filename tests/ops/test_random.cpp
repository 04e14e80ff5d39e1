#include "ops/random.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "ops/draw.h"
#include "ops/operator.h"

using namespace auglens;

TEST_CASE("Philox4x32-10 gives the published test vectors") {  // Random123, kat_vectors
  const PhiloxBlock zero = philox(0, 0, 0, 0, 0);
  CHECK(zero.lane[0] == 0x6627e8d5U);
  CHECK(zero.lane[1] == 0xe169c58dU);
  CHECK(zero.lane[2] == 0xbc57ac4cU);
  CHECK(zero.lane[3] == 0x9b00dbd8U);
  const PhiloxBlock ones = philox(~0ULL, ~0U, ~0U, ~0U, ~0U);
  CHECK(ones.lane[0] == 0x408f276dU);
  const PhiloxBlock pi = philox(0x299f31d0a4093822ULL, 0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U);
  CHECK(pi.lane[0] == 0xd16cfe09U);
  CHECK(pi.lane[1] == 0x94fdccebU);
  CHECK(pi.lane[2] == 0x5001e420U);
  CHECK(pi.lane[3] == 0x24126ea1U);
}

TEST_CASE("the portable logarithm, cosine and sine equal the library's to 1e-15") {
  double worst_log = 0, worst_circle = 0;
  for (std::uint32_t i = 0; i < 200000; ++i) {
    const double u = unit_interval(philox(7, i, 0, 0, 0).lane[0] >> (i % 32));
    worst_log = std::max(worst_log, std::abs(portable_log(u) - std::log(u)) / std::max(1.0, std::abs(std::log(u))));
    double c = 0, s = 0;
    portable_circle(u, c, s);
    worst_circle = std::max({worst_circle, std::abs(c - std::cos(2 * std::numbers::pi * u)),
                             std::abs(s - std::sin(2 * std::numbers::pi * u))});
  }
  CHECK(worst_log < 2e-15);
  CHECK(worst_circle < 2e-15);
}

TEST_CASE("voxel normals have the law of N(0, 1)") {
  constexpr int n = 1000000;
  std::vector<double> v(n);
  for (int i = 0; i < n; ++i) v[i] = normal_of(voxel_block(5, 3, 99, static_cast<std::uint64_t>(i), 1), i & 3);
  double mean = 0, square = 0;
  for (const double x : v) mean += x / n;
  for (const double x : v) square += (x - mean) * (x - mean) / n;
  CHECK(std::abs(mean) < 4e-3);
  CHECK(std::abs(square - 1) < 6e-3);
  std::sort(v.begin(), v.end());
  double distance = 0;  // Kolmogorov-Smirnov
  for (int i = 0; i < n; ++i)
    distance =
        std::max(distance, std::abs(0.5 * std::erfc(-v[static_cast<std::size_t>(i)] / std::sqrt(2.0)) - (i + 0.5) / n));
  CHECK(distance < 1.63 / std::sqrt(n));
}

namespace {

Chain two_steps() {
  Chain chain{Step::make("turn", *find_operator("rotate")), Step::make("tone", *find_operator("gamma"))};
  Setting angle;
  angle.laws = {{Law::uniform, {}, -30, 30, {}, {}, {}}};
  chain[0].settings[1] = angle;
  Setting gamma;
  gamma.laws = {{Law::log_uniform, {}, 0.5, 2, {}, {}, {}}};
  chain[1].settings[0] = gamma;
  chain[1].probability = 0.5;
  return chain;
}

double number(const Draw& d, std::size_t step, std::size_t parameter) {
  return std::get<double>(d.steps[step].values[0][parameter]);
}

}  // namespace

TEST_CASE("a parameter is the number that the counter layout says") {  // design §6, written out by hand
  const Draw d = make_draw(two_steps(), 1234, 7, 1);
  const double u = (philox(1234, 0, 0, 7, fnv1a32("turn/angle")).lane[0] + 0.5) / 4294967296.0;
  CHECK(number(d, 0, 1) == -30 + u * 60);
  const double coin = (philox(1234, 0, 0, 7, fnv1a32("tone/probability")).lane[0] + 0.5) / 4294967296.0;
  CHECK(d.steps[1].applied == (coin < 0.5));
}

TEST_CASE("inserting a step does not reshuffle the others; another sample does") {
  Chain chain = two_steps();
  const Draw before = make_draw(chain, 5, 11, 1);
  chain.insert(chain.begin(), Step::make("mirror", *find_operator("flip")));
  const Draw after = make_draw(chain, 5, 11, 1);
  CHECK(number(before, 0, 1) == number(after, 1, 1));
  CHECK(number(before, 1, 0) == number(after, 2, 0));
  CHECK(number(make_draw(chain, 5, 12, 1), 1, 1) != number(after, 1, 1));
  CHECK(number(make_draw(chain, 6, 11, 1), 1, 1) != number(after, 1, 1));
}

TEST_CASE("laws: bounds, means and choices over many samples") {
  Chain chain{Step::make("b", *find_operator("brightness")), Step::make("f", *find_operator("flip"))};
  const Distribution uniform{Law::uniform, {}, 2, 4, {}, {}, {}}, three{Law::constant, 30.0, 0, 0, {}, {}, {}};
  Setting factor;
  factor.laws = {{Law::choice, {}, 0, 0, {uniform, three}, {3, 1}, {}}};
  chain[0].settings[0] = factor;
  Setting shift;
  shift.laws = {{Law::normal, {}, 10, 2, {}, {}, std::array<double, 2>{7, 12}}};
  chain[0].settings[1] = shift;
  Setting coin;
  coin.laws = {{Law::choice,
                {},
                0,
                0,
                {{Law::constant, false, 0, 0, {}, {}, {}}, {Law::constant, true, 0, 0, {}, {}, {}}},
                {},
                {}}};
  chain[1].settings[0] = coin;
  int thirties = 0, mirrored = 0;
  double inside = 0;
  for (std::uint64_t k = 0; k < 4000; ++k) {
    const Draw d = make_draw(chain, 9, k, 1);
    const double f = number(d, 0, 0), s = number(d, 0, 1);
    thirties += f == 30.0 ? 1 : 0;
    inside += f == 30.0 ? 0 : f;
    CHECK((f == 30.0 || (f >= 2 && f <= 4)));
    CHECK((s >= 7 && s <= 12));
    mirrored += std::get<bool>(d.steps[1].values[0][0]) ? 1 : 0;
  }
  CHECK(std::abs(thirties - 1000) < 130);
  CHECK(std::abs(mirrored - 2000) < 150);
  CHECK(std::abs(inside / (4000 - thirties) - 3) < 0.05);
}

TEST_CASE("voxel noise lies where the counter layout says") {  // design §6, written out by hand
  for (const std::uint64_t index : {0ULL, 6ULL, 7ULL, (1ULL << 35) + 5})
    for (const std::uint32_t channel : {0U, 3U}) {
      const auto group = index / 4;
      const PhiloxBlock want = philox(77, static_cast<std::uint32_t>(group & 0xFFFFFFFFU),
                                      static_cast<std::uint32_t>(group >> 32) + channel * 1048576U, 9, 1234);
      const PhiloxBlock got = voxel_block(77, 9, 1234, index, channel);
      for (int lane = 0; lane < 4; ++lane) CHECK(got.lane[lane] == want.lane[lane]);
      const double radius = std::sqrt(-2 * std::log(unit_interval(want.lane[0])));
      CHECK(normal_of(got, 0) ==
            doctest::Approx(radius * std::cos(2 * std::numbers::pi * unit_interval(want.lane[1]))).epsilon(1e-12));
      CHECK(normal_of(got, 1) ==
            doctest::Approx(radius * std::sin(2 * std::numbers::pi * unit_interval(want.lane[1]))).epsilon(1e-12));
    }
}
