// The elastic models against what theory says of them, and against numbers of SimpleITK and SciPy.
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "ops/spatial/elastic_field.h"
#include "ops/spatial/elastic_smooth.h"
#include "ops/spatial/elastic_spline.h"
#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

/// The channels of the image are x, y and z of each voxel, so that a warp's output says where it read.
Case coordinates(const Index3& size, const Vec3& spacing = {1, 1, 1}, const Mat3& direction = identity3) {
  Case c;
  c.id = next_case_id();
  c.image = Image::allocate({size, spacing, {0, 0, 0}, direction}, VoxelType::float32, 3);
  for (int k = 0; k < 3; ++k)
    for (std::int64_t z = 0; z < size[2]; ++z)
      for (std::int64_t y = 0; y < size[1]; ++y)
        for (std::int64_t x = 0; x < size[0]; ++x)
          c.image.mutable_view<float>(k).at(x, y, z) = static_cast<float>(k == 0 ? x : (k == 1 ? y : z));
  return c;
}

struct Fixture {
  Device device = Device::cpu(2);
  FactsCache facts;
  Job job{device};

  static Chain chain(const Vivid& settings) { return chain_of(*find_operator("elastic"), settings); }
  Plan plan(const Chain& chain, const Case& c, std::uint64_t seed = 3) {
    return make_plan(chain, make_draw(chain, seed, 0, c.image.channels), c, {}, facts, job);
  }
  /// Displacement component `k` inside, where nothing is clamped: what was read less where.
  std::vector<double> displacements(const Plan& p, const Case& c, int k, const Region& inner) {
    const auto read = voxels_of(p, c, k, inner, facts, job), here = voxels_of(plan({}, c), c, k, inner, facts, job);
    std::vector<double> d;
    for (std::size_t i = 0; i < read.size(); ++i) d.push_back(static_cast<double>(read[i] - here[i]));
    return d;
  }
};

Setting text(const char* s) {
  return Setting::of(std::string(s));
}

/// A field with number(component, x, y, z).
template <class Number>
std::shared_ptr<const Field> field_of(const Index3& size, const Number& number) {
  Image image = Image::allocate(Grid{.size = size}, VoxelType::float32, 3);
  for (int k = 0; k < 3; ++k)
    for (std::int64_t z = 0; z < size[2]; ++z)
      for (std::int64_t y = 0; y < size[1]; ++y)
        for (std::int64_t x = 0; x < size[0]; ++x)
          image.mutable_view<float>(k).at(x, y, z) = static_cast<float>(number(k, x, y, z));
  return std::make_shared<const Field>(Field{next_case_id(), std::make_shared<const Image>(std::move(image))});
}

double largest_of(const std::vector<double>& values) {
  double most = 0;
  for (const double v : values) most = std::max(most, std::abs(v));
  return most;
}
double rms_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v * v;
  return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

TEST_CASE("the periodic kernel damps each harmonic by exp(-(2 pi k sigma / n)^2 / 2)") {
  for (const double sigma : {0.3, 0.9, 2.0, 5.0})
    for (const std::int64_t n : {7, 24, 100}) {
      const SmoothKernel kernel = periodic_kernel(sigma, n);
      CHECK(static_cast<std::int64_t>(kernel.weights.size()) <= n);
      if (sigma >= 2 && n == 100) CHECK(static_cast<double>(kernel.weights.size()) <= 12 * sigma + 1);
      for (std::int64_t k = 0; k <= n / 2; ++k) {
        const double w = 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
        double share = 0;
        for (std::size_t i = 0; i < kernel.weights.size(); ++i)
          share += static_cast<double>(kernel.weights[i]) *
                   std::cos(w * static_cast<double>(kernel.first + static_cast<std::int64_t>(i)));
        CHECK(share == doctest::Approx(std::exp(-w * w * sigma * sigma / 2)).epsilon(1e-6).scale(1));
      }
    }
}

