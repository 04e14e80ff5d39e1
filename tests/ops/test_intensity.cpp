// Intensity operators against what their formulas and laws say, computed plainly.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

struct Fixture {
  Device device = Device::cpu(2);
  FactsCache facts;
  Job job{device};

  std::vector<float> run(std::string_view op, const Vivid& vivid, const Case& c, int channel = 0) {
    const Chain chain = chain_of(*find_operator(op), vivid);
    const Plan p = make_plan(chain, make_draw(chain, 11, 2, c.image.channels), c, {}, facts, job);
    return voxels_of(p, c, channel, whole(p.out), facts, job);
  }
  std::vector<float> source(const Case& c, int channel = 0) {
    const Plan p = make_plan({}, make_draw({}, 0, 0, c.image.channels), c, {}, facts, job);
    return voxels_of(p, c, channel, whole(p.out), facts, job);
  }
};

Setting text(const char* s) {
  return Setting::of(std::string(s));
}

struct Moments {
  double mean = 0, deviation = 0;
};
Moments moments_of(const std::vector<float>& v, int ddof = 0) {
  Moments m;
  for (const float x : v) m.mean += static_cast<double>(x);
  m.mean /= static_cast<double>(v.size());
  for (const float x : v) m.deviation += (static_cast<double>(x) - m.mean) * (static_cast<double>(x) - m.mean);
  m.deviation = std::sqrt(m.deviation / static_cast<double>(v.size() - static_cast<std::size_t>(ddof)));
  return m;
}

/// Largest distance between the empirical and the given distribution function, times sqrt(n).
template <class F>
double kolmogorov_smirnov(std::vector<float> v, F&& distribution) {
  std::sort(v.begin(), v.end());
  const auto n = static_cast<double>(v.size());
  double worst = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    const double f = distribution(static_cast<double>(v[i]));
    worst = std::max({worst, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return worst * std::sqrt(n);
}

Case empty_case(const Index3& size) {
  Case c = asymmetric_case(size, VoxelType::float32, 1);
  for (std::int64_t z = 0; z < size[2]; ++z)
    for (std::int64_t y = 0; y < size[1]; ++y)
      for (std::int64_t x = 0; x < size[0]; ++x) c.image.mutable_view<float>().at(x, y, z) = 0;
  return c;
}

constexpr double one_in_a_thousand = 1.95;  // of the Kolmogorov distribution

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a million voxels of gaussian noise follow the normal law") {
  const auto v = run("noise_gaussian", {{"mean", numbers({3})}, {"std", numbers({2})}}, empty_case({100, 100, 100}));
  const Moments m = moments_of(v);
  CHECK(m.mean == doctest::Approx(3).epsilon(0.003));
  CHECK(m.deviation == doctest::Approx(2).epsilon(0.003));
  CHECK(kolmogorov_smirnov(v, [](double x) { return 0.5 * std::erfc((3 - x) / (2 * std::sqrt(2.0))); }) <
        one_in_a_thousand);
}

TEST_CASE_FIXTURE(Fixture, "rician noise on nothing follows Rayleigh's law, and its two parts are independent") {
  const Case c = empty_case({100, 100, 100});
  const auto v = run("noise_rician", {{"std", numbers({2})}}, c);
  CHECK(moments_of(v).mean == doctest::Approx(2 * std::sqrt(std::acos(-1.0) / 2)).epsilon(0.003));
  CHECK(kolmogorov_smirnov(v, [](double x) { return 1 - std::exp(-x * x / 8); }) < one_in_a_thousand);
}

TEST_CASE_FIXTURE(Fixture, "relative rician noise is measured in deviations of the image") {
  const Case c = asymmetric_case({13, 7, 11});
  auto all = source(c, 0), second = source(c, 1);
  const double own = moments_of(second, 1).deviation;
  all.insert(all.end(), second.begin(), second.end());
  const double together = moments_of(all, 1).deviation;
  const auto relative = [&](bool each) {
    return run("noise_rician",
               {{"std", numbers({0.5})}, {"relative", Setting::of(true)}, {"per_channel", Setting::of(each)}}, c, 1);
  };
  const auto absolute = [&](double std) { return run("noise_rician", {{"std", numbers({std})}}, c, 1); };
  const auto near = [](const std::vector<float>& a, const std::vector<float>& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (std::abs(a[i] - b[i]) > 1e-5F * std::abs(b[i])) return false;
    return true;
  };
  CHECK(near(relative(true), absolute(0.5 * own)));
  CHECK(near(relative(false), absolute(0.5 * together)));
  CHECK_FALSE(near(relative(true), relative(false)));
}

TEST_CASE_FIXTURE(Fixture, "a bias field is the exponential of the polynomial") {
  const Case c = asymmetric_case({5, 4, 3}, VoxelType::float32, 1);
  const auto in = source(c);
  for (const bool legendre : {true, false}) {
    // degree 2: c000 c001 c002 c010 c011 c020 c100 c101 c110 c200
    const std::vector<double> k{0.1, -0.2, 0.3, 0.05, -0.15, 0.25, 0.4, -0.35, 0.12, -0.22};
    const auto out = run(
        "bias_field",
        {{"degree", numbers({2})}, {"coefficients", numbers(k)}, {"basis", text(legendre ? "legendre" : "monomial")}},
        c);
    std::size_t i = 0;
    for (int z = 0; z < 3; ++z)
      for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 5; ++x, ++i) {
          const double u = -1 + 2.0 * x / 4, v = -1 + 2.0 * y / 3, w = -1 + 2.0 * z / 2;
          const auto second = [&](double t) { return legendre ? (3 * t * t - 1) / 2 : t * t; };
          const double sum = k[0] + k[1] * w + k[2] * second(w) + k[3] * v + k[4] * v * w + k[5] * second(v) +
                             k[6] * u + k[7] * u * w + k[8] * u * v + k[9] * second(u);
          CHECK(out[i] == doctest::Approx(static_cast<double>(in[i]) * std::exp(sum)).epsilon(1e-6));
        }
  }
}

