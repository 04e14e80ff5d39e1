#include "ops/spatial/affine.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

Setting text(const char* s) {
  return Setting::of(std::string(s));
}

struct Fixture {
  Device device = Device::cpu(2);
  FactsCache facts;
  Job job{device};

  Chain step(const Vivid& vivid) const { return chain_of(*find_operator("affine"), vivid); }
  Plan plan(const Chain& chain, const Case& c) {
    return make_plan(chain, make_draw(chain, 3, 0, c.image.channels), c, {}, facts, job);
  }
  std::vector<float> voxels(const Vivid& vivid, const Case& c) {
    const Plan p = plan(step(vivid), c);
    return voxels_of(p, c, 0, whole(p.out), facts, job);
  }

  /// Where a single bright voxel of an 11^3 cube goes, as an offset from the centre.
  Index3 moved(const Index3& offset, Vivid vivid, const char* convention) {
    Case c = asymmetric_case({11, 11, 11}, VoxelType::float32, 1);
    c.image.grid = {{11, 11, 11}, {1, 1, 1}, {-5, -5, -5}, identity3};
    for (std::int64_t z = 0; z < 11; ++z)
      for (std::int64_t y = 0; y < 11; ++y)
        for (std::int64_t x = 0; x < 11; ++x)
          c.image.mutable_view<float>().at(x, y, z) =
              x == 5 + offset[0] && y == 5 + offset[1] && z == 5 + offset[2] ? 1.0F : 0.0F;
    vivid["convention"] = text(convention);
    const auto out = voxels(vivid, c);
    const auto place = std::max_element(out.begin(), out.end()) - out.begin();
    CHECK(out[static_cast<std::size_t>(place)] > 0.99F);
    return {place % 11 - 5, place / 11 % 11 - 5, place / 121 - 5};
  }
};

constexpr const char* conventions[] = {"monai", "nnunet", "torchio"};

/// 2x - 3y + 5z: linear interpolation is exact.
Case ramp(const Index3& size) {
  Case c = asymmetric_case(size, VoxelType::float32, 1);
  for (std::int64_t z = 0; z < size[2]; ++z)
    for (std::int64_t y = 0; y < size[1]; ++y)
      for (std::int64_t x = 0; x < size[0]; ++x)
        c.image.mutable_view<float>().at(x, y, z) = static_cast<float>(2 * x - 3 * y + 5 * z);
  return c;
}

std::string refused(const Vivid& vivid) {
  Preset preset;
  preset.steps = chain_of(*find_operator("affine"), vivid);
  const auto problems = problems_of(preset);
  return problems.empty() ? "" : problems[0].pointer;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "content sense: x turns toward y, y toward z, z toward x; scale enlarges; shift goes up") {
  for (const char* convention : {"monai", "nnunet"}) {
    CHECK(moved({3, 0, 0}, {{"rotate", numbers({0, 0, 90})}}, convention) == Index3{0, 3, 0});
    CHECK(moved({0, 3, 0}, {{"rotate", numbers({90, 0, 0})}}, convention) == Index3{0, 0, 3});
    CHECK(moved({0, 0, 3}, {{"rotate", numbers({0, 90, 0})}}, convention) == Index3{3, 0, 0});
    CHECK(moved({2, -1, 1}, {{"scale", numbers({2, 3, 1})}}, convention) == Index3{4, -3, 1});
    CHECK(moved({1, 0, 2}, {{"translate", numbers({2, -3, 1})}}, convention) == Index3{3, -3, 3});
    // Rz Ry Rx: first about x, (1, 2, 3) -> (1, -3, 2), then about z -> (3, 1, 2)
    CHECK(moved({1, 2, 3}, {{"rotate", numbers({90, 0, 90})}}, convention) == Index3{3, 1, 2});
    // the pull's elements in the other order: first about z, (-2, 1, 3), then about x -> (-2, -3, 1)
    CHECK(moved({1, 2, 3}, {{"rotate", numbers({90, 0, 90})}, {"rotate_order", text("ZYX")}}, convention) ==
          Index3{-2, -3, 1});
    CHECK(moved({1, 2, 3}, {{"rotate", numbers({90, 0, 90})}, {"rotate_order", text("xyz")}}, convention) ==
          Index3{-2, -3, 1});
    // S (M p + t): the shift is scaled too
    CHECK(moved({1, 0, 0}, {{"scale", numbers({2})}, {"translate", numbers({1, 0, 0})}}, convention) ==
          Index3{4, 0, 0});
  }
  CHECK(moved({0, 2, 0}, {{"shear", numbers({1.5, 0, 0, 0, 0, 0})}}, "monai") == Index3{3, 2, 0});
}

