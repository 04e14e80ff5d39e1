// Numbers of the real DALI 2.4.0 wheel (reference: dali-semantics section 12, replayed there).
#include <doctest/doctest.h>

#include "ops/intensity/blur.h"
#include "ops/spatial/rotate.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

Case row_case(const std::vector<float>& values) {
  Case c;
  c.id = next_case_id();
  Grid grid;
  grid.size = {static_cast<std::int64_t>(values.size()), 1, 1};
  c.image = Image::allocate(grid, VoxelType::float32);
  std::copy(values.begin(), values.end(), c.image.voxels<float>(0, 0));
  return c;
}

std::vector<float> resized(const std::vector<float>& in, double size, const char* filter, bool antialias) {
  const Device device = Device::cpu(1);
  const Job job{device};
  FactsCache facts;
  const Case c = row_case(in);
  const Operator& op = *find_operator("resize");
  Step step = Step::make("r", op);
  const auto set = [&](const char* name, Value v) {
    step.settings[static_cast<std::size_t>(op.find(name))] = Setting::of(std::move(v));
  };
  set("size", std::vector<double>{size, 1, 1});
  set("filter", std::string(filter));
  set("antialias", antialias);
  const Chain chain{step};
  const Plan p = make_plan(chain, make_draw(chain, 0, 0, 1), c, {}, facts, job);
  return voxels_of(p, c, 0, whole(p.out), facts, job);
}

void check_near(const std::vector<float>& got, const std::vector<float>& want) {
  REQUIRE(got.size() == want.size());
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == doctest::Approx(want[i]).epsilon(2e-6));
}

const std::vector<float> squares{0, 1, 4, 9, 16, 25};

}  // namespace

TEST_CASE("resize down: every filter, with and without antialias") {
  check_near(resized(squares, 4, "nearest", true), {0, 4, 9, 25});
  check_near(resized(squares, 4, "linear", false), {.25F, 3.25F, 10.75F, 22.75F});
  check_near(resized(squares, 4, "linear", true), {.3333333F, 3.555555F, 10.77778F, 22});
  check_near(resized(squares, 4, "cubic", false), {.1328125F, 3.0625F, 10.5625F, 23.33594F});
  check_near(resized(squares, 4, "cubic", true), {.1513469F, 3.000603F, 10.77804F, 22.40334F});
  check_near(resized(squares, 4, "lanczos3", false), {.06542584F, 3.124419F, 10.35264F, 23.49392F});
  check_near(resized(squares, 4, "lanczos3", true), {.1307792F, 2.980027F, 10.52362F, 22.66831F});
  check_near(resized(squares, 4, "gaussian", true), {.2777389F, 3.40243F, 10.70852F, 22.50034F});
}

TEST_CASE("resize up") {
  check_near(resized(squares, 9, "nearest", true), {0, 1, 1, 4, 9, 9, 16, 25, 25});
  check_near(resized(squares, 9, "linear", true), {0, .5000001F, 1.5F, 3.5F, 6.5F, 10.16667F, 14.83333F, 20.5F, 25});
  check_near(resized(squares, 9, "cubic", true),
             {-.05770876F, .3125F, 1.361328F, 3.361328F, 6.25F, 10.028F, 14.69466F, 20.9375F, 25.51938F});
}

