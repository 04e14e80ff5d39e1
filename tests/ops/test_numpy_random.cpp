// NumPy's RandomState: the numbers are those of NumPy 2.4.6.

#include <doctest/doctest.h>

#include <vector>

#include "ops/replay/numpy_random.h"

using auglens::NumpyRandom;

namespace {

struct Expected {
  std::uint32_t seed, words[3];
  double samples[3], uniforms[2];  ///< uniforms(-0.3, 1.7) follow the samples
  double normals[5], after, scaled[2];
  std::uint32_t below_3[12], below_7[6];
  double last;
};

const Expected expected[] = {
    {0,
     {2357136044, 2546248239, 3071714933},
     {0x1.18fe1565f12a8p-1, 0x1.6e2d4cf608733p-1, 0x1.349d66b6e894bp-1},
     {0x1.945c41d2d9250p-1, 0x1.1838f6b63755cp-1},
     {0x1.c398ef3e5cfa5p+0, 0x1.99c2cfacc8953p-2, 0x1.f51d25222c9abp-1, 0x1.1ed5969e3314ep+1, 0x1.de1847cb13ddap+0},
     0x1.c016dca6159d2p-2,
     {0x1.82e88ef569ce0p+0, 0x1.51081603a6521p+1},
     {0, 1, 0, 1, 1, 2, 0, 2, 0, 0, 0, 2},
     {1, 6, 6, 0, 1, 5},
     0x1.ac1284048bdadp-1},
    {1234,
     {822569775, 2137449171, 2671936806},
     {0x1.883b597f66e2cp-3, 0x1.3e850a7457770p-1, 0x1.c03bb34e59aeap-2},
     {0x1.454db86491292p+0, 0x1.428c306a4869dp+0},
     {0x1.e2bfe649a96f2p-2, -0x1.30e3c87b185b7p+0, 0x1.6ec5e24624325p+0, -0x1.4027d192fc355p-2, -0x1.70f101a7566b8p-1},
     0x1.1b19721969100p-2,
     {0x1.38c74711b6137p+1, 0x1.d5aeacfc422e6p+0},
     {2, 1, 0, 0, 0, 1, 1, 1, 2, 2, 2, 0},
     {4, 2, 6, 2, 0, 0},
     0x1.f28477577bb6ap-2},
    {4294967295U,
     {419326371, 479346978, 3918654476},
     {0x1.8fe69a3924820p-4, 0x1.d323d824032b1p-1, 0x1.93fc6f61af3f9p-1},
     {0x1.428fd4e484f3ap+0, -0x1.0e75a4ea9bb43p-2},
     {0x1.4bfc38c486d8ap-1, 0x1.56b192e507eeep-1, -0x1.149e836f192fdp+0, 0x1.23543dec5a0fcp-2, 0x1.d27bf27c6aaafp-4},
     0x1.f817aa7489a4bp-1,
     {0x1.37871dfac897ap+1, 0x1.2118cb159a8d0p+0},
     {2, 0, 0, 0, 2, 2, 1, 0, 2, 2, 1, 2},
     {6, 6, 5, 1, 1, 1},
     0x1.2258c0f77e08ap-2},
};

}  // namespace

TEST_CASE("words, doubles and integers are those of numpy.random.RandomState") {
  for (const Expected& e : expected) {
    CAPTURE(e.seed);
    NumpyRandom words(e.seed), doubles(e.seed), integers(e.seed);
    for (const std::uint32_t w : e.words) CHECK(words.word() == w);
    for (const double v : e.samples) CHECK(doubles.sample() == v);
    for (const double v : e.uniforms) CHECK(doubles.uniform(-0.3, 1.7) == v);
    for (const std::uint32_t v : e.below_3) CHECK(integers.integer(3) == v);
    for (int i = 0; i < 3; ++i) CHECK(integers.integer(1) == 0);  // draws nothing
    for (const std::uint32_t v : e.below_7) CHECK(integers.integer(7) == v);
    CHECK(integers.sample() == e.last);
  }
}

TEST_CASE("normals keep their twin across other draws, as NumPy's do") {
  for (const Expected& e : expected) {
    CAPTURE(e.seed);
    NumpyRandom random(e.seed);
    for (const double v : e.normals) CHECK(random.normal() == v);
    CHECK(random.sample() == e.after);
    for (const double v : e.scaled) CHECK(2.0 + 0.5 * random.normal() == v);
  }
}

TEST_CASE("after a hundred thousand draws, and after skipping them") {
  NumpyRandom drawn(1234), skipped(1234);
  double normal[3] = {};
  for (int i = 0; i < 100001; ++i) normal[i % 3] = drawn.normal();
  skipped.skip_normals(100001);
  CHECK(normal[100000 % 3] == -0x1.81550c435cb3dp-2);
  CHECK(skipped.hash() == drawn.hash());
  CHECK(skipped.normal() == -0x1.4a6d9b2a13c75p-5);  // the twin of the last one
  CHECK(skipped.sample() == 0x1.f25f21da917c2p-1);
  NumpyRandom samples(1234);
  samples.skip_samples(100001);
  CHECK(samples.sample() == 0x1.980b8d890d4fcp-1);
}

TEST_CASE("skipping any number of draws is drawing them") {
  NumpyRandom drawn(5), skipped(5);
  for (const int n : {0, 1, 2, 3, 311, 312, 313, 0, 1, 1000}) {
    for (int i = 0; i < n; ++i) drawn.normal();
    skipped.skip_normals(static_cast<std::uint64_t>(n));
    CHECK(skipped.hash() == drawn.hash());
    for (int i = 0; i < n; ++i) drawn.sample();
    skipped.skip_samples(static_cast<std::uint64_t>(n));
    CHECK(skipped.hash() == drawn.hash());
  }
}
