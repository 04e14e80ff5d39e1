#include "ops/objects/crop_numbers.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "ops/error.h"

using namespace auglens;

TEST_CASE("DALI's stream gives the words, numbers and picks that DALI's own code gave") {  // seed 1234, iteration 0
  DaliStream words(1234, 0);
  CHECK(words.word() == 0x2090b348U);
  CHECK(words.word() == 0xda7cf0abU);
  CHECK(words.word() == 0x4401906fU);
  CHECK(words.word() == 0xcbca470eU);
  DaliStream box(1234, 0);
  CHECK(box.unit() == 0.85346893480215402);
  CHECK(box.below(5) == 1);
  DaliStream window(1234, 0);  // starts in 10..40
  CHECK(10 + window.below(31) == 13);
  CHECK(10 + window.below(31) == 36);
  CHECK(10 + window.below(31) == 18);
}

TEST_CASE("DALI's integers are rejected below 2^32 mod n, and one of a single value takes a word") {
  // n = 3 * 2^30: a quarter of all words is thrown away, so that the numbers are uniform
  DaliStream stream(5, 0);
  constexpr std::uint64_t n = 3ULL << 30;
  double sum = 0;
  for (int i = 0; i < 20000; ++i) sum += static_cast<double>(stream.below(n));
  CHECK(std::abs(sum / 20000 / static_cast<double>(n) - 0.5) < 0.01);
  DaliStream a(5, 0), b(5, 0);
  CHECK(a.below(1) == 0);
  b.word();
  CHECK(a.word() == b.word());
}

TEST_CASE("a number of the house's stream depends on its name alone, one of DALI's on the order of calls") {
  CropNumbers one(Stream::auglens, 9, 4), two(Stream::auglens, 9, 4);
  one.unit("/crop/foreground");
  CHECK(one.below(1000000, "/crop/window", 2) == two.below(1000000, "/crop/window", 2));
  CHECK(one.below(1000000, "/crop/window", 1) != two.below(1000000, "/crop/window", 2));
  CropNumbers first(Stream::dali, 9, 4), second(Stream::dali, 9, 4);
  CHECK(first.unit("/crop/class") == second.unit("/crop/foreground"));
  CHECK(first.below(1000000, "/crop/window") == CropNumbers(Stream::dali, 9, 4).below(1000000, "/crop/window"));
  CHECK(CropNumbers(Stream::dali, 9, 4).below(1000000, "/crop/window") == DaliStream(10, 4).below(1000000));
  CHECK_THROWS_AS(CropNumbers(Stream::monai, 1, 0), Error);
}

TEST_CASE("integers of the house's stream are uniform, also where 32 bits would not be enough") {
  constexpr std::uint64_t n = (1ULL << 32) + (1ULL << 31);  // with 32 bits a third of them would never come
  std::vector<int> sixths(6);
  for (std::uint64_t k = 0; k < 60000; ++k)
    ++sixths[static_cast<std::size_t>(CropNumbers(Stream::auglens, 1, k).below(n, "/crop/voxel") / (n / 6))];
  for (const int count : sixths) CHECK(std::abs(count - 10000) < 500);
  for (std::uint64_t k = 0; k < 100; ++k) CHECK(CropNumbers(Stream::auglens, 1, k).below(1, "/crop/voxel") == 0);
}
