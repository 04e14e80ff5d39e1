#include "render/grey.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>

using namespace auglens;

TEST_CASE("the grey formula at its corners") {
  const Window ct{400, 40};
  CHECK(grey_level(-160, ct) == 0);
  CHECK(grey_level(-1000, ct) == 0);
  CHECK(grey_level(240, ct) == 255);
  CHECK(grey_level(5000, ct) == 255);
  CHECK(grey_level(40, ct) == 128);   // 127.5 + 0.5
  CHECK(grey_level(-120, ct) == 26);  // 25.5 + 0.5: the half goes up
  CHECK(grey_level(std::numeric_limits<float>::quiet_NaN(), ct) == 0);
  CHECK(grey_level(std::numeric_limits<float>::infinity(), ct) == 255);
  CHECK(grey_level(-std::numeric_limits<float>::infinity(), ct) == 0);
  CHECK(grey_level(39, Window{0, 40}) == 0);
  CHECK(grey_level(40, Window{0, 40}) == 255);
}

TEST_CASE("the limits separate the levels at neighbouring floats") {
  for (const Window window : {Window{400, 40}, Window{1, 0.5}, Window{1e-3, 1e6}, Window{3e38, 0}, Window{0, 40},
                              Window{255, 127.5}, Window{0.1, -0.05}}) {
    CAPTURE(window.width);
    const auto limits = grey_limits(window);
    for (int k = 1; k < 256; ++k) {
      const float limit = limits[static_cast<std::size_t>(k)];
      CHECK(grey_level(limit, window) >= k);
      CHECK(grey_level(std::nextafter(limit, -std::numeric_limits<float>::infinity()), window) < k);
    }
  }
}