TEST_CASE_FIXTURE(Fixture, "torchio: angles and shifts are about and toward R, A, S") {
  // a positive turn about S takes R toward A, that is index -x toward -y on an LPS grid
  CHECK(moved({-3, 0, 0}, {{"rotate", numbers({0, 0, 90})}}, "torchio") == Index3{0, -3, 0});
  CHECK(moved({0, -3, 0}, {{"rotate", numbers({90, 0, 0})}}, "torchio") == Index3{0, 0, 3});
  CHECK(moved({0, 0, 3}, {{"rotate", numbers({0, 90, 0})}}, "torchio") == Index3{-3, 0, 0});
  CHECK(moved({0, 0, 0}, {{"translate", numbers({1, 2, 3})}}, "torchio") == Index3{-1, -2, 3});
  CHECK(moved({0, 0, 0}, {{"translate", numbers({1, 2, 3})}, {"translate_unit", text("voxels")}}, "torchio") ==
        Index3{1, 2, 3});
  CHECK(moved({1, 2, -1}, {{"scale", numbers({2, 1, 3})}}, "torchio") == Index3{2, 2, -3});
}

TEST_CASE_FIXTURE(Fixture, "millimetres become voxels of each axis") {
  const Case c = ramp({12, 10, 8});
  const Vec3 mm{2 * 0.7, 1.1, 2.3};
  CHECK(same_bytes(voxels({{"translate", numbers({mm[0], mm[1], mm[2]})}, {"translate_unit", text("mm")}}, c),
                   voxels({{"translate", numbers({2, 1, 1})}}, c)));
}

TEST_CASE_FIXTURE(Fixture, "neutral parameters keep every bit, also NaN and -0, in every convention") {
  Case c = asymmetric_case({9, 1, 5}, VoxelType::float32, 1);
  c.image.mutable_view<float>().at(4, 0, 2) = std::numeric_limits<float>::quiet_NaN();
  c.image.mutable_view<float>().at(5, 0, 3) = -0.0F;
  for (const char* convention : conventions)
    for (const char* centre : {"image", "origin"}) {
      const Plan p = plan(step({{"convention", text(convention)}, {"centre", text(centre)}}), c);
      CHECK(p.out == c.image.grid);
      CHECK(same_bytes(voxels_of(p, c, 0, whole(p.out), facts, job),
                       voxels_of(plan({}, c), c, 0, whole(p.out), facts, job)));
    }
}

TEST_CASE_FIXTURE(Fixture, "an affine and its inverse return the interior") {
  const Case c = ramp({24, 22, 20});
  // o = s (M p + t) has the inverse 1/s (M' o + t') with M' = M^-1, turned back in the other order, t' = -s M' t
  const Vec3 angles{8, -11, 14}, back{-8, 11, -14}, t{0.7, -0.4, 1.1};
  const double s = 1.15;
  for (const char* convention : {"monai", "nnunet"}) {
    Chain chain = step({{"convention", text(convention)},
                        {"rotate", numbers({angles[0], angles[1], angles[2]})},
                        {"scale", numbers({s})},
                        {"translate", numbers({t[0], t[1], t[2]})}});
    const Mat3 m_back = euler_rotation({-angles[0], -angles[1], -angles[2]}, "XYZ");  // M^-1 is the pull's R
    const Vec3 shift = multiply(m_back, t);
    chain.push_back(step({{"convention", text(convention)},
                          {"rotate", numbers({back[0], back[1], back[2]})},
                          {"rotate_order", text("ZYX")},
                          {"scale", numbers({1 / s})},
                          {"translate", numbers({-s * shift[0], -s * shift[1], -s * shift[2]})}})[0]);
    chain[1].id = "back";
    const Region inner{{8, 8, 7}, {8, 6, 6}};
    const auto out = voxels_of(plan(chain, c), c, 0, inner, facts, job),
               in = voxels_of(plan({}, c), c, 0, inner, facts, job);
    for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == doctest::Approx(in[i]).epsilon(1e-4));
  }
}