TEST_CASE_FIXTURE(Fixture, "a law draws as many coefficients as the degree has") {
  Chain chain = chain_of(*find_operator("bias_field"), {{"degree", numbers({2})}});
  Setting coefficients;
  coefficients.laws = {{Law::uniform, {}, -0.5, 0.5, {}, {}, {}}};
  chain[0].settings[1] = coefficients;
  const Draw draw = make_draw(chain, 3, 1, 1);
  CHECK(std::get<std::vector<double>>(draw.steps[0].values[0][1]).size() == 10);
  const Chain frozen = freeze(chain, draw);
  CHECK(problems_of({"", "", 0, Stream::auglens, false, frozen, {}, {}}).empty());
}

TEST_CASE_FIXTURE(Fixture, "normalize measures what it is told to") {
  const Case c = asymmetric_case({13, 7, 11}, VoxelType::int16);
  auto first = source(c, 0), both = first;
  const auto second = source(c, 1);
  both.insert(both.end(), second.begin(), second.end());
  const auto expect = [&](const std::vector<float>& out, const Moments& m, bool zeros_stay) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double v = static_cast<double>(first[i]);
      CHECK(out[i] == doctest::Approx(zeros_stay && v == 0 ? 0 : (v - m.mean) / m.deviation).epsilon(1e-5));
    }
  };
  expect(run("normalize", {}, c), moments_of(both), false);
  expect(run("normalize", {{"per_channel", Setting::of(true)}, {"ddof", numbers({1})}}, c), moments_of(first, 1),
         false);
  std::vector<float> some;
  std::copy_if(first.begin(), first.end(), std::back_inserter(some), [](float v) { return v != 0; });
  REQUIRE(some.size() < first.size());
  expect(run("normalize", {{"by", text("nonzero")}, {"per_channel", Setting::of(true)}}, c), moments_of(some), true);
  some.clear();
  const Plan plan = make_plan({}, make_draw({}, 0, 0, 2), c, {}, facts, job);
  const auto labels = labels_of(plan, c, whole(plan.out), facts, job);
  for (std::size_t i = 0; i < first.size(); ++i)
    if (labels[i] == 5 || labels[i] == 9) some.push_back(first[i]);
  expect(
      run("normalize", {{"by", text("mask")}, {"mask_labels", numbers({9, 5})}, {"per_channel", Setting::of(true)}}, c),
      moments_of(some), false);
}

TEST_CASE_FIXTURE(Fixture, "percentiles go where they are told to, over one channel or all") {
  const Case c = asymmetric_case({13, 7, 11});
  const auto first = source(c, 0), second = source(c, 1);
  const auto percentile = [](std::vector<float> v, double percent) {
    std::sort(v.begin(), v.end());
    const double rank = percent / 100 * static_cast<double>(v.size() - 1);
    const auto low = static_cast<std::size_t>(rank);
    const double a = static_cast<double>(v[low]), b = static_cast<double>(v[std::min(low + 1, v.size() - 1)]);
    return a + (b - a) * (rank - static_cast<double>(low));
  };
  std::vector<float> both = first;
  both.insert(both.end(), second.begin(), second.end());
  for (const bool each : {true, false}) {
    const auto& pool = each ? first : both;
    const double a = percentile(pool, 12.5), b = percentile(pool, 90);
    const auto out = run("normalize",
                         {{"by", text("percentiles")},
                          {"lower", numbers({12.5})},
                          {"upper", numbers({90})},
                          {"out_min", numbers({-1})},
                          {"out_max", numbers({3})},
                          {"clip", Setting::of(true)},
                          {"per_channel", Setting::of(each)}},
                         c);
    for (std::size_t i = 0; i < out.size(); ++i)
      CHECK(
          out[i] ==
          doctest::Approx(std::clamp((static_cast<double>(first[i]) - a) / (b - a) * 4 - 1, -1.0, 3.0)).epsilon(1e-5));
  }
}

TEST_CASE_FIXTURE(Fixture, "normalize by labels asks for labels that are there") {
  Case c = asymmetric_case({13, 7, 11});
  CHECK_THROWS_AS(run("normalize", {{"by", text("mask")}, {"mask_labels", numbers({77})}}, c), Error);
  c.labels.reset();
  c.id = next_case_id();
  CHECK_THROWS_AS(run("normalize", {{"by", text("mask")}}, c), Error);
}

TEST_CASE_FIXTURE(Fixture, "a constant image is normalised to the shift") {
  const Case c = empty_case({4, 3, 2});
  for (const float v : run("normalize", {{"shift", numbers({2})}}, c)) CHECK(v == 2);
}

TEST_CASE_FIXTURE(Fixture, "an absent bound does not clamp") {
  const Case c = asymmetric_case({13, 7, 11});
  const auto in = source(c), out = run("clamp", {{"max", numbers({8})}}, c);
  for (std::size_t i = 0; i < in.size(); ++i) CHECK(out[i] == std::min(in[i], 8.0F));
}
