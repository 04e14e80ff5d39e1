// Grids and voxels of spacing and orientation against their definitions, and against numbers that nibabel gives.
#include "ops/spatial/spacing.h"

#include <doctest/doctest.h>

#include <cmath>

#include "ops/spatial/orientation.h"
#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

struct Fixture {
  Device device = Device::cpu(2);
  FactsCache facts;
  Job job{device};

  Plan plan(const char* op, const Vivid& settings, const Case& c) {
    const Chain chain = op[0] == 0 ? Chain() : chain_of(*find_operator(op), settings);
    return make_plan(chain, make_draw(chain, 3, 0, c.image.channels), c, {}, facts, job);
  }
};

Setting text(const char* s) {
  return Setting::of(std::string(s));
}

/// Voxels that are a linear function of their place in the world, so that any exact resampling keeps the function.
double ramp(const Vec3& world) {
  return 3 + 0.5 * world[0] - 0.25 * world[1] + 0.125 * world[2];
}
Case ramp_case(const Index3& size, const Mat3* direction = nullptr) {
  Case c = asymmetric_case(size, VoxelType::float32, 1);
  if (direction != nullptr) c.image.grid.direction = *direction;
  for (std::int64_t z = 0; z < size[2]; ++z)
    for (std::int64_t y = 0; y < size[1]; ++y)
      for (std::int64_t x = 0; x < size[0]; ++x)
        c.image.mutable_view<float>().at(x, y, z) = static_cast<float>(
            ramp(c.image.grid.to_world({static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)})));
  return c;
}

}  // namespace

namespace {

/// Axes of three turns as a float32 header keeps them, and of a tilted gantry.
Mat3 rounded_axes() {
  Mat3 m = {0.7661, -0.5903, 0.2541, 0.4975, 0.7921, 0.3536, -0.4100, -0.1445, 0.9005};
  for (std::size_t k = 0; k < 3; ++k) {  // at right angles, then rounded
    for (std::size_t j = 0; j < k; ++j) {
      const double along = m[k] * m[j] + m[3 + k] * m[3 + j] + m[6 + k] * m[6 + j];
      for (std::size_t r = 0; r < 9; r += 3) m[r + k] -= along * m[r + j];
    }
    const double length = std::hypot(m[k], m[3 + k], m[6 + k]);
    for (std::size_t r = 0; r < 9; r += 3) m[r + k] /= length;
  }
  for (double& v : m) v = static_cast<double>(static_cast<float>(v));
  return m;
}
constexpr Mat3 tilted_axes = {1, 0, 0, 0, 1, -0.28, 0, 0, 0.96};

/// Voxels that lie inside the input have the ramp's value at their own place.
int check_ramp(const Case& c, const Plan& p, const std::vector<float>& out) {
  int inside_voxels = 0;
  std::size_t n = 0;
  for (std::int64_t z = 0; z < p.out.size[2]; ++z)
    for (std::int64_t y = 0; y < p.out.size[1]; ++y)
      for (std::int64_t x = 0; x < p.out.size[0]; ++x, ++n) {
        const Vec3 world = p.out.to_world({static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)});
        const Vec3 at = c.image.grid.to_index(world);
        bool inside = true;
        for (std::size_t k = 0; k < 3; ++k)
          inside = inside && at[k] > -1e-9 && at[k] < static_cast<double>(c.image.grid.size[k] - 1) + 1e-9;
        if (!inside) continue;
        CHECK(static_cast<double>(out[n]) == doctest::Approx(ramp(world)).epsilon(2e-6));
        ++inside_voxels;
      }
  return inside_voxels;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the anatomy stays where it is: a ramp in the world is the same ramp on the new grid") {
  const Mat3 rounded = rounded_axes();
  for (const Mat3* direction : {static_cast<const Mat3*>(nullptr), &rounded, &tilted_axes}) {
    const Case c = ramp_case({17, 14, 12}, direction);
    for (const char* convention : {"monai", "torchio"})
      for (const double mm : {0.45, 1.7}) {
        const Plan p = plan("spacing", {{"spacing_mm", numbers({mm, 0.8, 3.1})}, {"convention", text(convention)}}, c);
        CHECK(check_ramp(c, p, voxels_of(p, c, 0, whole(p.out), facts, job)) > p.out.voxels() / 3);
      }
  }
}

