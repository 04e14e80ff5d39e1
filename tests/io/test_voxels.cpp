#include "io/voxels.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "ops/error.h"

using namespace auglens;

namespace {

struct Held {
  Image image;
  std::vector<std::string> notices;
  std::optional<VoxelStatistics> statistics;
};

/// Puts values of type T, two to a row, into a volume of 2 x rows x 1.
template <class T>
Held hold(StoredType stored, const std::vector<T>& values, Scaling scaling = {},
          VoxelGoal goal = VoxelGoal::intensity) {
  VoxelPlan plan;
  plan.file = "file";
  plan.grid.size = {2, static_cast<std::int64_t>(values.size() / 2), 1};
  plan.stored = stored;
  plan.goal = goal;
  plan.statistics = true;
  VoxelSink sink(plan);
  for (std::size_t y = 0; 2 * y < values.size(); ++y) {
    VoxelRow row;
    row.voxels = &values[2 * y];
    row.y = static_cast<std::int64_t>(y);
    row.scaling = scaling;
    sink.put(row);
  }
  Held held;
  held.image = sink.finish(held.notices);
  held.statistics = sink.statistics();
  return held;
}

template <class T>
void check_values(const Held& held, const std::vector<T>& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(held.image.value({static_cast<std::int64_t>(i % 2), static_cast<std::int64_t>(i / 2), 0}) ==
          static_cast<float>(expected[i]));
}

}  // namespace

TEST_CASE("voxels: the four types of an image stay as they are stored") {
  CHECK(hold<std::uint8_t>(StoredType::uint8, {0, 255}).image.type == VoxelType::uint8);
  CHECK(hold<std::int16_t>(StoredType::int16, {0, 1}).image.type == VoxelType::int16);
  CHECK(hold<std::uint16_t>(StoredType::uint16, {0, 1}).image.type == VoxelType::uint16);
  CHECK(hold<float>(StoredType::float32, {0, 1}).image.type == VoxelType::float32);
  CHECK(hold<std::int16_t>(StoredType::int16, {0, 1}).notices.empty());
}

TEST_CASE("voxels: other types narrow to the smallest type that holds every value") {
  const auto type = [](const std::vector<std::int32_t>& v) { return hold(StoredType::int32, v).image.type; };
  CHECK(type({0, 255}) == VoxelType::uint8);
  CHECK(type({-1, 255}) == VoxelType::int16);
  CHECK(type({0, 256}) == VoxelType::int16);
  CHECK(type({-32768, 32767}) == VoxelType::int16);
  CHECK(type({0, 32768}) == VoxelType::uint16);
  CHECK(type({0, 65535}) == VoxelType::uint16);
  CHECK(type({-1, 32768}) == VoxelType::float32);
  CHECK(type({0, 65536}) == VoxelType::float32);
  CHECK(hold<double>(StoredType::float64, {1, 2}).image.type == VoxelType::uint8);
  CHECK(hold<double>(StoredType::float64, {1, 2.5}).image.type == VoxelType::float32);
}

TEST_CASE("voxels: widening in place keeps what was there, whatever the order of the ranges") {
  const std::vector<std::vector<std::int64_t>> cases = {{1, 2, 300, 4, 5, 6},        {1, 2, 300, 4, 40000, 6},
                                                        {1, 2, 40000, 4, -5, 6},     {-1, 2, 3, 4, 70000, 1},
                                                        {250, 2, -300, 4, 32767, 0}, {7, 8, 70000, 1, -70000, 2}};
  for (const auto& values : cases) check_values(hold(StoredType::int64, values), values);
}

TEST_CASE("voxels: values that float32 cannot hold are rounded with a notice; those it can are not called rounded") {
  const auto notice = [](const Held& held) { return held.notices.empty() ? std::string() : held.notices.front(); };
  CHECK(notice(hold<std::int32_t>(StoredType::int32, {0, 16777217})).find("rounded") != std::string::npos);
  CHECK(notice(hold<std::int32_t>(StoredType::int32, {0, 16777216})).find("rounded") == std::string::npos);
  CHECK(notice(hold<std::int32_t>(StoredType::int32, {0, 16777216})).find("float32") != std::string::npos);
  CHECK(notice(hold<double>(StoredType::float64, {0, 0.1})).find("rounded") != std::string::npos);
  CHECK(notice(hold<double>(StoredType::float64, {0, 0.5})).find("rounded") == std::string::npos);
  CHECK(hold<std::int32_t>(StoredType::int32, {0, 65535}).notices.empty());
}

TEST_CASE("voxels: slope and intercept are applied in double, and whole numbers stay whole") {
  const Held ct = hold<std::int16_t>(StoredType::int16, {0, 4095, 24, 1024}, {1, -1024});
  CHECK(ct.image.type == VoxelType::int16);
  check_values<int>(ct, {-1024, 3071, -1000, 0});
  const Held scaled = hold<std::int16_t>(StoredType::int16, {10, -20}, {0.25, 3});
  CHECK(scaled.image.type == VoxelType::float32);
  check_values<double>(scaled, {5.5, -2});
  CHECK(scaled.notices.size() == 1);
}