TEST_CASE("resize sizes by mode, and the fractional size that moves the region") {
  const Device device = Device::cpu(1);
  const Job job{device};
  FactsCache facts;
  Case c;
  c.id = next_case_id();
  Grid grid;
  grid.size = {120, 100, 20};
  c.image = Image::allocate(grid, VoxelType::uint8);
  const auto size_of = [&](std::vector<double> size, const char* mode, double limit = 0) {
    const Operator& op = *find_operator("resize");
    Step step = Step::make("r", op);
    step.settings[static_cast<std::size_t>(op.find("size"))] = Setting::of(std::move(size));
    step.settings[static_cast<std::size_t>(op.find("mode"))] = Setting::of(std::string(mode));
    if (limit > 0) step.settings[static_cast<std::size_t>(op.find("max_size"))] = Setting::of(limit);
    const Chain chain{step};
    return make_plan(chain, make_draw(chain, 0, 0, 1), c, {}, facts, job).out;
  };
  const Grid out = size_of({64, 0, 0}, "default");
  CHECK(out.size == Index3{64, 53, 11});
  CHECK(out.origin[2] + (static_cast<double>(out.size[2]) - 0.5) * out.spacing[2] ==
        doctest::Approx(20.3125 - 0.5).epsilon(1e-6));
  CHECK(size_of({64, 0, 40}, "default").size == Index3{64, 103, 40});
  CHECK(size_of({0, 50, 40}, "stretch").size == Index3{120, 50, 40});
  CHECK(size_of({64, 64, 64}, "not_larger").size == Index3{64, 53, 11});
  CHECK(size_of({64, 64, 64}, "not_smaller").size == Index3{384, 320, 64});
  CHECK(size_of({64, 64, 64}, "not_smaller", 200).size == Index3{200, 167, 33});
}

TEST_CASE("rotate: canvas sizes and the sense of +90 degrees about z") {
  const auto canvas = [](Vec3 axis, float angle, Index3 in) {
    float r[9];
    dali_rotation(axis, angle, r);
    return rotated_canvas(r, in);
  };
  CHECK(canvas({0, 0, 1}, 90, {5, 4, 3}) == Index3{4, 5, 3});
  CHECK(canvas({0, 0, 1}, 45, {10, 10, 4}) == Index3{16, 16, 4});
  CHECK(canvas({0, 0, 1}, 30, {64, 48, 20}) == Index3{80, 74, 20});
  CHECK(canvas({1, 1, 1}, 120, {7, 8, 9}) == Index3{9, 7, 8});
  CHECK(canvas({1, 2, 3}, 37.5, {64, 48, 20}) == Index3{82, 76, 50});
  CHECK(canvas({0, 1, 0}, 1, {100, 50, 31}) == Index3{102, 50, 33});

  const Device device = Device::cpu(1);
  const Job job{device};
  FactsCache facts;
  Case c;
  c.id = next_case_id();
  Grid grid;
  grid.size = {4, 3, 1};
  c.image = Image::allocate(grid, VoxelType::uint8);
  for (std::int64_t i = 0; i < 12; ++i)
    c.image.mutable_view<std::uint8_t>().at(i % 4, i / 4, 0) = static_cast<std::uint8_t>(i);
  Step step = Step::make("r", *find_operator("rotate"));
  step.settings[1] = Setting::of(90.0);
  step.settings[2] = Setting::of(false);
  step.settings[5] = Setting::of(std::string("nearest"));
  const Chain chain{step};
  const Plan p = make_plan(chain, make_draw(chain, 0, 0, 1), c, {}, facts, job);
  CHECK(p.out.size == Index3{3, 4, 1});
  CHECK(voxels_of(p, c, 0, whole(p.out), facts, job) == std::vector<float>{8, 4, 0, 9, 5, 1, 10, 6, 2, 11, 7, 3});
}

TEST_CASE("blur weights from the edge to the centre") {
  const auto check = [](double sigma, const std::vector<float>& want) {
    const auto w = blur_weights(Blur::Kernel::sampled, sigma, 0, 4);
    REQUIRE(w.size() == 2 * want.size() - 1);
    for (std::size_t i = 0; i < want.size(); ++i) CHECK(w[i] == doctest::Approx(want[i]).epsilon(1e-6));
  };
  check(0.5, {.00026386505F, .10645077F, .78657067F});
  check(1, {.004433048F, .054005578F, .24203622F, .39905027F});
  check(1.5, {.0010283798F, .0075987577F, .03600077F, .10936068F, .21300553F, .26601171F});
}
