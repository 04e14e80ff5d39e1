// The window's hint: it comes when no grey could tell the shown values apart, and only then.

#include "viewer/slice_values.h"

#include <doctest/doctest.h>

#include <limits>

using namespace auglens;

TEST_CASE("a window misses values that lie outside it or within a sliver of it") {
  const Window soft_tissue{400, 40};  // -160 to 240
  const auto misses = [&](double low, double high) { return window_misses(soft_tissue, {low, high, {high - low, 0}}); };
  CHECK(misses(0, 1));         // a rescale to 0..1: less than one grey
  CHECK(misses(-1000, -160));  // all black
  CHECK(misses(240, 900));     // all white
  CHECK_FALSE(misses(-1000, -159));
  CHECK(misses(-2, 12));       // z-scores
  CHECK_FALSE(misses(0, 25));  // exactly 1/16
  CHECK_FALSE(misses(0, 0));   // one value: no window shows more of it
}

TEST_CASE("values are those of the augmented side, without what is not finite") {
  SceneSlices slices;
  slices.sides.resize(2);
  slices.sides[0].original = true;
  for (SceneSide& side : slices.sides) side.slices.resize(1);
  slices.sides[0].slices[0].values = {-1000, 3000};
  CHECK_FALSE(values_of(slices).has_value());
  slices.sides[1].slices[0].values = {0.25F, std::numeric_limits<float>::quiet_NaN(), 1,
                                      std::numeric_limits<float>::infinity(), 0};
  const auto values = values_of(slices);
  REQUIRE(values.has_value());
  CHECK(values->low == 0);
  CHECK(values->high == 1);
}
