// Replaying MONAI's random stream: the numbers are those of MONAI 1.6.1, see also tests/golden/replay.

#include <doctest/doctest.h>

#include <cmath>

#include "ops/evaluate.h"
#include "ops/operator.h"
#include "ops/replay/replay.h"
#include "tests/ops/volumes.h"

using namespace auglens;

namespace {

Distribution law(Law kind, double a, double b) {
  Distribution d;
  d.law = kind;
  d.a = a;
  d.b = b;
  return d;
}

Distribution uniform(double a, double b) {
  return law(Law::uniform, a, b);
}

Distribution coin() {
  Distribution d;
  d.law = Law::choice;
  d.items.resize(2);
  d.items[0].constant = false;
  d.items[1].constant = true;
  return d;
}

/// A step with some settings.
struct Made {
  Step step;
  Made(const char* op, double probability = 1) : step(Step::make(op, *find_operator(op))) {
    step.probability = probability;
  }
  Made& set(const char* name, std::vector<Distribution> laws) {
    step.settings[static_cast<std::size_t>(step.op->find(name))] = Setting{std::move(laws)};
    return *this;
  }
  Made& set(const char* name, Value value) {
    step.settings[static_cast<std::size_t>(step.op->find(name))] = Setting::of(std::move(value));
    return *this;
  }
  operator Step() const { return step; }
};

struct Bench {
  Device device = Device::cpu(1);
  Job job{device};
  FactsCache facts;
  Case c;
  explicit Bench(const Index3& size, int channels = 1) {
    c.id = next_case_id();
    c.image = Image::allocate({.size = size}, VoxelType::float32, channels);
    for (int ch = 0; ch < channels; ++ch)
      for (std::int64_t z = 0; z < size[2]; ++z)
        for (std::int64_t y = 0; y < size[1]; ++y)
          for (std::int64_t x = 0; x < size[0]; ++x)
            c.image.mutable_view<float>(ch).at(x, y, z) = static_cast<float>(x + 2 * y + 3 * z + ch);
  }
  Draw draw(const Chain& chain, std::uint64_t sample, std::uint64_t seed = 11) {
    Preset preset;
    preset.stream = Stream::monai;
    preset.steps = chain;
    return make_draw(preset, seed, sample, c, facts, job);
  }
};

double number(const Draw& draw, const Chain& chain, std::size_t step, const char* name, std::size_t part = 0) {
  const Value& v = draw.steps[step].values[0][static_cast<std::size_t>(chain[step].op->find(name))];
  if (const auto* list = std::get_if<std::vector<double>>(&v)) return (*list)[part];
  return std::get<double>(v);
}

std::vector<Problem> problems(const Step& step) {
  Preset preset;
  preset.stream = Stream::monai;
  preset.steps = {Made("flip"), step};
  return replay_problems(preset);
}

bool same(const Draw& a, const Draw& b) {
  for (std::size_t k = 0; k < a.steps.size(); ++k) {
    if (a.steps[k].applied != b.steps[k].applied || a.steps[k].values != b.steps[k].values) return false;
    const auto &f = a.steps[k].field, &g = b.steps[k].field;
    if (!f != !g || (f && f->id != g->id)) return false;
  }
  return true;
}

Chain noisy_chain() {
  return {Made("flip").set("x", {coin()}), Made("noise_gaussian", 0.5).set("std", {uniform(0, 2)}),
          Made("gamma", 0.3).set("gamma", {uniform(0.7, 1.5)})};
}

}  // namespace