TEST_CASE_FIXTURE(Fixture, "smoothing an impulse gives the product of the kernels, wrapped or cut at the ends") {
  const Index3 size{11, 6, 9};
  for (const Ends ends : {Ends::wrap, Ends::zero}) {
    Image image = Image::allocate(Grid{.size = size}, VoxelType::float32), scratch = image;
    scratch.buffer = Buffer::host(image.buffer.bytes());
    std::memset(image.buffer.data(), 0, image.buffer.bytes());
    image.mutable_view<float>().at(1, 5, 4) = 1;
    std::array<SmoothKernel, 3> kernels{erf_kernel(1.0), erf_kernel(0.5), erf_kernel(1.3)};
    const float* result = smooth(image, 0, scratch, kernels, ends, job);
    const auto weight = [&](std::size_t k, std::int64_t i, std::int64_t at) {
      double sum = 0;
      for (std::size_t t = 0; t < kernels[k].weights.size(); ++t) {
        const std::int64_t j = i + kernels[k].first + static_cast<std::int64_t>(t);
        if (j == at || (ends == Ends::wrap && (j - at) % size[k] == 0))
          sum += static_cast<double>(kernels[k].weights[t]);
      }
      return sum;
    };
    for (std::int64_t z = 0; z < size[2]; ++z)
      for (std::int64_t y = 0; y < size[1]; ++y)
        for (std::int64_t x = 0; x < size[0]; ++x)
          CHECK(static_cast<double>(result[z * image.pitch.plane + y * image.pitch.row + x]) ==
                doctest::Approx(weight(0, x, 1) * weight(1, y, 5) * weight(2, z, 4)).epsilon(1e-6).scale(0.1));
  }
}

