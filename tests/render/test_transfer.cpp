#include "render/transfer.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace auglens;

TEST_CASE("the ramp is 0 up to its threshold, straight, then flat") {
  const OpacityRamp r{0.2, 0.6, 0.5};
  CHECK(r.at(0) == 0);
  CHECK(r.at(0.2) == 0);
  CHECK(r.at(0.4) == doctest::Approx(0.25));
  CHECK(r.at(0.6) == doctest::Approx(0.5));
  CHECK(r.at(1) == doctest::Approx(0.5));
  const OpacityRamp step{0.5, 0.5, 1};
  CHECK(step.at(0.5) == 0);
  CHECK(step.at(0.5001) == 1);
}

TEST_CASE("a table entry is the windowed value's colour and its opacity over one path") {
  const CodeScale codes{-1024, 2};  // value = 2 code - 1024
  const TransferInput in{grey_table(), {0.1, 0.9, 0.8}, 400, 40, 0.5};
  const TransferTable t(in, codes);
  for (const double value : {-160.0, -100.0, 0.0, 40.0, 133.0, 240.0}) {
    const double share = (value - (40 - 200)) / 400;
    const auto e = static_cast<std::size_t>(t.entry(static_cast<float>((value + 1024) / 2)));
    CHECK(t.planes()[e] == doctest::Approx(share).epsilon(0.002));
    const double alpha = 1 - std::sqrt(1 - in.opacity.at(share));  // half a voxel of path, twice: the whole
    CHECK(t.planes()[3 * TransferTable::entries + e] == doctest::Approx(alpha).epsilon(0.01));
  }
  CHECK(t.entry(0) == 0);
  CHECK(t.entry(65535) == TransferTable::entries - 1);
}

TEST_CASE("visible() says exactly whether some entry in between has opacity") {
  RgbaTable colours = grey_table();
  for (std::size_t i = 0; i < 256; ++i) colours[i][3] = i >= 100 && i < 110 ? 255 : 0;  // an island
  const TransferTable t({colours, {0, 0, 0.5}, 1000, 500, 1}, {0, 1});
  for (int low = 0; low < 1000; low += 23)
    for (int high = low; high < 1000; high += 31) {
      bool any = false;
      for (int c = low; c <= high; ++c)
        any = any || t.planes()[3 * TransferTable::entries + t.entry(static_cast<float>(c))] > 0;
      // between the integers there may be one entry more at either end
      if (any) CHECK(t.visible(static_cast<float>(low), static_cast<float>(high)));
      if (high < 380 || low > 440) CHECK_FALSE(t.visible(static_cast<float>(low), static_cast<float>(high)));
    }
}

TEST_CASE("a window of no width is a threshold and stays finite") {
  const TransferTable t({grey_table(), {}, 0, 100, 1}, {0, 1});
  CHECK(std::isfinite(t.scale()));
  CHECK(t.entry(98) == 0);
  CHECK(t.entry(102) == TransferTable::entries - 1);
}