TEST_CASE("voxels: a scaling that starts after plain rows leaves the plain rows alone") {
  VoxelPlan plan;
  plan.grid.size = {1, 2, 1};
  plan.stored = StoredType::uint8;
  VoxelSink sink(plan);
  const std::uint8_t a = 200, b = 10;
  sink.put({.voxels = &a, .y = 0});
  sink.put({.voxels = &b, .y = 1, .scaling = {100, 0}});
  std::vector<std::string> notices;
  const Image image = sink.finish(notices);
  CHECK(image.value({0, 0, 0}) == 200);
  CHECK(image.value({0, 1, 0}) == 1000);
}

TEST_CASE("voxels: NaN and infinity are kept, and counted") {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  const Held held = hold<double>(StoredType::float64, {1, nan, infinity, -3});
  CHECK(held.image.type == VoxelType::float32);
  CHECK(std::isnan(held.image.value({1, 0, 0})));
  CHECK(std::isinf(held.image.value({0, 1, 0})));
  REQUIRE(held.statistics);
  CHECK(held.statistics->nonfinite == 2);
  CHECK(held.statistics->minimum == -3);
  CHECK(held.statistics->maximum == 1);
  CHECK(held.statistics->mean == -1);
  CHECK_FALSE(held.statistics->values);
}

TEST_CASE("voxels: complex becomes its magnitude") {
  VoxelPlan plan;
  plan.grid.size = {2, 1, 1};
  plan.stored = StoredType::complex64;
  VoxelSink sink(plan);
  const float pairs[] = {3, 4, -5, 12};
  sink.put({.voxels = pairs});
  std::vector<std::string> notices;
  const Image image = sink.finish(notices);
  CHECK(image.value({0, 0, 0}) == 5);
  CHECK(image.value({1, 0, 0}) == 13);
  CHECK(notices.size() == 1);
}

TEST_CASE("voxels: channels, frames and slices go to their places; interleaved colours are pulled apart") {
  VoxelPlan plan;
  plan.grid.size = {2, 3, 2};
  plan.stored = StoredType::uint8;
  plan.channels = 3;
  plan.frames = 2;
  VoxelSink sink(plan);
  const auto value = [](int c, int f, std::int64_t x, std::int64_t y, std::int64_t z) {
    return static_cast<std::uint8_t>(((((f * 2 + z) * 3 + y) * 2 + x) * 3) + c);
  };
  for (int f = 1; f >= 0; --f)
    for (std::int64_t z = 0; z < 2; ++z)
      for (std::int64_t y = 2; y >= 0; --y) {
        std::uint8_t row[6];
        for (int x = 0; x < 2; ++x)
          for (int c = 0; c < 3; ++c) row[3 * x + c] = value(c, f, x, y, z);
        for (int c = 0; c < 3; ++c) sink.put({.voxels = row + c, .y = y, .z = z, .channel = c, .frame = f, .step = 3});
      }
  std::vector<std::string> notices;
  const Image image = sink.finish(notices);
  for (int f = 0; f < 2; ++f)
    for (int c = 0; c < 3; ++c)
      for (std::int64_t z = 0; z < 2; ++z)
        for (std::int64_t y = 0; y < 3; ++y)
          for (std::int64_t x = 0; x < 2; ++x) CHECK(image.value({x, y, z}, c, f) == value(c, f, x, y, z));
}

TEST_CASE("voxels: labels keep all 32 bits, and anything that is no whole number is refused with its place") {
  const std::vector<std::int64_t> extremes = {2147483647, -2147483648LL, 16777217, 0};
  const Held held = hold(StoredType::int64, extremes, {}, VoxelGoal::labels);
  REQUIRE(held.image.type == VoxelType::int32);
  const auto* voxels = reinterpret_cast<const std::int32_t*>(held.image.buffer.data());
  CHECK(voxels[0] == 2147483647);
  CHECK(voxels[1] == std::numeric_limits<std::int32_t>::min());
  CHECK(voxels[held.image.pitch.row] == 16777217);
  const auto refused = [](const std::vector<double>& values) {
    CHECK_THROWS_WITH_AS(hold(StoredType::float64, values, {}, VoxelGoal::labels), doctest::Contains("1,1,0"), Error);
  };
  refused({1, 2, 3, 1.5});
  refused({1, 2, 3, 2147483648.0});
  refused({1, 2, 3, std::nan("")});
  refused({1, 2, 3, std::numeric_limits<double>::infinity()});
}