TEST_CASE("the goal within a thousandth is the input, where size and affine allow it") {
  const Grid in = asymmetric_case({17, 14, 12}).image.grid;
  const auto mm = [&](double x, double y, double z) { return monai_spacing(in, {0.7 + x, 1.1 + y, 2.3 + z}); };
  CHECK(mm(0, 0, 0).out == in);
  CHECK(mm(9e-4, -9e-4, 9e-4).out == in);  // each axis
  CHECK(mm(0, 0, 2e-3).unchanged());       // 2.302 / 2.3 is 1 + 0.00087
  CHECK(mm(0, 0, 2e-3).out == in);
  CHECK(mm(0, 0, 3e-3).out.spacing[2] == doctest::Approx(2.303).epsilon(1e-12));
  CHECK(!mm(0, 0, 3e-3).unchanged());
  CHECK(!mm(2e-3, 0, 0).unchanged());           // 0.702 / 0.7 is 1 + 0.0029
  CHECK(mm(9e-4, 0, 1).out.spacing[0] == 0.7);  // the others go, this axis stays
  CHECK(monai_spacing(in, {0.7 * 16 / 17, 1.1, 2.3}).out.size[0] == 18);
}

TEST_CASE("axes that are not at right angles lose their shear, and their grid lies about the centre") {
  Grid in{{17, 14, 12}, {0.7, 1.1, 2.3}, {-12, 5, 40}, rounded_axes()};
  SpacingGrid g = monai_spacing(in, {1.4, 0.8, 1.9});
  CHECK(g.sheared);
  const Mat3 gram = multiply(transpose(g.out.direction), g.out.direction);
  for (std::size_t i = 0; i < 9; ++i) CHECK(std::abs(gram[i] - identity3[i]) < 1e-12);
  for (std::size_t k = 0; k < 3; ++k)  // the middles of both boxes, counted from the first centres
    CHECK(in.to_world({8.5, 7, 6})[k] == doctest::Approx(g.out.to_world({static_cast<double>(g.out.size[0]) / 2,
                                                                         static_cast<double>(g.out.size[1]) / 2,
                                                                         static_cast<double>(g.out.size[2]) / 2})[k])
                                             .epsilon(1e-12));
  in.direction = {1, 0.28, 0, 0, 0.96, 0, 0, 0, 1};  // leans away from the first voxel: that is the lowest corner
  g = monai_spacing(in, {1.4, 0.8, 1.9});
  CHECK(g.out.origin == in.origin);
  CHECK(g.out.size == Index3{12, 18, 14});  // 16 * 0.7 / 1.4 + 13 * 1.1 * 0.28 / 1.4 + 1, 13 * 1.1 * 0.96 / 0.8 + 1
  in.direction[1] = -0.28;
  CHECK(monai_spacing(in, {1.4, 0.8, 1.9}).out.origin != in.origin);
  in.direction = {1, 1, 0, 0, 0, 0, 0, 0, 1};
  CHECK_THROWS_AS(monai_spacing(in, {1, 1, 1}), std::domain_error);
}

TEST_CASE("sizes and places of the new grid") {
  const auto monai = [](std::int64_t n, double from, double to) {
    return spacing_axis(Spacing::Convention::monai, n, from, to);
  };
  CHECK(monai(10, 1, 0.5).size == 19);  // from the first centre to the last
  CHECK(monai(10, 1, 2).size == 6);     // 5.5, half to even
  CHECK(monai(8, 1, 2).size == 4);      // 4.5, half to even
  CHECK(monai(1, 1, 0.1).size == 1);
  const auto torchio = [](std::int64_t n, double from, double to) {
    return spacing_axis(Spacing::Convention::torchio, n, from, to);
  };
  CHECK(torchio(10, 1, 0.5).size == 20);  // the cells' whole extent
  CHECK(torchio(10, 1, 0.5).shift == -0.25);
  CHECK(torchio(10, 1, 3).size == 3);
  CHECK(torchio(10, 1, 3).shift == 1.5);  // 4.5 - 1 * 3
  CHECK(torchio(1, 1, 0.1).size == 1);
  CHECK(torchio(3, 1, 50).size == 1);
}

