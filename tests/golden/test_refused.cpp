// Where DALI crashes or gives undefined voxels, we refuse.
#include <doctest/doctest.h>

#include "io/preset_json.h"
#include "ops/evaluate.h"
#include "tests/golden/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

void run_step(const std::string& step) {
  const Preset preset = read_preset(R"({"auglens_preset": 1, "steps": [)" + step + "]}", "test");
  const Case c = golden_case({{11, 8, 6}});
  const Device device = Device::cpu(1);
  const Job job{device};
  FactsCache facts;
  make_plan(preset.steps, make_draw(preset.steps, 0, 0, 1), c, {}, facts, job);
}

std::string resize_of(const std::string& from, const std::string& to) {
  return R"({"id": "s", "operator": "resize", "parameters": {"size": 5, "roi_start": )" + from + R"(, "roi_end": )" +
         to + "}}";
}

}  // namespace

TEST_CASE("a region wholly outside the volume: DALI 2.4.0 dies of a segmentation fault (D11)") {
  CHECK_NOTHROW(run_step(resize_of("[10, 0, 0]", "[14, 8, 6]")));
  CHECK_THROWS_AS(run_step(resize_of("[12, 0, 0]", "[14, 8, 6]")), Error);
  CHECK_THROWS_AS(run_step(resize_of("[0, -4, 0]", "[11, -1, 6]")), Error);
}

TEST_CASE("a zero axis: DALI 2.4.0 gives a canvas of negative size; a singular matrix") {
  CHECK_THROWS_AS(run_step(R"({"id": "s", "operator": "rotate", "parameters": {"axis": [0, 0, 0], "angle": 5}})"),
                  Error);
  CHECK_THROWS_AS(run_step(R"({"id": "s", "operator": "warp_affine",
                               "parameters": {"matrix": [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0]}})"),
                  Error);
}
