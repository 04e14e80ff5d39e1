// Laws that every operator of the catalogue keeps; they walk the list, so that a new operator is tested from its first
// day.
#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

struct Fixture {
  Device device = Device::cpu(2), one = Device::cpu(1);
  FactsCache facts;
  Job job{device};

  Plan plan(const Chain& chain, const Case& c, FactsCache& cache, const Job& j, std::uint64_t sample = 0) const {
    return make_plan(chain, make_draw(chain, 3, sample, c.image.channels), c, {}, cache, j);
  }
};

const Index3 odd_size{13, 7, 11};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "neutral parameters give the input back, bit for bit") {
  const Case c = asymmetric_case(odd_size);
  const std::vector<float> original = voxels_of(plan({}, c, facts, job), c, 1, whole(odd_size), facts, job);
  for (const Operator* op : catalogue()) {
    CAPTURE(std::string(op->name));
    Vivid neutral;
    if (op->name == "window") neutral = {{"level", numbers({0.5})}, {"width", numbers({1})}};
    if (op->name == "crop_foreground") neutral = {{"threshold", numbers({-1000})}};
    if (op->name == "normalize") neutral = {{"mean", numbers({0})}, {"std", numbers({1})}};
    FactsCache fresh;
    const Plan p = plan(chain_of(*op, neutral), c, fresh, job);
    CHECK(p.out == c.image.grid);
    const auto out = voxels_of(p, c, 1, whole(odd_size), fresh, job);
    if (op->name == "gamma" || op->name == "contrast" || op->name == "normalize" ||
        op->name == "window") {  // they restore about a mean or a range
      for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == doctest::Approx(original[i]).epsilon(2e-6));
    } else if (op->name == "noise_rician") {  // a magnitude
      for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == std::abs(original[i]));
    } else {
      CHECK(same_bytes(out, original));
    }
    CHECK(same_bytes(labels_of(p, c, whole(odd_size), fresh, job),
                     labels_of(plan({}, c, fresh, job), c, whole(odd_size), fresh, job)));
  }
}

TEST_CASE_FIXTURE(Fixture, "a voxel does not depend on region, threads or what is held") {
  for (const Operator* op : catalogue())
    for (const Vivid& vivid : vivid_settings(op->name)) {
      CAPTURE(std::string(op->name));
      const Case c = asymmetric_case(odd_size, VoxelType::int16);
      Chain chain = chain_of(*op, vivid);
      chain.insert(chain.begin(),
                   chain_of(*find_operator("rotate"), {{"angle", numbers({10})}, {"axis", numbers({1, 1, 0})}})[0]);
      chain[0].id = "before";
      chain.push_back(chain_of(*find_operator("blur"), {{"sigma", numbers({0.8})}})[0]);
      chain[2].id = "after";
      FactsCache a, b;
      const Job single{one};
      const Plan pa = plan(chain, c, a, job), pb = plan(chain, c, b, single);
      const auto all = voxels_of(pa, c, 1, whole(pa.out), a, job);
      CHECK(same_bytes(all, voxels_of(pb, c, 1, whole(pb.out), b, single)));
      const auto labels = labels_of(pa, c, whole(pa.out), a, job);
      for (std::uint32_t k = 0; k < 12; ++k) {
        const Region r = random_region(k, pa.out.size);
        CHECK(same_bytes(voxels_of(pb, c, 1, r, b, single), cut(all, pa.out.size, r)));
        CHECK(same_bytes(labels_of(pa, c, r, a, job), cut(labels, pa.out.size, r)));
      }
    }
}

TEST_CASE_FIXTURE(Fixture, "vivid parameters change the picture, stay finite, and keep to the labels of the input") {
  const std::set<std::int32_t> classes{0, 1, 3, 5, 9};  // 3 is a fill that one setting names
  for (const VoxelType type : {VoxelType::uint8, VoxelType::int16, VoxelType::uint16, VoxelType::float32}) {
    const Case c = asymmetric_case(odd_size, type);
    const auto original = voxels_of(plan({}, c, facts, job), c, 0, whole(odd_size), facts, job);
    for (const Operator* op : catalogue())
      for (const Vivid& vivid : vivid_settings(op->name)) {
        CAPTURE(std::string(op->name));
        const Plan p = plan(chain_of(*op, vivid), c, facts, job);
        const auto out = voxels_of(p, c, 0, whole(p.out), facts, job);
        CHECK_FALSE(same_bytes(out, original));
        for (const float v : out) REQUIRE(std::isfinite(v));
        for (const std::int32_t label : labels_of(p, c, whole(p.out), facts, job)) REQUIRE(classes.count(label) == 1);
        CHECK((op->family == Family::spatial || p.out == c.image.grid));
      }
  }
}

