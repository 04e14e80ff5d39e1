#include "ops/objects/crop_coverage.h"

#include <doctest/doctest.h>

#include "ops/objects/crop_ground.h"
#include "tests/ops/crop_maps.h"

using namespace auglens;

namespace {

const Device device = Device::cpu(2);
const Job job{device};
using Numbers = std::vector<double>;

/// Settings of all four samplers, with windows smaller than objects, larger than them and larger than the volume.
std::vector<Crop> settings() {
  using enum SamplerKind;
  const auto crop = [](SamplerKind kind, Index3 size, std::map<std::string, Value> p = {}) {
    return Crop{size, kind, {}, 0, std::move(p)};
  };
  return {crop(object_box, {3, 2, 3}),
          crop(object_box, {7, 5, 4}, {{"foreground_prob", 0.6}, {"k_largest", 2.0}}),
          crop(object_box, {4, 4, 4}, {{"threshold", 2.0}, {"class_weights", Numbers{1, 0.5, 3}}}),
          crop(object_box, {4, 9, 2}, {{"ignore_class", true}, {"k_largest", 4.0}, {"rank_by", "voxels"}}),
          crop(object_box, {5, 3, 3}, {{"threshold", 99.0}}),
          crop(crop_by_label, {5, 4, 3}),
          crop(crop_by_label, {4, 3, 6}, {{"class_ratios", Numbers{1, 3, 0.5, 2}}}),
          crop(crop_by_label, {20, 3, 6}, {{"allow_smaller", true}, {"pos", 3.0}}),
          crop(forced_foreground, {5, 6, 4}),
          crop(forced_foreground, {15, 4, 11}, {{"by", "probability"}, {"oversample", 0.7}}),
          crop(random, {4, 4, 4}),
          crop(random, {15, 4, 11})};
}

}  // namespace

TEST_CASE("windows fall as the closed form says (chi-square of a Monte Carlo), for every sampler and both streams") {
  const LabelMap labels = random_labels({11, 10, 8}, 9, {1, 2, 3}, 5);
  constexpr std::uint64_t draws = 60000;
  for (const Crop& crop : settings())
    for (const Stream stream : {Stream::auglens, Stream::dali}) {
      CAPTURE(static_cast<int>(crop.sampler));
      CAPTURE(crop.size[0]);
      const CropGround ground(labels, crop, nullptr, 0, job);
      const StartShares shares = start_shares(ground.sampler().law(), job);
      std::map<Index3, double> expected, observed;
      const Index3& n = shares.starts.size;
      for (std::int64_t z = 0; z < n[2]; ++z)
        for (std::int64_t y = 0; y < n[1]; ++y)
          for (std::int64_t x = 0; x < n[0]; ++x)
            if (shares.row(y, z)[x] != 0)
              expected[{x + shares.starts.start[0], y + shares.starts.start[1], z + shares.starts.start[2]}] =
                  static_cast<double>(shares.row(y, z)[x]) * share_unit * static_cast<double>(draws);
      for (std::uint64_t k = 0; k < draws; ++k)
        observed[draw_window(ground.sampler(), stream, 77, k).window.start] += 1;
      check_chi_square(expected, observed);
    }
}

TEST_CASE("coverage of a voxel is the share of the starts that reach it, and what cannot be reached is exactly 0") {
  const LabelMap labels = random_labels({11, 10, 8}, 9, {1, 2, 3}, 6);
  for (const Crop& crop : settings()) {
    CAPTURE(static_cast<int>(crop.sampler));
    const CropGround ground(labels, crop, nullptr, 0, job);
    const StartShares shares = start_shares(ground.sampler().law(), job);
    CHECK(static_cast<double>(shares.total) * share_unit == doctest::Approx(1).epsilon(1e-12));
    const Image map = coverage(shares, labels.grid, job);
    double inside = 0, held = 0;
    for (std::int64_t z = 0; z < 8; ++z)
      for (std::int64_t y = 0; y < 10; ++y)
        for (std::int64_t x = 0; x < 11; ++x) {
          std::uint64_t sum = 0;  // by the definition, start by start
          for (std::int64_t sz = 0; sz < shares.starts.size[2]; ++sz)
            for (std::int64_t sy = 0; sy < shares.starts.size[1]; ++sy)
              for (std::int64_t sx = 0; sx < shares.starts.size[0]; ++sx) {
                const Index3 s{sx + shares.starts.start[0], sy + shares.starts.start[1], sz + shares.starts.start[2]};
                const Region reach{s, shares.window};
                if (contains(reach, {{x, y, z}, {1, 1, 1}})) sum += shares.row(sy, sz)[sx];
              }
          const float is = map.view<float>().at(x, y, z);
          CHECK(is == static_cast<float>(static_cast<double>(sum) / static_cast<double>(shares.total)));
          CHECK((is == 0) == (sum == 0));
          inside += static_cast<double>(is);
        }
    for (std::int64_t z = 0; z < shares.starts.size[2]; ++z)
      for (std::int64_t y = 0; y < shares.starts.size[1]; ++y)
        for (std::int64_t x = 0; x < shares.starts.size[0]; ++x) {
          const Region window{{x + shares.starts.start[0], y + shares.starts.start[1], z + shares.starts.start[2]},
                              shares.window};
          held += static_cast<double>(shares.row(y, z)[x]) * share_unit *
                  static_cast<double>(intersect(window, whole(labels.grid)).voxels());
        }
    CHECK(inside == doctest::Approx(held).epsilon(1e-5));  // every window covers its own voxels once
  }
}

TEST_CASE("coverage is the same for any number of threads, to the bit") {
  const LabelMap labels = random_labels({23, 17, 19}, 40, {1, 2, 3}, 7);
  const Crop crop{{6, 5, 7}, SamplerKind::object_box, {}, 0, {{"foreground_prob", 0.8}}};
  std::vector<float> first;
  for (const int threads : {1, 2, 5}) {
    const Device other = Device::cpu(threads);
    const CropGround ground(labels, crop, nullptr, 0, Job{other});
    const Image map = coverage(start_shares(ground.sampler().law(), Job{other}), labels.grid, Job{other});
    std::vector<float> all;
    for (std::int64_t z = 0; z < 19; ++z)
      for (std::int64_t y = 0; y < 17; ++y)
        for (std::int64_t x = 0; x < 23; ++x) all.push_back(map.view<float>().at(x, y, z));
    if (first.empty()) first = all;
    CHECK(first == all);
  }
}
