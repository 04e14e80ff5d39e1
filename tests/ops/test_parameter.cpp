#include "ops/parameter.h"

#include <doctest/doctest.h>

#include "ops/operator.h"

using namespace auglens;

namespace {

const Parameter& parameter(const char* op, const char* name) {
  const Operator& row = *find_operator(op);
  return row.parameters[static_cast<std::size_t>(row.find(name))];
}

std::string where(const Parameter& p, const Setting& s) {
  std::string pointer;
  return problem_of(p, s, pointer).empty() ? "fine" : pointer;
}

Setting law(Distribution d) {
  Setting s;
  s.laws = {std::move(d)};
  return s;
}

}  // namespace

TEST_CASE("a law may never give a number that the table does not allow") {
  const Parameter& gamma = parameter("gamma", "gamma");
  CHECK(where(gamma, law({Law::uniform, {}, 0.5, 2, {}, {}, {}})) == "fine");
  CHECK(where(gamma, law({Law::uniform, {}, -1, 2, {}, {}, {}})) == "/uniform/0");
  CHECK(where(gamma, law({Law::uniform, {}, 2, 0.5, {}, {}, {}})) == "/uniform");
  CHECK(where(gamma, law({Law::normal, {}, 1, 0.3, {}, {}, {}})) != "fine");
  CHECK(where(gamma, law({Law::normal, {}, 1, 0.1, {}, {}, {}})) == "fine");  // seven deviations stay inside
  CHECK(where(parameter("rotate", "angle"), law({Law::normal, {}, 0, 10, {}, {}, {}})) == "fine");
  CHECK(where(gamma, law({Law::normal, {}, 1, 0.3, {}, {}, std::array<double, 2>{0.5, 2}})) == "fine");
  CHECK(where(gamma, law({Law::normal, {}, 1, 0.3, {}, {}, std::array<double, 2>{-3, -2}})) == "/clip");
  CHECK(where(gamma, law({Law::log_uniform, {}, 0, 2, {}, {}, {}})) != "fine");
}

TEST_CASE("a broken entry of a list is named by its place") {
  CHECK(where(parameter("blur", "sigma"), Setting::of(std::vector<double>{1, -1, 0})) == "/1");
  CHECK(where(parameter("rotate", "axis"), Setting::of(std::vector<double>{1, 0})) == "");
  CHECK(where(parameter("blur", "sigma"), Setting::of(std::vector<double>{1, 1, 1, 2, 2, 2})) == "fine");
  CHECK(where(parameter("blur", "sigma"), Setting::of(std::vector<double>{1, 1, 1, 2})) == "");
}

TEST_CASE("rules over several parameters name the one to change") {
  Preset preset;
  preset.steps = {Step::make("turn", *find_operator("rotate")), Step::make("soft", *find_operator("blur"))};
  CHECK(problems_of(preset).empty());
  preset.steps[0].settings[0] = Setting::of(std::vector<double>{0, 0, 0});
  REQUIRE(problems_of(preset).size() == 1);
  CHECK(problems_of(preset)[0].pointer == "/steps/0/parameters/axis");
  preset.steps[0].settings[0].reset();
  preset.steps[1].settings[2] = Setting::of(4.0);
  REQUIRE(problems_of(preset).size() == 1);
  CHECK(problems_of(preset)[0].pointer == "/steps/1/parameters/window_size");
  preset.steps[1].id = "turn";
  CHECK(problems_of(preset)[0].pointer == "/steps/1/id");
}