TEST_CASE_FIXTURE(Fixture, "every stored type gives what its float copy gives") {
  for (const VoxelType type : {VoxelType::uint8, VoxelType::int16, VoxelType::uint16}) {
    const Case c = asymmetric_case(odd_size, type);
    Case copy = c;
    copy.id = next_case_id();
    copy.image = evaluate_volume(plan({}, c, facts, job), c, std::vector<int>{0, 1}, facts, job);
    for (const Operator* op : catalogue())
      for (const Vivid& vivid : vivid_settings(op->name)) {
        CAPTURE(std::string(op->name));
        const Chain chain = chain_of(*op, vivid);
        const Plan p = plan(chain, c, facts, job), q = plan(chain, copy, facts, job);
        CHECK(
            same_bytes(voxels_of(p, c, 0, whole(p.out), facts, job), voxels_of(q, copy, 0, whole(q.out), facts, job)));
      }
  }
}

TEST_CASE_FIXTURE(Fixture, "volumes one voxel thin, and of one voxel, go through every operator") {
  for (const Index3 size : {Index3{1, 7, 5}, Index3{6, 1, 5}, Index3{6, 7, 1}, Index3{1, 1, 1}}) {
    const Case c = asymmetric_case(size);
    for (const Operator* op : catalogue())
      for (const Vivid& vivid : vivid_settings(op->name)) {
        if (vivid.count("roi_start") != 0 || vivid.count("mask_labels") != 0)
          continue;  // that region is not inside so thin a volume, nor are those labels
        CAPTURE(std::string(op->name));
        const Plan p = plan(chain_of(*op, vivid), c, facts, job);
        for (const float v : voxels_of(p, c, 0, whole(p.out), facts, job)) REQUIRE(std::isfinite(v));
      }
  }
}

TEST_CASE_FIXTURE(Fixture, "the same seed and sample repeat; another sample or channel has other noise") {
  const Case c = asymmetric_case(odd_size);
  const Chain noise = chain_of(*find_operator("noise_gaussian"), {{"std", numbers({5})}});
  const auto once = voxels_of(plan(noise, c, facts, job, 4), c, 0, whole(odd_size), facts, job);
  FactsCache fresh;
  CHECK(same_bytes(once, voxels_of(plan(noise, c, fresh, job, 4), c, 0, whole(odd_size), fresh, job)));
  CHECK_FALSE(same_bytes(once, voxels_of(plan(noise, c, facts, job, 5), c, 0, whole(odd_size), facts, job)));
  const auto clean0 = voxels_of(plan({}, c, facts, job), c, 0, whole(odd_size), facts, job);
  const auto clean1 = voxels_of(plan({}, c, facts, job), c, 1, whole(odd_size), facts, job);
  const auto other = voxels_of(plan(noise, c, facts, job, 4), c, 1, whole(odd_size), facts, job);
  CHECK(std::abs((once[5] - clean0[5]) - (other[5] - clean1[5])) > 1e-3F);
}

TEST_CASE_FIXTURE(Fixture, "flip twice is the identity, and a quarter turn four times") {
  const Index3 cube{9, 9, 4};
  const Case c = asymmetric_case(cube);
  const auto original = voxels_of(plan({}, c, facts, job), c, 0, whole(cube), facts, job);
  Chain twice;
  for (const char* id : {"a", "b"}) {
    Step s = chain_of(*find_operator("flip"), {{"x", Setting::of(true)}, {"z", Setting::of(true)}})[0];
    s.id = id;
    twice.push_back(s);
  }
  CHECK(same_bytes(voxels_of(plan(twice, c, facts, job), c, 0, whole(cube), facts, job), original));
  Chain turns;
  for (const char* id : {"a", "b", "c", "d"}) {
    Step s = chain_of(*find_operator("rotate"),
                      {{"angle", numbers({90})}, {"sampler", Setting::of(std::string("nearest"))}})[0];
    s.id = id;
    turns.push_back(s);
  }
  CHECK(same_bytes(voxels_of(plan(turns, c, facts, job), c, 0, whole(cube), facts, job), original));
}