TEST_CASE_FIXTURE(Fixture, "labels of a spacing are the nearest voxels, and so is the image where it is asked for") {
  Case c = asymmetric_case({9, 8, 7});
  const Mat3 right_angled = c.image.grid.direction;
  for (const char* convention : {"monai", "torchio", "monai, tilted"}) {
    const bool tilted = std::string(convention) == "monai, tilted";
    c.image.grid.direction = c.labels->grid.direction = tilted ? tilted_axes : right_angled;
    const Plan p = plan("spacing",
                        {{"spacing_mm", numbers({0.41, 1.93, 1.37})},
                         {"convention", text(tilted ? "monai" : convention)},
                         {"sampler", text("nearest")}},
                        c);
    const auto labels = labels_of(p, c, whole(p.out), facts, job);
    const auto image = voxels_of(p, c, 1, whole(p.out), facts, job);
    std::size_t n = 0;
    for (std::int64_t z = 0; z < p.out.size[2]; ++z)
      for (std::int64_t y = 0; y < p.out.size[1]; ++y)
        for (std::int64_t x = 0; x < p.out.size[0]; ++x, ++n) {
          const Vec3 at = c.image.grid.to_index(
              p.out.to_world({static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)}));
          Index3 near;
          bool tie = false;
          for (std::size_t k = 0; k < 3; ++k) {
            tie = tie || std::abs(at[k] - std::floor(at[k]) - 0.5) < 1e-9;
            near[k] = std::clamp<std::int64_t>(std::llround(at[k]), 0, c.image.grid.size[k] - 1);
          }
          if (tie) continue;
          CHECK(labels[n] == c.labels->view().at(near[0], near[1], near[2]));
          CHECK(image[n] == c.image.value(near, 1));
        }
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "spacings that make a grid beyond memory, or of axes in one plane, are refused with their pointer") {
  Case c = asymmetric_case({9, 8, 7});
  for (const double mm : {1e-6, 2e-4, 1.0}) {
    if (mm == 1) c.image.grid.direction = {1, 1, 0, 0, 0, 0, 0, 0, 1};
    std::string where;
    try {
      plan("spacing", {{"spacing_mm", numbers({mm})}}, c);
    } catch (const Error& e) {
      where = e.parts().where;
    }
    CHECK(where == "/steps/0/parameters/spacing_mm");
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "an orientation keeps every voxel's value and place, and its axes run where they are asked to") {
  const Case c = asymmetric_case({5, 4, 3});
  const auto original = voxels_of(plan("", {}, c), c, 1, whole(c.image.grid), facts, job);
  for (const char* codes : {"RAS", "LPS", "SAR", "IPL", "PSL", "ARI"}) {
    const Plan p = plan("orientation", {{"axcodes", text(codes)}}, c);
    CHECK(orientation_letters(p.out) == codes);
    const auto out = voxels_of(p, c, 1, whole(p.out), facts, job);
    const auto labels = labels_of(p, c, whole(p.out), facts, job);
    std::size_t n = 0;
    for (std::int64_t z = 0; z < p.out.size[2]; ++z)
      for (std::int64_t y = 0; y < p.out.size[1]; ++y)
        for (std::int64_t x = 0; x < p.out.size[0]; ++x, ++n) {
          const Vec3 at = c.image.grid.to_index(
              p.out.to_world({static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)}));
          const Index3 from{std::llround(at[0]), std::llround(at[1]), std::llround(at[2])};
          for (std::size_t k = 0; k < 3; ++k) CHECK(std::abs(at[k] - static_cast<double>(from[k])) < 1e-9);
          CHECK(out[n] == original[static_cast<std::size_t>((from[2] * 4 + from[1]) * 5 + from[0])]);
          CHECK(labels[n] == c.labels->view().at(from[0], from[1], from[2]));
        }
  }
}

TEST_CASE("oblique and sheared axes are named as nibabel 5.4.2 names them") {
  // io_orientation of the same directions in RAS: [[1, 1], [0, -1], [2, 1]] and so on
  const auto named = [](const Mat3& direction) {
    std::string s;
    for (const AxisCode& code : axis_codes(direction)) s += "LPSRAI"[code.patient + (code.reversed ? 3 : 0)];
    return s;
  };
  CHECK(named(identity3) == "LPS");
  CHECK(named({0, 0, -1, 1, 0, 0, 0, 1, 0}) == "PSR");
  CHECK(named({-0.756078, -0.183025, -0.628299, 0.396041, -0.892124, -0.216103, -0.521054, -0.413057, 0.747355}) ==
        "RAS");
  CHECK(named({-0.636833, -0.320023, 0.701664, 0.372902, -0.924066, -0.08296, 0.674824, 0.209015, 0.707661}) == "RAS");
  CHECK(named({-0.675002, -0.063986, 0.73491, 0.593001, -0.639855, 0.48894, 0.439001, 0.765827, 0.469942}) == "PSL");
  CHECK(named({-0.190076, -0.683142, -0.398932, -0.955382, 0.014003, -0.086985, -0.22609, -0.730152, -0.912845}) ==
        "ARI");
  CHECK(named({-0.430973, -0.748254, 0.169067, -0.437972, 0.64622, 0.537213, -0.78895, 0.150051, -0.826328}) == "ARI");
  CHECK(named({0.064022, -0.568075, 0.486828, -0.800275, -0.788104, -0.696754, 0.596205, -0.237031, -0.526814}) ==
        "SRA");
}

TEST_CASE("codes that do not name three axes are refused") {
  const Operator& op = *find_operator("orientation");
  for (const char* codes : {"RAX", "RRS", "RA", "RASL", "", "ras", "RLS"}) {
    const std::vector<Value> values{std::string(codes)};
    const Broken broken = op.check(DrawnValues(op, values));
    CHECK(broken.parameter == "axcodes");
    CHECK(broken.what.find("\"" + std::string(codes) + "\"") == 0);
  }
}