TEST_CASE("each child of the Compose is seeded by one word, and its coin is the first number of its state") {
  Bench bench({4, 3, 2});
  const Chain chain{Made("flip").set("x", {coin()}).set("z", {coin()}), Made("window"),
                    Made("gamma", 0.6).set("gamma", {uniform(0.7, 1.5)})};
  NumpyRandom root(11);
  NumpyRandom flip_x(root.word()), flip_z(root.word());
  const std::uint32_t seed = root.word();  // the window draws nothing and takes no seed
  NumpyRandom coins(seed), inner(seed);
  for (std::uint64_t k = 0; k < 200; ++k) {
    CAPTURE(k);
    const Draw d = bench.draw(chain, k);
    CHECK(std::get<bool>(d.steps[0].values[0][0]) == (flip_x.sample() < 0.5));
    CHECK_FALSE(std::get<bool>(d.steps[0].values[0][1]));
    CHECK(std::get<bool>(d.steps[0].values[0][2]) == (flip_z.sample() < 0.5));
    CHECK(d.steps[1].applied);
    const bool hit = coins.sample() < 0.6;
    REQUIRE(d.steps[2].applied == hit);
    if (!hit) continue;
    inner.sample();
    CHECK(number(d, chain, 2, "gamma") == inner.uniform(0.7, 1.5));
  }
}

TEST_CASE("a sample is the same whatever was asked for before it") {
  Bench forward({5, 4, 3}), any({5, 4, 3});
  const Chain chain = noisy_chain();
  std::vector<Draw> draws;
  for (std::uint64_t k = 0; k < 150; ++k) draws.push_back(forward.draw(chain, k));
  for (const std::uint64_t k : {149, 3, 64, 63, 65, 0, 128, 127, 3}) {
    CAPTURE(k);
    CHECK(same(any.draw(chain, k), draws[k]));
    CHECK(same(Bench({5, 4, 3}).draw(chain, k), draws[k]));
  }
  CHECK_FALSE(same(draws[0], draws[1]));
  CHECK_FALSE(same(forward.draw(chain, 0, 12), draws[0]));
}

TEST_CASE("states serve another law of the same class, and no other size, coin or class") {
  Bench bench({4, 4, 4});
  Chain chain = noisy_chain();
  const Replay replay(chain, 11, bench.c);
  CHECK(replay.serves(chain, 11, bench.c));
  CHECK_FALSE(replay.serves(chain, 12, bench.c));
  Chain other = chain;
  other[2] = Made("gamma", 0.3).set("gamma", {uniform(0.9, 1.1)});
  CHECK(replay.serves(other, 11, bench.c));
  other[2].probability = 0.4;
  CHECK_FALSE(replay.serves(other, 11, bench.c));
  CHECK_FALSE(replay.serves({chain[0], chain[1]}, 11, bench.c));
  Bench wide({4, 4, 5});
  CHECK_FALSE(replay.serves(chain, 11, wide.c));
  Chain resized = chain;
  resized.insert(resized.begin(), Made("resize").set("size", std::vector<double>{3, 3, 3}));
  CHECK_FALSE(replay.serves(resized, 11, bench.c));
}

TEST_CASE("arrays have the size of their step's grid, behind turns and resizes") {
  Bench bench({4, 3, 2});
  Distribution turns;
  turns.law = Law::choice;
  turns.items.resize(3);
  for (int k = 0; k < 3; ++k) turns.items[static_cast<std::size_t>(k)].constant = k + 1.0;
  const Chain chain{Made("resize").set("size", std::vector<double>{6, 5, 2}), Made("rot90", 0.5).set("k", {turns}),
                    Made("noise_gaussian", 0.9).set("std", 1.0)};
  int turned = 0;
  for (std::uint64_t k = 0; k < 40; ++k) {
    const Draw d = bench.draw(chain, k);
    if (!d.steps[2].applied) continue;
    REQUIRE(d.steps[2].field);
    const bool odd = d.steps[1].applied && std::lround(number(d, chain, 1, "k")) % 2 == 1;
    turned += odd ? 1 : 0;
    CHECK(d.steps[2].field->voxels->grid.size == (odd ? Index3{5, 6, 2} : Index3{6, 5, 2}));
    const Plan plan = make_plan(chain, d, bench.c, {}, bench.facts, bench.job);
    CHECK(plan.out.size == d.steps[2].field->voxels->grid.size);
  }
  CHECK(turned > 0);
}

