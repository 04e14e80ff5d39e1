// The samples of seeded MONAI Composes, predicted: every coin, every number, every voxel (tests/peers/monai_replay.py).

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "io/preset_json.h"
#include "ops/evaluate.h"
#include "ops/operator.h"
#include "ops/replay/replay.h"
#include "tests/golden/npy.h"
#include "tests/golden/volumes.h"

namespace {

using namespace auglens;
using nlohmann::json;

std::filesystem::path folder() {
  const char* other = std::getenv("AUGLENS_GOLDEN_REPLAY");
  return other != nullptr ? other : AUGLENS_SOURCE_DIR "/tests/golden/replay";
}

/// One Compose, its case and what MONAI made of it.
struct Stored {
  json head;
  test::Array images, labels;
  Preset preset;
  Case c;

  explicit Stored(const std::string& name) {
    std::ifstream in(folder() / (name + ".json"));
    head = json::parse(in);
    images = test::read_npy(folder() / (name + "_image.npy"));
    labels = test::read_npy(folder() / (name + "_label.npy"));
    preset = read_preset(head.at("preset").dump(), name);
    test::GoldenVolume volume;
    volume.size = head["volume"].at("size").get<Index3>();
    volume.channels = head["volume"].at("channels");
    volume.with_labels = true;
    c = test::golden_case(volume);
  }
};

/// The farthest of the components of a drawn number; each channel's where the step draws for each.
double off(const DrawnStep& drawn, std::size_t parameter, const json& expected) {
  double worst = 0;
  const std::size_t n = expected.is_array() ? expected.size() : 1;
  for (std::size_t i = 0; i < n; ++i) {
    const bool split = drawn.values.size() > 1;
    const Value& value = drawn.values[split ? i : 0][parameter];
    const auto* list = std::get_if<std::vector<double>>(&value);
    const double ours = list != nullptr ? (*list)[i] : std::get<double>(value);
    const double theirs = expected.is_array() ? expected[i].get<double>() : expected.get<double>();
    worst = std::max(worst, std::abs(ours - theirs) / std::max(1.0, std::abs(theirs)));
  }
  return worst;
}

void check_draw(const Chain& chain, const Draw& draw, const json& sample) {
  for (std::size_t k = 0; k < chain.size(); ++k) {
    CAPTURE(chain[k].id);
    const json& expected = sample.at("steps").at(k);
    CHECK(draw.steps[k].applied == expected.at("applied").get<bool>());
    for (const auto& [name, value] : expected.at("parameters").items()) {
      CAPTURE(name);
      const auto i = static_cast<std::size_t>(chain[k].op->find(name));
      if (value.is_boolean())
        CHECK(std::get<bool>(draw.steps[k].values[0][i]) == value.get<bool>());
      else
        CHECK(off(draw.steps[k], i, value) < 1e-12);
    }
  }
}

/// The voxels of one sample, which start at these places of the stored arrays.
struct Places {
  std::size_t image = 0, label = 0;
};

void check_voxels(const Stored& stored, const Plan& plan, FactsCache& facts, const Job& job, Places& at) {
  std::vector<int> channels;
  for (int c = 0; c < stored.c.image.channels; ++c) channels.push_back(c);
  const Image image = evaluate_volume(plan, stored.c, channels, facts, job);
  const LabelMap labels = evaluate_label_volume(plan, stored.c, facts, job);
  const auto& all = stored.images.floats;
  const auto voxels = static_cast<std::size_t>(plan.out.voxels());
  const auto first = all.begin() + static_cast<std::ptrdiff_t>(at.image);
  const auto [low, high] = std::minmax_element(first, first + static_cast<std::ptrdiff_t>(voxels * channels.size()));
  double worst = 0;
  std::size_t wrong = 0;
  for (const int c : channels)
    for (std::int64_t z = 0; z < plan.out.size[2]; ++z)
      for (std::int64_t y = 0; y < plan.out.size[1]; ++y)
        for (std::int64_t x = 0; x < plan.out.size[0]; ++x) {
          worst = std::max(worst, std::abs(static_cast<double>(image.value({x, y, z}, c)) - all[at.image++]));
          if (c == 0) wrong += labels.view().at(x, y, z) != stored.labels.numbers[at.label++] ? 1 : 0;
        }
  CHECK(worst / (*high - *low) < 1e-5);
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("twenty samples of a seeded Compose, number by number and voxel by voxel") {
  const Device device = Device::cpu(1);
  const Job job{device};
  for (const std::string name : {"six", "others", "sized"}) {
    CAPTURE(name);
    const Stored stored(name);
    FactsCache facts;
    Places at;
    std::vector<int> hits(stored.preset.steps.size());
    const json& samples = stored.head.at("samples");
    REQUIRE(samples.size() == 20);
    for (std::size_t k = 0; k < samples.size(); ++k) {
      CAPTURE(k);
      const Draw draw = make_draw(stored.preset, stored.preset.seed, k, stored.c, facts, job);
      check_draw(stored.preset.steps, draw, samples[k]);
      for (std::size_t i = 0; i < hits.size(); ++i) hits[i] += draw.steps[i].applied ? 1 : 0;
      const Plan plan = make_plan(stored.preset.steps, draw, stored.c, {}, facts, job);
      REQUIRE(plan.out.size == samples[k].at("size").get<Index3>());
      check_voxels(stored, plan, facts, job, at);
    }
    CHECK(at.image == stored.images.floats.size());
    if (std::getenv("AUGLENS_GOLDEN_REPLAY") == nullptr)
      for (const int n : hits) CHECK(n > 2);  // every class has drawn
  }
}
