// Zooms: sizes, where the anatomy lies, and the taps that MONAI's goldens cannot judge (torch has no cubic in three
// dimensions).
#include <doctest/doctest.h>

#include "ops/error.h"
#include "ops/interpolate.h"
#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

struct Fixture {
  Device device = Device::cpu(1);
  Job job{device};
  FactsCache facts;

  Plan plan(const Vivid& settings, const Case& c) {
    const Chain chain = chain_of(*find_operator("zoom"), settings);
    return make_plan(chain, make_draw(chain, 0, 0, c.image.channels), c, {}, facts, job);
  }
};

Case row_case(const std::vector<float>& values) {
  Case c;
  c.id = next_case_id();
  Grid grid;
  grid.size = {static_cast<std::int64_t>(values.size()), 1, 1};
  c.image = Image::allocate(grid, VoxelType::float32);
  std::copy(values.begin(), values.end(), c.image.voxels<float>(0, 0));
  return c;
}

Setting text(const char* s) {
  return Setting::of(std::string(s));
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a zoom without keep_size has floor(factor n) voxels over the same box of the patient") {
  const Case c = asymmetric_case({13, 7, 11});
  const Grid& in = c.image.grid;
  const Grid out = plan({{"factor", numbers({1.3, 0.5, 2})}, {"keep_size", Setting::of(false)}}, c).out;
  CHECK(out.size == Index3{16, 3, 22});
  CHECK(out.direction == in.direction);
  const auto corner = [](const Grid& g, bool high) {
    Vec3 p;
    for (std::size_t k = 0; k < 3; ++k) p[k] = high ? static_cast<double>(g.size[k]) - 0.5 : -0.5;
    return g.to_world(p);
  };
  for (const bool high : {false, true})
    for (std::size_t k = 0; k < 3; ++k)
      CHECK(corner(out, high)[k] == doctest::Approx(corner(in, high)[k]).epsilon(1e-12));
  CHECK(plan({{"factor", numbers({1.3, 0.5, 2})}}, c).out == in);
}

TEST_CASE_FIXTURE(Fixture, "a factor that leaves no voxel is refused with its place") {
  const Case c = asymmetric_case({13, 7, 3});
  try {
    plan({{"factor", numbers({1, 1, 0.3})}}, c);
    FAIL("nothing was refused");
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::bad_input);
    CHECK(std::string(e.what()) ==
          "zoom leaves no voxel of the 3 along z (/steps/0/parameters/factor): use a factor of at least 1 / 3 there");
  }
}

TEST_CASE_FIXTURE(Fixture, "keep_size crops from m / 2 - n / 2 and pads (n - m) / 2 before") {
  const Case c = row_case({1, 2, 3, 4, 5});
  const auto zoomed = [&](double factor) {
    const Plan p = plan({{"factor", numbers({factor, 1, 1})}, {"sampler", text("nearest")}}, c);
    return voxels_of(p, c, 0, whole(p.out), facts, job);
  };
  CHECK(zoomed(2) == std::vector<float>{2, 3, 3, 4, 4});    // of 1 1 2 2 3 3 4 4 5 5, from 5 - 2
  CHECK(zoomed(0.5) == std::vector<float>{1, 1, 3, 3, 3});  // 1 3, one before, two after
}

TEST_CASE_FIXTURE(Fixture, "cubic taps are those of torch's bicubic, in all three axes") {
  const std::vector<float> in{0, 1, 4, 9, 16, 25};
  // torch 2.15: F.interpolate(x[None, None, :, None], (m, 1), mode="bicubic", align_corners=False)
  const std::vector<float> up{-0.08680558F, 0.21875F,  1.430555F, 3.152778F, 6.125F,
                              10.28241F,    14.30093F, 21.15625F, 25.78125F};
  const std::vector<float> down{0.1210938F, 2.828125F, 10.79688F, 23.20703F};
  const Case c = row_case(in);
  for (const auto& want : {up, down}) {
    const double factor = (static_cast<double>(want.size()) + 0.5) / 6;
    const Plan p =
        plan({{"factor", numbers({factor, 1, 1})}, {"sampler", text("cubic")}, {"keep_size", Setting::of(false)}}, c);
    const auto out = voxels_of(p, c, 0, whole(p.out), facts, job);
    REQUIRE(out.size() == want.size());
    for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == doctest::Approx(want[i]).epsilon(1e-5));
  }
  for (const int axis : {0, 1, 2}) CHECK(interpolation_taps(Interpolation::cubic, axis, 6, 9).axis == axis);
}

TEST_CASE("nearest indices are torch's, where float32 decides") {
  const auto exact = nearest_indices(Interpolation::nearest_exact, 14, 5);
  CHECK(exact == std::vector<std::int32_t>{1, 4, 7, 9, 12});
  // 2 to 41: the fused coordinate of output 20 rounds up to voxel 1, the product alone would stay below it
  CHECK(nearest_indices(Interpolation::nearest_exact, 2, 41)[20] == 1);
  CHECK(nearest_indices(Interpolation::nearest, 13, 6) == std::vector<std::int32_t>{0, 2, 4, 6, 8, 10});
}

TEST_CASE("area rows average the voxels that an output voxel touches") {
  const AxisTaps taps = interpolation_taps(Interpolation::area, 0, 5, 3);
  CHECK(taps.starts.host() == std::vector<std::int32_t>{0, 1, 3});  // 0..2, 1..4, 3..5
  CHECK(taps.taps == 3);
  CHECK(taps.weights.host() == std::vector<float>{0.5F, 0.5F, 0, 1 / 3.F, 1 / 3.F, 1 / 3.F, 0.5F, 0.5F, 0});
}
