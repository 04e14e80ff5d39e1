#include "ops/objects/crop_hits.h"

#include <doctest/doctest.h>

#include "ops/objects/crop_sums.h"
#include "ops/objects/crop_window.h"
#include "tests/ops/crop_maps.h"

using namespace auglens;

namespace {

const Device device = Device::cpu(2);
const Job job{device};

std::int64_t held(const LabelMap& labels, const Region& window, std::int32_t value) {
  for (const ClassCount& c : count_labels(labels, window))
    if (c.value == value) return c.voxels;
  return 0;
}

/// Calls f(start) for all of a box.
template <class F>
void each_index(const Region& box, F&& f) {
  for (std::int64_t z = box.start[2]; z < box.end(2); ++z)
    for (std::int64_t y = box.start[1]; y < box.end(1); ++y)
      for (std::int64_t x = box.start[0]; x < box.end(0); ++x) f(Index3{x, y, z});
}

bool bit_at(const StartBits& bits, const Index3& start) {
  if (!contains(bits.starts, {start, {1, 1, 1}})) return false;
  const std::int64_t x = start[0] - bits.starts.start[0];
  return (bits.row(start[1], start[2])[x / 64] >> x % 64 & 1) != 0;
}

}  // namespace

TEST_CASE("a start's bit is set exactly where its window holds enough voxels, for windows and rows of any length") {
  struct Setting {
    Index3 size, window;
    Region among;
  };
  const std::vector<Setting> settings = {
      {{13, 9, 10}, {5, 3, 6}, {{0, 0, 0}, {9, 7, 5}}},          {{13, 9, 10}, {1, 1, 1}, {{0, 0, 0}, {13, 9, 10}}},
      {{13, 9, 10}, {20, 3, 6}, {{-9, -1, -3}, {22, 9, 13}}},    {{150, 5, 4}, {70, 2, 3}, {{-3, 0, 0}, {153, 4, 2}}},
      {{150, 5, 4}, {64, 9, 9}, {{-64, -9, -9}, {260, 19, 17}}}, {{200, 4, 3}, {3, 2, 1}, {{65, 1, 0}, {128, 3, 3}}}};
  for (const Setting& s : settings) {
    const LabelMap labels = random_labels(s.size, 7, {1, 2, -4}, 11);
    const ClassIndex index(labels, nullptr, job);
    for (const ClassVoxels& of : index.classes())
      for (const std::int64_t least : {1, 2, 9, 40}) {
        CAPTURE(s.window[0]);
        CAPTURE(least);
        const StartBits bits = starts_holding({labels.view(), of.value, of.box}, s.window, s.among, least, job);
        std::int64_t wrong = 0;
        each_index(s.among, [&](const Index3& start) {
          wrong += bit_at(bits, start) != (held(labels, {start, s.window}, of.value) >= least) ? 1 : 0;
        });
        CHECK(wrong == 0);
        for (std::int64_t z = bits.starts.start[2]; z < bits.starts.end(2); ++z)
          for (std::int64_t y = bits.starts.start[1]; y < bits.starts.end(1); ++y) {
            std::int64_t set_now = 0, ones = 0, counted = 0;
            bits.each_edge(y, z, [&](std::int64_t x, bool set) { set_now = set ? -x : x, counted += set_now; });
            for (std::int64_t w = 0; w < bits.words; ++w) ones += std::popcount(bits.row(y, z)[w]);
            CHECK(counted == ones);  // ends of runs less their beginnings
          }
      }
  }
}

TEST_CASE("sums of shares over any rows, and over the starts that reach a voxel, are the shares added up") {
  const Region starts{{-2, 1, 3}, {7, 5, 4}};
  StartShares shares{{3, 2, 4}, starts, {}, 0};
  for (std::uint32_t i = 0; i < 7 * 5 * 4; ++i) {
    shares.share.push_back(std::uint64_t{philox(3, i, 0, 0, 0).lane[0]} << 22);
    shares.total += shares.share.back();
  }
  const StartShares kept = shares;
  const ShareSums sums(std::move(shares), job);
  const auto plain = [&](const Region& box) {
    std::uint64_t sum = 0;
    each_index(intersect(box, starts), [&](const Index3& s) { sum += kept.row(s[1] - 1, s[2] - 3)[s[0] + 2]; });
    return sum;
  };
  CHECK(sums.total() == plain(starts));
  each_index({{-4, -1, 1}, {11, 9, 8}}, [&](const Index3& p) {
    const Region below{{-9, p[1], p[2]}, {p[0] + 9, 3, 2}};
    CHECK(sums.rows(p[1], p[1] + 3, p[2], p[2] + 2).below(p[0]) == plain(below));
    const Region reach{{p[0] - 2, p[1] - 1, p[2] - 3}, {3, 2, 4}};
    CHECK(sums.holding(sums.reaching(p[1], p[2]), p[0]) == plain(reach));
  });
}