TEST_CASE_FIXTURE(Fixture, "gaussian_field moves by its magnitude at most, by components, and keeps the mean at 0") {
  const Index3 size{40, 36, 32};
  const Case c = coordinates(size);
  for (const bool centred : {false, true}) {
    const Chain steps = chain({{"sigma", numbers({3, 4, 2})},
                               {"magnitude", numbers({2, 0.5, 3})},
                               {"centred", Setting::of(centred)},
                               {"border", text("clamp")}});
    const Plan p = plan(steps, c);
    const Vec3 magnitude{2, 0.5, 3};
    for (int k = 0; k < 3; ++k) {
      const auto d = displacements(p, c, k, {{4, 4, 4}, {32, 28, 24}});
      CHECK(largest_of(d) < magnitude[static_cast<std::size_t>(k)] * (centred ? 1.4 : 1) + 1e-4);
      CHECK(largest_of(d) > 0.4 * magnitude[static_cast<std::size_t>(k)]);
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "monai's displacement has the RMS that the help states") {
  const Index3 size{96, 80, 64};
  const Case c = coordinates(size);
  const double sigma = 2.5, magnitude = 40;
  const Plan p = plan(chain({{"model", text("monai")},
                             {"sigma", numbers({sigma})},
                             {"magnitude", numbers({magnitude})},
                             {"border", text("clamp")}}),
                      c);
  const double expected =
      magnitude / std::sqrt(3.0) * std::pow(2 * std::sqrt(std::numbers::pi) * sigma, -1.5);  // 0.88 voxels
  for (int k = 0; k < 3; ++k) {
    const auto d = displacements(p, c, k, {{10, 10, 10}, {76, 60, 44}});
    CHECK(rms_of(d) == doctest::Approx(expected).epsilon(0.05));
    CHECK(largest_of(d) < 6 * expected);
  }
}

TEST_CASE_FIXTURE(Fixture, "the noise of a field is normal or uniform, and another one for each component") {
  const NoiseKey key{7, 2, 99};
  std::vector<float> normal(100000), uniform(100000), other(100000);
  fill_noise(key, 0, true, 0, 100000, normal.data());
  fill_noise(key, 0, false, 0, 100000, uniform.data());
  fill_noise(key, 1, false, 0, 100000, other.data());
  double mean = 0, square = 0, fourth = 0, square_u = 0, both = 0;
  float most = 0;
  for (std::size_t i = 0; i < normal.size(); ++i) {
    const auto v = static_cast<double>(normal[i]), u = static_cast<double>(uniform[i]);
    mean += v / 1e5, square += v * v / 1e5, fourth += v * v * v * v / 1e5;
    square_u += u * u / 1e5, both += u * static_cast<double>(other[i]) / 1e5;
    most = std::max(most, std::abs(uniform[i]));
  }
  CHECK(std::abs(mean) < 0.02);
  CHECK(square == doctest::Approx(1).epsilon(0.03));
  CHECK(fourth == doctest::Approx(3).epsilon(0.1));
  CHECK(square_u == doctest::Approx(1.0 / 3).epsilon(0.03));
  CHECK(std::abs(both) < 0.01);
  CHECK(most <= 1);
  std::vector<float> part(10);
  fill_noise(key, 0, true, 1233, 1243, part.data());  // a piece is the same wherever it begins
  CHECK(std::equal(part.begin(), part.end(), normal.begin() + 1233));
}

TEST_CASE_FIXTURE(Fixture, "equal control points move everything by the same millimetres, in LPS, on any grid") {
  const Mat3 turned{0, -1, 0, 0, 0, 1, -1, 0, 0};  // x runs toward I, y toward R, z toward P
  const Case c = coordinates({21, 18, 16}, {0.7, 1.1, 2.3}, turned);
  Chain steps = chain({{"model", text("control_grid")}, {"points", numbers({5, 6, 7})}, {"border", text("clamp")}});
  const Vec3 mm{1.5, -2.0, 0.8};
  steps[0].field = field_of({5, 6, 7}, [&](int k, auto...) { return mm[static_cast<std::size_t>(k)]; });
  const Plan p = plan(steps, c);
  const Vec3 expected{-0.8 / 0.7, -1.5 / 1.1, -2.0 / 2.3};
  for (int k = 0; k < 3; ++k)
    for (const double d : displacements(p, c, k, {{4, 4, 4}, {12, 10, 8}}))
      CHECK(d == doctest::Approx(expected[static_cast<std::size_t>(k)]).epsilon(1e-5));
}

TEST_CASE_FIXTURE(Fixture, "control points that lie on a plane make a displacement that is linear in the domain") {
  const Index3 size{19, 15, 12};  // cubic splines reproduce lines: d = the index of the point, by the domain's ends
  const Case c = coordinates(size);
  Chain steps = chain({{"model", text("control_grid")}, {"points", numbers({8, 7, 6})}, {"border", text("clamp")}});
  steps[0].field =
      field_of({8, 7, 6}, [&](int k, std::int64_t x, auto...) { return k == 0 ? 0.2 * static_cast<double>(x) : 0.0; });
  const auto read = voxels_of(plan(steps, c), c, 0, {{0, 7, 6}, {12, 1, 1}}, facts, job);
  for (std::size_t i = 0; i < read.size(); ++i) {
    const double u = (static_cast<double>(i) + 0.625) / 19.25 * 5;  // the domain: 1/8 voxel beyond the cells
    CHECK(static_cast<double>(read[i]) == doctest::Approx(static_cast<double>(i) + 0.2 * (u + 1)).epsilon(1e-5));
  }
}

TEST_CASE("the spline's axes are SimpleITK's on turned and oblique grids") {
  // SimpleITK 2.5.7, BSplineTransformInitializer on 13 x 7 x 11 voxels of 0.7 x 1.1 x 2.3 mm: where its origin lies and
  // which axes it takes.
  const Grid oblique{{13, 7, 11},
                     {0.7, 1.1, 2.3},
                     {-12, 5, 40},
                     {-0.275, -0.273, -0.922, -0.891, -0.288, 0.351, -0.361, 0.918, -0.164}};
  const SplineAxes a = spline_axes(oblique);
  CHECK(a.axis == std::array<int, 3>{2, 0, 1});
  CHECK(a.reversed == std::array<bool, 3>{true, true, false});
  Grid mirrored{{13, 7, 11}, {0.7, 1.1, 2.3}, {-12, 5, 40}, {-1, 0, 0, 0, 1, 0, 0, 0, -1}};
  const SplineAxes b = spline_axes(mirrored);
  CHECK(b.axis == std::array<int, 3>{0, 1, 2});
  CHECK(b.reversed == std::array<bool, 3>{true, false, true});
}

TEST_CASE_FIXTURE(Fixture, "drawn points are U(-1, 1) mm by index, with the outer layers along L and P locked") {
  const Case c = coordinates({12, 11, 10});
  const NoiseKey key{3, 0, fnv1a32("voxel", fnv1a32("it/"))};
  const std::int64_t n = 6;
  std::vector<float> noise[3];
  for (int k = 0; k < 3; ++k) noise[k].resize(216), fill_noise(key, k, false, 0, 216, noise[k].data());
  for (const std::int64_t locked : {0, 1, 2}) {
    Chain drawn = chain({{"model", text("control_grid")},
                         {"points", numbers({6})},
                         {"displacement_mm", numbers({1, 2, 3})},
                         {"locked_borders", numbers({static_cast<double>(locked)})}});
    Chain given = drawn;
    given[0].field = field_of({n, n, n}, [&](int k, std::int64_t x, std::int64_t y, std::int64_t z) {
      const bool fixed = std::min(x, n - 1 - x) < locked || std::min(y, n - 1 - y) < locked;
      return fixed ? 0 : (k + 1) * static_cast<double>(noise[k][static_cast<std::size_t>((z * n + y) * n + x)]);
    });
    const Region all = whole(c.image.grid);
    const auto a = voxels_of(plan(drawn, c), c, 0, all, facts, job),
               b = voxels_of(plan(given, c), c, 0, all, facts, job);
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == doctest::Approx(b[i]).epsilon(1e-6));
  }
}

TEST_CASE_FIXTURE(Fixture, "fields of another size, and fields that were not read, are refused with their pointer") {
  const Case c = coordinates({6, 5, 4});
  const auto where = [&](const Chain& steps) {
    try {
      plan(steps, c);
    } catch (const Error& e) {
      return e.parts().where + " " + e.parts().what;
    }
    return std::string();
  };
  Chain steps = chain({{"magnitude", numbers({1})}});
  steps[0].field = field_of({6, 5, 3}, [](auto...) { return 1.0; });
  CHECK(where(steps) == "/steps/0/parameters/field the field has 6 x 5 x 3 voxels, and the output 6 x 5 x 4");
  steps = chain({{"model", text("control_grid")}});
  steps[0].field = field_of({6, 5, 3}, [](auto...) { return 1.0; });
  CHECK(where(steps).find("/steps/0/parameters/field the field has 6 x 5 x 3 control points") == 0);
  CHECK(where(chain({{"field", text("noise.nii")}})).find("/steps/0/parameters/field") == 0);
}

TEST_CASE_FIXTURE(Fixture, "the field is made once for all channels, and kept") {
  const Case c = coordinates({24, 20, 18});
  const Chain steps = chain({{"sigma", numbers({3})}, {"magnitude", numbers({2})}});
  const std::size_t before = facts.bytes();
  plan(steps, c);
  const std::size_t one = facts.bytes() - before;
  CHECK(one > 24 * 20 * 18 * 12);
  plan(steps, c);
  CHECK(facts.bytes() - before == one);
  plan(steps, c, 4);  // another seed, another field
  CHECK(facts.bytes() - before > one);
}