TEST_CASE("MONAI's shears: six elementary ones keep the volume, 1.5's elements do not") {
  const std::array<double, 6> c{0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
  const Mat3 product = monai_shear(c, ShearRule::product), elements = monai_shear(c, ShearRule::elements);
  CHECK(determinant(product) == doctest::Approx(1));
  CHECK(elements == Mat3{1, 0.1, 0.2, 0.3, 1, 0.4, 0.5, 0.6, 1});
  // two coefficients by hand, as MONAI's documentation has them in 2-D: [[1, Sx], [Sy, 1 + Sx Sy]]
  const Mat3 two = monai_shear({0.5, 0, 0.25, 0, 0, 0}, ShearRule::product);
  CHECK(two == Mat3{1, 0.5, 0, 0.25, 1.125, 0, 0, 0, 1});
}

TEST_CASE_FIXTURE(Fixture, "nnU-Net with neither coin cuts an integer window about floor(n / 2)") {
  const Case c = asymmetric_case({9, 8, 7}, VoxelType::float32, 1);
  Vivid vivid{
      {"convention", text("nnunet")}, {"size", numbers({6, 5, 9})},         {"rotate", numbers({20})},
      {"fill", numbers({-50})},       {"rotate_probability", numbers({0})}, {"scale_probability", numbers({0})}};
  const Plan p = plan(step(vivid), c);
  const auto out = voxels_of(p, c, 0, whole(p.out), facts, job);
  const auto in = c.image.view<float>();
  const Index3 start{4 - 3, 4 - 2, 3 - 4};
  for (std::int64_t z = 0; z < 9; ++z)
    for (std::int64_t y = 0; y < 5; ++y)
      for (std::int64_t x = 0; x < 6; ++x) {
        const std::int64_t k = z + start[2];
        const float expected = k < 0 || k > 6 ? -50.0F : in.at(x + start[0], y + start[1], k);
        REQUIRE(out[static_cast<std::size_t>((z * 5 + y) * 6 + x)] == expected);
      }
  // anatomy stays where it is: the first voxel lies where the window begins
  const Vec3 first = p.out.to_world({0, 0, 0}), begin = c.image.grid.to_world({1, 2, -1});
  for (std::size_t k = 0; k < 3; ++k) CHECK(first[k] == doctest::Approx(begin[k]));
  // one coin is enough for the grid, centre on centre: half a voxel beside the window where the parities differ
  vivid["rotate_probability"] = numbers({1});
  vivid["rotate"] = numbers({0});
  CHECK_FALSE(same_bytes(voxels(vivid, c), out));
  // F.pad's reflection is about the edge voxel
  vivid["rotate_probability"] = numbers({0});
  vivid["border"] = text("reflect");
  CHECK(voxels(vivid, c)[0] == in.at(1, 2, 1));
}

TEST_CASE_FIXTURE(Fixture,
                  "edges: constant blends over a voxel, torchio's ends half a voxel out, one voxel counts half") {
  Case c = asymmetric_case({4, 3, 3}, VoxelType::float32, 1);
  for (std::int64_t i = 0; i < 4; ++i) c.image.mutable_view<float>().at(i, 1, 1) = static_cast<float>(10 * (i + 1));
  const auto middle = [&](const Vivid& vivid) {
    const auto all = voxels(vivid, c);
    return std::vector<float>(all.begin() + 16, all.begin() + 20);
  };
  CHECK(middle({{"translate", numbers({0.25, 0, 0})}})[0] == doctest::Approx(7.5));
  c.image.grid = {{4, 3, 3}, {1, 1, 1}, {0, 0, 0}, identity3};
  const auto itk = [&](double right) {
    return middle(
        {{"translate", numbers({-right, 0, 0})}, {"convention", text("torchio")}, {"fill", numbers({-3})}})[0];
  };
  CHECK(itk(0.25) == 10);
  CHECK(itk(0.45) == 10);
  CHECK(itk(0.55) == -3);

  Case thin = asymmetric_case({1, 3, 3}, VoxelType::float32, 1);
  const float v = thin.image.view<float>().at(0, 1, 1);
  CHECK(voxels({{"translate", numbers({1, 0, 0})}}, thin)[4] == doctest::Approx(0.5 * static_cast<double>(v)));
  CHECK(voxels({{"translate", numbers({1, 0, 0})}, {"convention", text("nnunet")}}, thin)[4] == 0);
}

TEST_CASE_FIXTURE(Fixture, "torchio turns a picture of one slice in its plane only") {
  const Case c = asymmetric_case({9, 8, 1}, VoxelType::float32, 1);
  Case upright = c;
  upright.image.grid.direction = identity3;
  const auto all = voxels(
      {{"rotate", numbers({30, 20, 40})}, {"scale", numbers({1.2, 0.9, 3})}, {"convention", text("torchio")}}, upright);
  const auto in_plane = voxels(
      {{"rotate", numbers({0, 0, 40})}, {"scale", numbers({1.2, 0.9, 1})}, {"convention", text("torchio")}}, upright);
  CHECK(same_bytes(all, in_plane));
}

TEST_CASE("isotropic shares one drawn scale, and nothing else") {
  Chain chain = chain_of(*find_operator("affine"), {{"isotropic", Setting::of(true)}});
  Setting angle, scale;
  angle.laws = {{Law::uniform, {}, -40, 40, {}, {}, {}}};
  scale.laws = {{Law::uniform, {}, 0.7, 1.4, {}, {}, {}}};
  const auto& op = *chain[0].op;
  chain[0].settings[static_cast<std::size_t>(op.find("rotate"))] = angle;
  chain[0].settings[static_cast<std::size_t>(op.find("scale"))] = scale;
  const Draw draw = make_draw(chain, 3, 0, 1);
  const DrawnValues v(op, draw.steps[0].values[0]);
  const Vec3 r = v.axes("rotate"), s = v.axes("scale");
  CHECK((r[0] != r[1] && r[1] != r[2]));
  CHECK((s[0] == s[1] && s[1] == s[2]));
}

TEST_CASE("parameters that no affine has are refused with their place") {
  CHECK(refused({{"rotate", numbers({10})}}).empty());
  CHECK(refused({{"scale", numbers({1, 0, 1})}}) == "/steps/0/parameters/scale");
  CHECK(refused({{"scale", numbers({-1, 1, 1})}}).empty());
  CHECK(refused({{"scale", numbers({-1, 1, 1})}, {"convention", text("torchio")}}) == "/steps/0/parameters/scale");
  CHECK(refused({{"size", numbers({0, 5, 5})}}) == "/steps/0/parameters/size/0");
  CHECK(refused({{"size", numbers({65535})}}) == "/steps/0/parameters/size");
  CHECK(refused({{"rotate_probability", numbers({1.2})}}) == "/steps/0/parameters/rotate_probability");
  CHECK(refused({{"rotate_order", text("XYX")}}) == "/steps/0/parameters/rotate_order");
  CHECK(refused({{"shear", numbers({1, 0, 1, 0, 0, 0})}}).empty());
  CHECK(refused({{"shear", numbers({1, 0, 1, 0, 0, 0})}, {"peer_version", text("1.5")}}) ==
        "/steps/0/parameters/shear");
  CHECK(refused({{"shear", numbers({0.1, 0, 0, 0, 0, 0})}, {"convention", text("torchio")}}) ==
        "/steps/0/parameters/shear");
  CHECK(refused({{"isotropic", Setting::of(true)}, {"scale", numbers({1, 2, 1})}}) == "/steps/0/parameters/isotropic");
}