TEST_CASE("voxels: labels beyond 32 bits are told in all their digits, with the range and what to do") {
  const auto refused = [](StoredType type, const auto& values, const char* digits, Scaling scaling = {}) {
    CHECK_THROWS_WITH_AS(
        hold(type, values, scaling, VoxelGoal::labels),
        doctest::Contains(("from -2147483648 to 2147483647, but one is " + std::string(digits)).c_str()), Error);
    CHECK_THROWS_WITH_AS(hold(type, values, scaling, VoxelGoal::labels), doctest::Contains("renumber the labels"),
                         Error);
  };
  refused(StoredType::uint32, std::vector<std::uint32_t>{0, 1, 2, 4294967295U}, "4294967295");
  refused(StoredType::int64, std::vector<std::int64_t>{0, 1, 2, 1099511627776}, "1099511627776");
  refused(StoredType::int64, std::vector<std::int64_t>{0, 1, 2, -9223372036854775807LL}, "-9223372036854775807");
  refused(StoredType::uint64, std::vector<std::uint64_t>{0, 1, 2, 18446744073709551615ULL}, "18446744073709551615");
  refused(StoredType::uint64, std::vector<std::uint64_t>{0, 1, 2, 1099511627777}, "2199023255554", {2, 0});
  refused(StoredType::float64, std::vector<double>{0, 1, 2, 2147483648.0}, "2147483648");
  CHECK_THROWS_WITH_AS(hold(StoredType::float32, std::vector<float>{0, 1, 2, 1.5F}, {}, VoxelGoal::labels),
                       doctest::Contains("whole numbers of 32 bits, but one is 1.5"), Error);
}

TEST_CASE("voxels: statistics are those of the stored values, before float32 rounds them") {
  const Held held = hold<std::int32_t>(StoredType::int32, {2147483647, -2147483647 - 1, 16777217, 16777217});
  REQUIRE(held.statistics);
  CHECK(held.statistics->maximum == 2147483647);
  CHECK(held.statistics->minimum == -2147483648.0);
  REQUIRE(held.statistics->values);
  const std::vector<std::pair<std::int64_t, std::int64_t>> expected = {
      {-2147483648LL, 1}, {16777217, 2}, {2147483647, 1}};
  CHECK(*held.statistics->values == expected);
}

TEST_CASE("voxels: statistics survive the way through a line of text; a damaged line is refused") {
  VoxelStatistics s = *hold<double>(StoredType::float64, {0.1, -1e300}).statistics;
  const VoxelStatistics back = statistics_from(to_line(s));
  CHECK(back.minimum == s.minimum);
  CHECK(back.mean == s.mean);
  CHECK(back.voxels == 2);
  const VoxelStatistics labels = *hold<std::uint8_t>(StoredType::uint8, {7, 7, 0, 9}).statistics;
  CHECK(statistics_from(to_line(labels)).values == labels.values);
  CHECK_THROWS_AS(statistics_from("4 0 x 1 2 -1"), Error);
  CHECK_THROWS_AS(statistics_from("4 0 0 1 2 3 1"), Error);
  CHECK_THROWS_AS(statistics_from(""), Error);
}

TEST_CASE("voxels: more than 300 values are no list of labels") {
  std::vector<std::int16_t> values(600);
  for (std::size_t i = 0; i < 600; ++i) values[i] = static_cast<std::int16_t>(i / 2);
  CHECK(hold(StoredType::int16, values).statistics->values->size() == 300);
  values[0] = 1000;
  CHECK_FALSE(hold(StoredType::int16, values).statistics->values);
}

TEST_CASE("voxels: sizes that no memory holds are refused before memory is asked for") {
  VoxelPlan plan;
  plan.memory = [](std::size_t) -> Buffer { throw std::logic_error("memory was asked for"); };
  plan.grid.size = {1 << 20, 1 << 20, 1 << 20};
  CHECK_THROWS_AS(VoxelSink{plan}, Error);
  plan.grid.size = {0, 1, 1};
  CHECK_THROWS_AS(VoxelSink{plan}, Error);
  plan.grid.size = {1000, 1000, 1000};
  plan.channels = plan.frames = 2'000'000'000;
  CHECK_THROWS_AS(VoxelSink{plan}, Error);
}

TEST_CASE("voxels: values that float32 makes infinite are counted; what was infinite already is not") {
  const double inf = std::numeric_limits<double>::infinity();
  const auto said = [](const Held& held, const std::string& text) {
    for (const std::string& notice : held.notices)
      if (notice.find(text) != std::string::npos) return true;
    return false;
  };
  // 3.4028235677973366e38 is halfway between the largest float32 and 2^128: it rounds to infinity, its neighbour below
  // does not.
  const double halfway = 3.4028235677973366e38;
  const Held held = hold<double>(StoredType::float64, {1e300, -1e39, halfway, std::nextafter(halfway, 0.0), inf, 0.1});
  CHECK(said(held, "3 values lie beyond the range of float32 and became infinite"));
  CHECK(said(held, "rounded"));
  CHECK(said(hold<double>(StoredType::float64, {0.5, -1e300}), "1 value lies beyond"));
  CHECK_FALSE(said(hold<double>(StoredType::float64, {0.1, inf}), "infinite"));
  CHECK(said(hold<float>(StoredType::float32, {2e38F, 1}, {2, 0}), "1 value lies beyond"));  // by the slope
}