TEST_CASE("voxel noise is read from the stream, z fastest, channel after channel") {
  Bench bench({3, 2, 2}, 2);
  const Chain chain{Made("noise_gaussian").set("std", 0.5).set("mean", 0.25)};
  NumpyRandom root(11), inner(root.word());
  inner.sample();
  const Plan plan = make_plan(chain, bench.draw(chain, 0), bench.c, {}, bench.facts, bench.job);
  const int channels[] = {0, 1};
  const Image out = evaluate_volume(plan, bench.c, channels, bench.facts, bench.job);
  for (int c = 0; c < 2; ++c)
    for (std::int64_t x = 0; x < 3; ++x)
      for (std::int64_t y = 0; y < 2; ++y)
        for (std::int64_t z = 0; z < 2; ++z)
          CHECK(out.value({x, y, z}, c) ==
                doctest::Approx(bench.c.image.value({x, y, z}, c) + 0.25 + 0.5 * inner.normal()).epsilon(1e-6));
}

TEST_CASE("a law that the class does not draw is refused with its pointer") {
  const auto refused = [](const Step& step, const std::string& pointer) {
    const auto found = problems(step);
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/steps/1" + pointer);
    CHECK_FALSE(found[0].what.empty());
    CHECK_THROWS_AS(Bench({2, 2, 2}).draw({Made("flip"), step}, 0), Error);
  };
  refused(Made("gamma").set("gamma", {law(Law::log_uniform, 0.7, 1.5)}), "/parameters/gamma");
  refused(Made("brightness").set("factor", {law(Law::normal, 1, 0.1)}), "/parameters/factor");
  refused(Made("noise_gaussian").set("std", {uniform(0.5, 1)}), "/parameters/std");
  refused(Made("noise_gaussian").set("mean", {uniform(0, 1)}), "/parameters/mean");
  refused(Made("affine").set("scale", {uniform(0.7, 1.4)}), "/parameters/scale");
  refused(Made("affine").set("rotate", {uniform(-9, 9)}).set("convention", std::string("nnunet")),
          "/parameters/convention");
  refused(Made("rotate").set("angle", {uniform(-9, 9)}).set("axis", std::vector<double>{1, 1, 0}), "/parameters/axis");
  refused(Made("warp_affine", 0.5), "/probability");
  refused(Made("flip", 0.5).set("x", {coin()}).set("y", {coin()}), "/probability");
  Step split = Made("gamma").set("gamma", {uniform(0.7, 1.5)});
  split.draw_per_channel = true;
  refused(split, "/draw_per_channel");
  split.draw_per_channel = false;
  split.channel_probability = 0.5;
  refused(split, "/channel_probability");
}

TEST_CASE("deterministic steps, and the other streams, are never refused") {
  CHECK(problems(Made("window")).empty());
  CHECK(problems(Made("rotate").set("angle", 33.0).set("axis", std::vector<double>{1, 1, 0})).empty());
  CHECK(problems(Made("affine").set("scale", {law(Law::reciprocal, 0.7, 1.4)})).empty());
  Step off = Made("gamma").set("gamma", {law(Law::log_uniform, 0.7, 1.5)});
  off.enabled = false;
  CHECK(problems(off).empty());
  Preset preset;
  preset.steps = {Made("gamma").set("gamma", {law(Law::log_uniform, 0.7, 1.5)})};
  CHECK(replay_problems(preset).empty());
}

TEST_CASE("the seed is one that NumPy takes") {
  Preset preset;
  preset.stream = Stream::monai;
  preset.seed = 4294967295U;
  CHECK(replay_problems(preset).empty());
  preset.seed = 4294967296U;
  REQUIRE(replay_problems(preset).size() == 1);
  CHECK(replay_problems(preset)[0].pointer == "/seed");
  CHECK_THROWS_AS(Bench({2, 2, 2}).draw(noisy_chain(), 0, 4294967296U), Error);
}

TEST_CASE("a long replay stops when it is asked to") {
  Bench bench({4, 4, 4});
  std::stop_source source;
  source.request_stop();
  Preset preset;
  preset.stream = Stream::monai;
  preset.steps = noisy_chain();
  const Job stopped{bench.device, source.get_token()};
  CHECK_THROWS_AS(make_draw(preset, 1, 1000000, bench.c, bench.facts, stopped), Cancelled);
}
