// The figure of a crop says what the sampler does: its window, its patch, what is left out and where windows lie.
#include <doctest/doctest.h>

#include <algorithm>

#include "io/phantom.h"
#include "io/preset_json.h"
#include "render/label_index.h"
#include "viewer/crop_figure.h"
#include "viewer/session.h"

using namespace auglens;

namespace {

struct Fixture {
  Device device = Device::cpu(2);
  Job job{device};
  FactsCache facts;
  SessionState state;

  explicit Fixture(const char* steps = "[]") {
    state.cases.push_back(ready_case(phantom_abdomen({64, 64, 50}, job), job));
    state.recipe.preset = std::make_shared<const Preset>(
        read_preset(std::string(R"({"auglens_preset": 1, "seed": 4, "steps": )") + steps +
                        R"(, "crop": {"size": [16, 12, 10], "sampler": "object_box", "pad": -1000,
                        "parameters": {"foreground_prob": 1, "classes": [1, 2], "k_largest": 1}}})",
                    "test"));
    state.recipe.seed = 4;
    state.view.layout = Layout::crops;
  }
  TrainingWindow window() {
    return TrainingWindows(*state.recipe.preset, 4, state.shown()->data, 0, facts, job).of_sample(state.recipe.sample);
  }
};

std::int64_t marked(const SceneSide& side, std::int32_t bit) {
  return std::count_if(side.slices.at(0).labels.begin(), side.slices.at(0).labels.end(),
                       [&](std::int32_t v) { return (v & bit) != 0; });
}

}  // namespace

TEST_CASE("six panels go through the middle of what the window holds of the drawn object") {
  Fixture f;
  const TrainingWindow window = f.window();
  const SceneSlices figure = crop_figure(f.state, f.facts, f.job);
  REQUIRE(figure.sides.size() == 6);
  REQUIRE(window.drawn.blob);
  const Region box = intersect(*window.drawn.box, window.drawn.window);
  const std::int64_t z = box.start[2] + (box.size[2] - 1) / 2;
  CHECK(std::abs(figure.sides[0].slices[0].place.index - z) <= 1);
  CHECK(marked(figure.sides[0], label_dimmed | label_chosen) == 0);
  CHECK(marked(figure.sides[1], label_dimmed) > 0);
  CHECK(marked(figure.sides[2], label_chosen) > 0);
}

TEST_CASE("the window and the box are outlined, and the patch is the window") {
  Fixture f(R"([{"id": "turn", "operator": "rotate", "parameters": {"angle": 20}}])");
  for (f.state.recipe.sample = 0; f.state.recipe.sample < 4; ++f.state.recipe.sample) {
    const TrainingWindow window = f.window();
    const SceneSlices figure = crop_figure(f.state, f.facts, f.job);
    const auto& marks = figure.sides.at(4).marks;
    CHECK(marks.back().box == window.drawn.window);
    CHECK(std::any_of(marks.begin(), marks.end(), [&](const BoxMark& m) { return m.box == *window.drawn.box; }));
    const SceneSide& patch = figure.sides.at(5);
    CHECK(patch.grid.size == Index3{16, 12, 10});
    // the same voxels as the window of the picture before it
    const SessionState cut = cut_state(f.state, f.facts, f.job);
    const Plan plan = plan_of(cut, FactsMode::exact, f.facts, f.job);
    for (std::size_t k = 0; k < 3; ++k)
      CHECK(plan.out.to_world({0, 0, 0})[k] ==
            doctest::Approx(window.ground->labels().grid.to_world(
                {static_cast<double>(window.drawn.window.start[0]), static_cast<double>(window.drawn.window.start[1]),
                 static_cast<double>(window.drawn.window.start[2])})[k]));
  }
}

TEST_CASE("heat lies where windows of the object lie, and nowhere else") {
  Fixture f;
  const SceneSlices figure = crop_figure(f.state, f.facts, f.job);
  const SceneSide& places = figure.sides.at(3);
  const SceneSlice& slice = places.slices.at(0);
  REQUIRE(slice.heat.size() == slice.values.size());
  const Region& reach = places.marks.at(0).box;
  CHECK(*std::max_element(slice.heat.begin(), slice.heat.end()) == 1);
  for (int y = 0; y < slice.height; ++y)
    for (int x = 0; x < slice.width; ++x) {
      const bool inside = x >= reach.start[0] && x < reach.end(0) && y >= reach.start[1] && y < reach.end(1);
      CHECK((slice.heat[static_cast<std::size_t>(y * slice.width + x)] > 0) == inside);
    }
}

TEST_CASE("a figure needs a crop") {
  Fixture f;
  f.state.recipe.preset = std::make_shared<const Preset>();
  CHECK_THROWS_AS(crop_figure(f.state, f.facts, f.job), Error);
}

TEST_CASE("crop and limits are edits") {
  Session session;
  session.apply(R"(preset.crop {"size": [8, 9, 10], "sampler": "random"})");
  session.apply(R"(preset.limits {"blobs_lost": 2})");
  REQUIRE(session.state().recipe.preset->crop);
  CHECK(session.state().recipe.preset->crop->size == Index3{8, 9, 10});
  CHECK(session.state().recipe.preset->limits->blobs_lost == 2);
  session.apply("undo");
  CHECK_FALSE(session.state().recipe.preset->limits);
  session.apply("preset.crop null");
  CHECK_FALSE(session.state().recipe.preset->crop);
  CHECK_THROWS_AS(session.apply(R"(preset.crop {"size": [8, 9], "sampler": "random"})"), Error);
  CHECK_THROWS_AS(session.apply(R"(preset.crop {"size": [8, 9, 9], "sampler": "object_box",
                                   "parameters": {"foreground_prob": 2}})"),
                  Error);
}
