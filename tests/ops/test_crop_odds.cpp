#include "ops/objects/crop_odds.h"

#include <doctest/doctest.h>

#include <array>
#include <numeric>
#include <set>

#include "ops/objects/crop_ground.h"
#include "tests/ops/crop_maps.h"

using namespace auglens;

namespace {

const Device device = Device::cpu(2);
const Job job{device};

/// Every start with its probability, and the voxels that its window holds.
template <class F>
void each_start(const StartShares& shares, const LabelMap& labels, F&& f) {
  for (std::int64_t z = 0; z < shares.starts.size[2]; ++z)
    for (std::int64_t y = 0; y < shares.starts.size[1]; ++y)
      for (std::int64_t x = 0; x < shares.starts.size[0]; ++x) {
        const Region window{{x + shares.starts.start[0], y + shares.starts.start[1], z + shares.starts.start[2]},
                            shares.window};
        f(static_cast<double>(shares.row(y, z)[x]) / static_cast<double>(shares.total), count_labels(labels, window));
      }
}

std::int64_t held(const std::vector<ClassCount>& counts, std::int32_t value) {
  for (const ClassCount& c : counts)
    if (c.value == value) return c.voxels;
  return 0;
}

std::vector<std::int32_t> all_of(const Components& components) {
  std::vector<std::int32_t> numbers(components.blobs.size());
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

double harmonic_time(int n) {
  double sum = 0;
  for (int k = 1; k <= n; ++k) sum += static_cast<double>(n) / k;
  return sum;
}

}  // namespace

TEST_CASE("hit rate and mean share are what counting the voxels of every start gives") {
  const LabelMap labels = random_labels({13, 9, 10}, 8, {1, 2, -4}, 3);
  for (const SamplerKind kind :
       {SamplerKind::object_box, SamplerKind::crop_by_label, SamplerKind::forced_foreground, SamplerKind::random})
    for (const std::int64_t least : {1, 7, 30}) {
      const CropGround ground(labels, {{5, 3, 6}, kind, {}, 0, {}}, nullptr, 0, job);
      const StartShares shares = start_shares(ground.sampler().law(), job);
      const std::vector<ClassOdds> odds = class_odds(shares, labels, ground.index(), 0, least, job);
      CHECK(odds.size() == ground.index().classes().size() - 1);
      for (const ClassOdds& of : odds) {
        double hits = 0, share = 0;
        each_start(shares, labels, [&](double p, const auto& counts) {
          hits += held(counts, of.value) >= least ? p : 0;
          share += p * static_cast<double>(held(counts, of.value)) / 90;
        });
        CHECK(of.hit_rate == doctest::Approx(hits).epsilon(1e-9));
        CHECK(of.mean_share == doctest::Approx(share).epsilon(1e-9));
      }
    }
}

TEST_CASE("hit rates are the exact sums of whole shares, divided once, in windows that hang over the volume too") {
  const LabelMap labels = random_labels({70, 6, 5}, 14, {1, 2, 3}, 3);
  for (const SamplerKind kind : {SamplerKind::object_box, SamplerKind::crop_by_label, SamplerKind::forced_foreground})
    for (const std::int64_t least : {1, 12}) {
      const CropGround ground(labels, {{9, 4, 3}, kind, {}, 0, {}}, nullptr, 0, job);
      const StartShares shares = start_shares(ground.sampler().law(), job);
      const std::vector<ClassOdds> odds = class_odds(shares, labels, ground.index(), 0, least, job);
      for (const ClassOdds& of : odds) {
        std::uint64_t hits = 0;
        std::size_t next = 0;
        long double voxels = 0;
        each_start(shares, labels, [&](double, const auto& counts) {
          const std::uint64_t share = shares.share[next++];
          hits += held(counts, of.value) >= least ? share : 0;
          voxels += static_cast<long double>(share) * static_cast<long double>(held(counts, of.value));
        });
        const auto total = static_cast<double>(shares.total);
        CHECK(of.hit_rate == static_cast<double>(hits) / total);
        CHECK(of.mean_share == doctest::Approx(static_cast<double>(voxels) / total / 108).epsilon(1e-14));
      }
    }
}

TEST_CASE("a blob is seen by the starts whose windows touch it; sets of up to 20 blobs are exact") {
  const LabelMap labels = random_labels({13, 9, 10}, 10, {1, 2}, 12);
  ComponentOptions options;
  Components components = components_of(labels, options, job);
  REQUIRE(components.blobs.size() > 5);
  const CropGround ground(labels, {{4, 3, 5}, SamplerKind::forced_foreground, {}, 0, {}}, nullptr, 0, job);
  const StartShares shares = start_shares(ground.sampler().law(), job);
  const BlobOdds odds = blob_odds(shares, components.ids, all_of(components), job);
  REQUIRE(odds.seen.size() == components.blobs.size());
  std::vector<double> seen(components.blobs.size());
  each_start(shares, components.ids, [&](double p, const auto& counts) {
    for (std::size_t b = 0; b < seen.size(); ++b) seen[b] += held(counts, static_cast<std::int32_t>(b) + 1) > 0 ? p : 0;
  });
  for (std::size_t b = 0; b < seen.size(); ++b) CHECK(odds.seen[b] == doctest::Approx(seen[b]).epsilon(1e-9));
}

TEST_CASE("the expected number of windows until all blobs were seen is what the sampler takes") {
  const LabelMap labels = random_labels({13, 9, 10}, 6, {1, 2}, 21);
  const Components components = components_of(labels, {}, job);
  const std::size_t n = components.blobs.size();
  REQUIRE(n > 4);
  REQUIRE(n <= 20);
  const CropGround ground(labels, {{4, 3, 5}, SamplerKind::forced_foreground, {}, 0, {{"by", "probability"}}}, nullptr,
                          0, job);
  const StartShares shares = start_shares(ground.sampler().law(), job);
  const Expected expected = blob_odds(shares, components.ids, all_of(components), job).windows_until_all;
  CHECK(expected.low == expected.high);
  double sum = 0, squares = 0;
  std::uint64_t sample = 0;
  constexpr int runs = 1500;
  for (int run = 0; run < runs; ++run) {
    std::set<std::int32_t> seen;
    double windows = 0;
    while (seen.size() < n) {
      ++windows;
      for (const ClassCount& c :
           count_labels(components.ids, draw_window(ground.sampler(), Stream::auglens, 4, sample++).window))
        if (c.value != 0) seen.insert(c.value);
    }
    sum += windows, squares += windows * windows;
  }
  const double mean = sum / runs, error = std::sqrt((squares / runs - mean * mean) / runs);
  CHECK(std::abs(mean - expected.low) < 4 * error);
}

namespace {

/// Mean and its standard error of the windows that the sampler takes until all blobs were seen, each run from the
/// beginning of a batch.
std::array<double, 2> windows_taken(const WindowSampler& sampler, const Components& components,
                                    std::uint64_t batch_size) {
  double sum = 0, squares = 0;
  constexpr int runs = 4000;
  std::uint64_t sample = 0;
  for (int run = 0; run < runs; ++run) {
    std::set<std::int32_t> seen;
    double windows = 0;
    for (sample = (sample + batch_size - 1) / batch_size * batch_size; seen.size() < components.blobs.size();) {
      ++windows;
      for (const ClassCount& c :
           count_labels(components.ids, draw_window(sampler, Stream::auglens, 4, sample++).window))
        if (c.value != 0) seen.insert(c.value);
    }
    sum += windows, squares += windows * windows;
  }
  const double mean = sum / runs;
  return {mean, std::sqrt((squares / runs - mean * mean) / runs)};
}

}  // namespace

TEST_CASE("nnU-Net's forced windows come at fixed places of the batch: the expectation is that of the turns") {
  // two single voxels far apart, windows of 5 x 5 x 5 in 40 x 5 x 5: forced windows see one of them, others seldom do
  const LabelMap two = make_labels(
      {40, 5, 5}, [](const Index3& p) { return p[1] == 2 && p[2] == 2 && (p[0] == 4 || p[0] == 35) ? 1 : 0; });
  const LabelMap some = random_labels({13, 9, 10}, 6, {1, 2}, 21);
  for (const LabelMap& labels : {two, some})
    for (const auto& [batch_size, oversample] : {std::pair{2.0, 0.33}, {5.0, 0.4}, {7.0, 0.1}}) {
      CAPTURE(batch_size);
      const Components components = components_of(labels, {}, job);
      REQUIRE(components.blobs.size() <= 20);
      const Crop crop{{5, 5, 5},
                      SamplerKind::forced_foreground,
                      {},
                      0,
                      {{"by", "position"}, {"batch_size", batch_size}, {"oversample", oversample}}};
      const CropGround ground(labels, crop, nullptr, 0, job);
      const auto odds = compare_samplers(crop, labels, components, 1, job);
      const Expected expected = odds[2].blobs.windows_until_all;
      CHECK(expected.low == expected.high);
      const auto [mean, error] = windows_taken(ground.sampler(), components, static_cast<std::uint64_t>(batch_size));
      CAPTURE(mean);
      CAPTURE(error);
      CHECK(std::abs(mean - expected.low) < 4 * error);
      // rates are averages over the positions: those of the law of any window
      const StartShares any = start_shares(ground.sampler().law(), job);
      const auto classes = class_odds(any, labels, ground.index(), 0, 1, job);
      for (std::size_t c = 0; c < classes.size(); ++c) {
        CHECK(odds[2].classes[c].hit_rate == doctest::Approx(classes[c].hit_rate).epsilon(1e-12));
        CHECK(odds[2].classes[c].mean_share == doctest::Approx(classes[c].mean_share).epsilon(1e-12));
      }
    }
}

TEST_CASE("turns: one that never sees is waited through, and laws alike in turn are one law") {
  // a blob seen surely by every third window only: three windows; by the first of three: one
  const SeenTurn blind{{{0, 10}}, 10, 2}, sure{{{1, 10}}, 10, 1};
  CHECK(windows_until_all(std::vector<SeenTurn>{blind, sure}, 1) == doctest::Approx(3));
  CHECK(windows_until_all(std::vector<SeenTurn>{sure, blind}, 1) == doctest::Approx(1));
  CHECK(std::isinf(windows_until_all(std::vector<SeenTurn>{blind, blind}, 1)));
  const std::vector<SeenSet> sets{{1, 1}, {2, 4}, {3, 2}, {0, 5}};
  const double alone = windows_until_all(sets, 2, 12);
  for (const std::int64_t windows : {1, 2, 5, 64})
    CHECK(windows_until_all(std::vector<SeenTurn>{{sets, 12, windows}, {sets, 12, 3}}, 2) ==
          doctest::Approx(alone).epsilon(1e-12));
  // one in 10^12, then never: twice the wait, less the half window that the first place saves
  const SeenTurn rare{{{1, 1}, {0, 999999999999}}, 1000000000000, 1};
  CHECK(windows_until_all(std::vector<SeenTurn>{rare, {{{0, 1}}, 1, 1}}, 1) ==
        doctest::Approx(2e12 - 1).epsilon(1e-15));
}

TEST_CASE("beyond 20 blobs the bounds of turns enclose what the sampler takes") {
  const LabelMap labels =
      make_labels({27, 9, 5}, [](const Index3& p) { return p[0] % 4 == 0 && p[1] % 4 == 0 && p[2] % 4 == 0 ? 1 : 0; });
  const Components components = components_of(labels, {}, job);
  REQUIRE(components.blobs.size() == 42);
  const Crop crop{{5, 5, 3}, SamplerKind::forced_foreground, {}, 0, {{"batch_size", 3.0}}};
  const CropGround ground(labels, crop, nullptr, 0, job);
  const Expected expected = compare_samplers(crop, labels, components, 1, job)[2].blobs.windows_until_all;
  const auto [mean, error] = windows_taken(ground.sampler(), components, 3);
  CHECK(expected.low < mean + 4 * error);
  CHECK(expected.high > mean - 4 * error);
  CHECK(expected.high < 2 * expected.low);
}

TEST_CASE("comparing samplers tells how far it is, ends at once when nobody wants it, and needs no second thread") {
  const LabelMap labels = random_labels({40, 36, 30}, 9, {1, 2, 3, 4, 5}, 2);
  const Components components = components_of(labels, {}, job);
  const Crop crop{{6, 6, 6}, SamplerKind::object_box, {}, 0, {}};
  Progress progress;
  const auto odds = compare_samplers(crop, labels, components, 1, {device, {}, &progress});
  CHECK(progress.share() == doctest::Approx(1));
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(compare_samplers(crop, labels, components, 1, {device, stop.get_token()}), Cancelled);
  const Device single = Device::cpu(1);
  const auto alone = compare_samplers(crop, labels, components, 1, {single});
  for (std::size_t s = 0; s < odds.size(); ++s)
    for (std::size_t c = 0; c < odds[s].classes.size(); ++c) {
      CHECK(odds[s].classes[c].hit_rate == alone[s].classes[c].hit_rate);
      CHECK(odds[s].classes[c].mean_share == alone[s].classes[c].mean_share);
    }
}

TEST_CASE("coupon collector: n equal coupons take n (1 + 1/2 + ... + 1/n) draws, by both formulas") {
  for (const int n : {1, 2, 7, 20}) {
    std::vector<SeenSet> sets;
    for (int i = 0; i < n; ++i) sets.push_back({std::uint64_t{1} << i, 1000});
    CHECK(windows_until_all(sets, static_cast<std::size_t>(n), 1000 * static_cast<std::uint64_t>(n)) ==
          doctest::Approx(harmonic_time(n)).epsilon(1e-9));
    CHECK(windows_until_all_apart(std::vector<double>(static_cast<std::size_t>(n), 1.0 / n)) ==
          doctest::Approx(harmonic_time(n)).epsilon(1e-9));
  }
  // two coupons of 0.1 and 0.4: 1 / 0.1 + 1 / 0.4 - 1 / 0.5
  CHECK(windows_until_all(std::vector<SeenSet>{{1, 1}, {2, 4}, {0, 5}}, 2, 10) == doctest::Approx(10.5));
  CHECK(windows_until_all_apart(std::vector<double>{0.1, 0.4}) == doctest::Approx(10.5).epsilon(1e-9));
  // always seen together: as one coupon, and the formula for coupons apart is an upper bound
  CHECK(windows_until_all(std::vector<SeenSet>{{3, 1}, {0, 3}}, 2, 4) == doctest::Approx(4));
  CHECK(windows_until_all_apart(std::vector<double>{0.25, 0.25}) > 4);
  CHECK(std::isinf(windows_until_all(std::vector<SeenSet>{{1, 1}}, 2, 1)));
  CHECK(std::isinf(windows_until_all_apart(std::vector<double>{0.5, 0})));
}

TEST_CASE(
    "beyond 20 blobs the bounds enclose, and are equal to the exact number where windows see one blob at a time") {
  // 27 single voxels, four apart; windows of one voxel on foreground: 27 equal coupons
  const LabelMap labels =
      make_labels({9, 9, 9}, [](const Index3& p) { return p[0] % 4 == 0 && p[1] % 4 == 0 && p[2] % 4 == 0 ? 1 : 0; });
  const Components components = components_of(labels, {}, job);
  REQUIRE(components.blobs.size() == 27);
  const CropGround ground(labels, {{1, 1, 1}, SamplerKind::object_box, {}, 0, {}}, nullptr, 0, job);
  const StartShares shares = start_shares(ground.sampler().law(), job);
  const Expected expected = blob_odds(shares, components.ids, all_of(components), job).windows_until_all;
  CHECK(expected.high == doctest::Approx(harmonic_time(27)).epsilon(1e-9));
  CHECK(expected.low < expected.high);
  CHECK(expected.low > 27 * (harmonic_time(20) / 20) * 0.999);  // 20 of 27 coupons
}

TEST_CASE("more than 64 blobs are followed in batches; too many are refused") {
  const LabelMap labels = make_labels({25, 21, 1}, [](const Index3& p) { return p[0] % 2 + p[1] % 2 == 0 ? 1 : 0; });
  const Components components = components_of(labels, {}, job);
  REQUIRE(components.blobs.size() == 13 * 11);
  const CropGround ground(labels, {{3, 3, 1}, SamplerKind::random, {}, 0, {}}, nullptr, 0, job);
  const StartShares shares = start_shares(ground.sampler().law(), job);
  const BlobOdds odds = blob_odds(shares, components.ids, all_of(components), job);
  const double starts = 23 * 19;
  CHECK(odds.seen.front() == doctest::Approx(1 / starts));  // the corner: one start
  CHECK(odds.seen[13 * 5 + 6] == doctest::Approx(9 / starts));
  CHECK(odds.seen.back() == doctest::Approx(1 / starts));
  const std::vector<std::int32_t> many(most_seen_blobs + 1, 1);
  CHECK_THROWS_AS(blob_odds(shares, components.ids, many, job), Error);
}

TEST_CASE("the four samplers side by side: aiming at objects sees them sooner than cropping anywhere") {
  const LabelMap labels = random_labels({40, 36, 30}, 3, {1, 2}, 2);
  const Components components = components_of(labels, {}, job);
  const std::vector<SamplerOdds> odds =
      compare_samplers({{6, 6, 6}, SamplerKind::object_box, {}, 0, {}}, labels, components, 1, job);
  REQUIRE(odds.size() == 4);
  for (const SamplerOdds& of : odds) CHECK(of.refused.empty());
  for (std::size_t c = 0; c < odds[0].classes.size(); ++c)
    CHECK(odds[0].classes[c].hit_rate > odds[3].classes[c].hit_rate);
  CHECK(odds[0].blobs.windows_until_all.low < odds[3].blobs.windows_until_all.low);
  const std::vector<SamplerOdds> larger =
      compare_samplers({{60, 6, 6}, SamplerKind::random, {}, 0, {}}, labels, components, 1, job);
  CHECK(larger[0].refused.find("larger") != std::string::npos);
  CHECK(larger[2].refused.empty());
}