TEST_CASE_FIXTURE(Fixture, "an affine and its inverse return the interior of a smooth volume") {
  const Index3 size{24, 20, 18};
  Case c = asymmetric_case(size, VoxelType::float32, 1);
  for (std::int64_t z = 0; z < size[2]; ++z)
    for (std::int64_t y = 0; y < size[1]; ++y)
      for (std::int64_t x = 0; x < size[0]; ++x)
        c.image.mutable_view<float>().at(x, y, z) =
            static_cast<float>(2 * x - 3 * y + 5 * z);  // linear: interpolation is exact
  const std::vector<double> m{0.98, -0.1, 0.02, 1.2, 0.1, 0.99, 0, -1, 0, 0.05, 1.01, 0.3};
  Chain chain;
  for (const bool inverse : {true, false}) {
    Step s =
        chain_of(*find_operator("warp_affine"), {{"matrix", Setting::of(m)}, {"inverse_map", Setting::of(inverse)}})[0];
    s.id = inverse ? "there" : "back";
    chain.push_back(s);
  }
  const Plan p = plan(chain, c, facts, job);
  const Region inner{{6, 6, 6}, {10, 8, 6}};
  const auto out = voxels_of(p, c, 0, inner, facts, job);
  const auto in = voxels_of(plan({}, c, facts, job), c, 0, inner, facts, job);
  for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == doctest::Approx(in[i]).epsilon(1e-4));
}

TEST_CASE_FIXTURE(Fixture, "frozen draws give the voxels of the draw") {
  const Case c = asymmetric_case(odd_size);
  Chain chain = chain_of(*find_operator("rotate"), {});
  Setting angle;
  angle.laws = {{Law::uniform, {}, -40, 40, {}, {}, {}}};
  chain[0].settings[1] = angle;
  const Draw draw = make_draw(chain, 3, 8, 2);
  const Plan p = make_plan(chain, draw, c, {}, facts, job);
  const Chain constant = freeze(chain, draw);
  CHECK(constant[0].setting(1).is_constant());
  const Plan q = make_plan(constant, make_draw(constant, 99, 1, 2), c, {}, facts, job);
  CHECK(same_bytes(voxels_of(p, c, 0, whole(p.out), facts, job), voxels_of(q, c, 0, whole(q.out), facts, job)));
}

TEST_CASE_FIXTURE(Fixture, "frozen draws of single channels become a list") {
  const Case c = asymmetric_case(odd_size);
  Chain chain = chain_of(*find_operator("brightness"), {});
  Setting factor;
  factor.laws = {{Law::uniform, {}, 0.5, 2, {}, {}, {}}};
  chain[0].settings[0] = factor;
  chain[0].draw_per_channel = true;
  const Draw draw = make_draw(chain, 3, 8, 2);
  CHECK(draw.steps[0].values[0][0] != draw.steps[0].values[1][0]);
  const Plan p = make_plan(chain, draw, c, {}, facts, job);
  Chain constant = freeze(chain, draw);
  constant[0].draw_per_channel = false;
  const Plan q = make_plan(constant, make_draw(constant, 99, 1, 2), c, {}, facts, job);
  for (const int channel : {0, 1})
    CHECK(same_bytes(voxels_of(p, c, channel, whole(p.out), facts, job),
                     voxels_of(q, c, channel, whole(q.out), facts, job)));
}

TEST_CASE_FIXTURE(Fixture,
                  "a subsample is said to be one, is close, and gives way to exact statistics that are known") {
  const Index3 size{96, 80, 90};
  const Case c = asymmetric_case(size, VoxelType::int16, 1);
  Chain chain = chain_of(*find_operator("rotate"), {{"angle", numbers({10})}});
  chain.push_back(chain_of(*find_operator("contrast"), {{"factor", numbers({2})}})[0]);
  chain[1].id = "stretch";
  PlanOptions quick;
  quick.facts = FactsMode::subsample;
  const Draw draw = make_draw(chain, 3, 0, 1);
  const Plan rough = make_plan(chain, draw, c, quick, facts, job), exact = make_plan(chain, draw, c, {}, facts, job);
  CHECK(rough.approximate);
  CHECK_FALSE(exact.approximate);
  const double range = exact.steps[1].statistics[0]->maximum - exact.steps[1].statistics[0]->minimum;
  CHECK(std::abs(rough.steps[1].statistics[0]->mean - exact.steps[1].statistics[0]->mean) < 0.01 * range);
  CHECK(rough.steps[1].statistics[0]->count < exact.steps[1].statistics[0]->count);
  const Plan again = make_plan(chain, draw, c, quick, facts, job);
  CHECK_FALSE(again.approximate);
  CHECK(again.steps[1].statistics[0]->mean == exact.steps[1].statistics[0]->mean);
}
