// The stream "monai" on the command line: accepted, named in the report, refused with a pointer where a law is not
// MONAI's. What it draws: tests/ops/test_replay.cpp and tests/golden/test_replay_golden.cpp.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "io/load.h"
#include "io/preset_json.h"
#include "io/save.h"
#include "ops/evaluate.h"
#include "ops/operator.h"
#include "ops/replay/replay.h"
#include "tests/ops/volumes.h"
#include "tests/viewer/run_program.h"

using namespace auglens;
using nlohmann::json;

namespace {

const char* const steps = R"(
 {"id": "mirror", "operator": "flip", "parameters": {"x": {"choice": [false, true]}}},
 {"id": "move", "operator": "affine", "probability": 0.7, "parameters": {"rotate": {"uniform": [-9, 9]}}},
 {"id": "grain", "operator": "noise_gaussian", "probability": 0.6, "parameters": {"std": {"uniform": [0, 2]}}},
 {"id": "tone", "operator": "gamma", "parameters": {"gamma": {"uniform": [0.7, 1.5]}}})";

std::string preset_of(const std::string& body, const std::string& seed = "77") {
  return R"({"auglens_preset": 1, "stream": "monai", "seed": )" + seed + R"(, "steps": [)" + body + "]}";
}

struct Small {
  Device device = Device::cpu(1);
  Job job{device};
  TestFolder folder;
  std::string image = folder / "in.nii";
  Small() {
    const Case c = test::asymmetric_case({9, 7, 5}, VoxelType::float32, 1);
    save_image(c.image, image, {}, job);
  }
  ProgramRun apply(const std::string& preset, const std::string& more) {
    return run_program("apply " + image + " --preset " + folder.write("p.json", preset) + " --out " +
                       (folder / "o{sample}.nii") + " " + more);
  }
};

}  // namespace

TEST_CASE("apply replays MONAI's stream and says so") {
  if (!have_program()) return;
  Small small;
  const ProgramRun run = small.apply(preset_of(steps), "--samples 0..6 --json");
  CAPTURE(run.err);
  REQUIRE(run.code == 0);
  const json reports = json::parse(run.out).at("samples");
  const Preset preset = read_preset(preset_of(steps), "p");
  Case c = load_case({{small.image}, {}, false}, small.job);
  FactsCache facts;
  for (std::uint64_t k = 0; k < 7; ++k) {
    CAPTURE(k);
    CHECK(reports[k]["stream"] == "monai");
    CHECK(reports[k]["seed"] == 77);
    const Draw draw = make_draw(preset, 77, k, c, facts, small.job);
    for (std::size_t i = 0; i < draw.steps.size(); ++i)
      CHECK(reports[k]["steps"][i]["applied"].get<bool>() == draw.steps[i].applied);
    const int channel[] = {0};
    const Plan plan = make_plan(preset.steps, draw, c, {}, facts, small.job);
    const Image ours = evaluate_volume(plan, c, channel, facts, small.job);
    const Case written = load_case({{small.folder / ("o" + std::to_string(k) + ".nii")}, {}, false}, small.job);
    double worst = 0;
    for (std::int64_t z = 0; z < 5; ++z)
      for (std::int64_t y = 0; y < 7; ++y)
        for (std::int64_t x = 0; x < 9; ++x)
          worst = std::max<double>(worst, std::abs(ours.value({x, y, z}) - written.image.value({x, y, z})));
    CHECK(worst == 0);
  }
  const std::string third = read_all(small.folder / "o3.nii");
  REQUIRE(small.apply(preset_of(steps), "--sample 3").code == 0);
  CHECK(read_all(small.folder / "o3.nii") == third);
}

TEST_CASE("a law that MONAI does not draw, and a seed that NumPy does not take, end with 3 and a pointer") {
  if (!have_program()) return;
  Small small;
  const auto refused = [&](const ProgramRun& run, const std::string& holds) {
    CAPTURE(run.err);
    CHECK(run.code == 3);
    CHECK(run.one_line_error());
    CHECK(run.err.find(holds) != std::string::npos);
  };
  const std::string log = R"({"id": "a", "operator": "gamma", "parameters": {"gamma": {"log_uniform": [0.7, 1.5]}}})";
  const std::string file = small.folder.write("bad.json", preset_of(log));
  refused(run_program("preset check " + file), "/steps/0/parameters/gamma");
  refused(small.apply(preset_of(log), ""), "/steps/0/parameters/gamma");
  refused(small.apply(preset_of(steps, "4294967296"), ""), "/seed");
  refused(small.apply(preset_of(steps), "--seed 4294967296"), "/seed");
}
