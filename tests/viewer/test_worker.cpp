// The worker: the newest state wins, exact at rest, a drag never starves, a failed load leaves the picture.

#include "viewer/worker.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include "io/phantom.h"
#include "io/preset_json.h"
#include "small_case.h"
#include "tests/test_folder.h"

using namespace auglens;

namespace {

Session head_session(const Index3& size) {
  Session s;
  const Device device = Device::cpu(2);
  s.apply(Arrival(CaseArrived{ready_case(phantom_head(size, {device}), {device})}));
  s.apply("step add rotate id turn");
  s.apply("step.turn.angle 10");
  s.apply("step add gamma id tone");
  s.apply("step.tone.gamma 1.5");
  s.apply("step.tone.retain_stats true");
  return s;
}

bool equal_slices(const SceneSlices& a, const SceneSlices& b) {
  if (a.sides.size() != b.sides.size()) return false;
  for (std::size_t i = 0; i < a.sides.size(); ++i) {
    if (a.sides[i].slices.size() != b.sides[i].slices.size()) return false;
    for (std::size_t k = 0; k < a.sides[i].slices.size(); ++k)
      if (a.sides[i].slices[k].values != b.sides[i].slices[k].values ||
          a.sides[i].slices[k].labels != b.sides[i].slices[k].labels)
        return false;
  }
  return true;
}

/// Waits until f holds; false after ten seconds.
bool eventually(auto&& f) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!f()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace

TEST_CASE("at rest the results are exact: slices as computed alone, and a sharp 3-D picture") {
  Session s = head_session({96, 80, 60});
  std::atomic<int> woken{0};
  Worker worker(Device::cpu(2), {.wake = [&] { ++woken; }});
  worker.submit({s.state(), 120, 90});
  REQUIRE(worker.wait_idle(60));
  const auto r = worker.results();
  REQUIRE(r->slices);
  CHECK(r->settled);
  CHECK(!r->error);
  CHECK(r->revision == s.state().revision);
  CHECK(!r->slices->approximate);
  CHECK(woken > 1);
  FactsCache facts;
  const Device device = Device::cpu(1);
  CHECK(equal_slices(*r->slices, evaluate_slices(s.state(), FactsMode::exact, facts, {device})));
  REQUIRE(r->volume);
  CHECK(r->volume->picture.width == 120);
  CHECK(r->volume->picture.height == 90);
  CHECK(!r->volume->coarse);
  REQUIRE(r->probe);
  CHECK(r->probe->after);
  CHECK(worker.activity().what.empty());
  // asking for the same again is no work
  const int before = woken;
  worker.submit({s.state(), 120, 90});
  REQUIRE(worker.wait_idle(60));
  CHECK(woken == before);
  CHECK(worker.results() == r);
}

TEST_CASE("a view edit keeps the voxels and moves the slices; the volume is not evaluated again") {
  Session s = head_session({64, 64, 48});
  Worker worker(Device::cpu(2), {});
  worker.submit({s.state(), 60, 60});
  REQUIRE(worker.wait_idle(60));
  const auto first = worker.results();
  s.apply("view.at \"20v,20v,20v\"");
  worker.submit({s.state(), 60, 60});
  REQUIRE(worker.wait_idle(60));
  const auto second = worker.results();
  CHECK(second->slices != first->slices);
  CHECK(second->slices->plan == first->slices->plan);
  CHECK(second->volume == first->volume);
  CHECK(second->revision == s.state().revision);
  s.apply("view.camera {\"azimuth\":80}");
  worker.submit({s.state(), 60, 60});
  REQUIRE(worker.wait_idle(60));
  CHECK(worker.results()->slices == second->slices);
  CHECK(worker.results()->volume != second->volume);
}

TEST_CASE("a drag shows pictures while it lasts, uses the held prefix, and ends exact") {
  Session s = head_session({128, 128, 96});
  Worker worker(Device::cpu(2), {});
  worker.submit({s.state(), 80, 80});
  REQUIRE(worker.wait_idle(60));
  s.apply("drag begin");
  std::set<std::uint64_t> seen;
  for (int k = 0; seen.size() <= 5 && k < 3000; ++k) {  // a new value every 10 ms, however slow the machine is
    s.apply("step.tone.gamma " + std::to_string(1.0 + 0.001 * k));
    worker.submit({s.state(), 80, 80});
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    seen.insert(worker.results()->revision.recipe);
  }
  CHECK(seen.size() > 5);
  const Plan& plan = *worker.results()->slices->plan;
  CHECK(eventually([&] { return worker.facts().volume(plan.prefix_key(1, 0)) != nullptr; }));
  s.apply("drag end");
  worker.submit({s.state(), 80, 80});
  REQUIRE(worker.wait_idle(60));
  const auto r = worker.results();
  CHECK(r->settled);
  CHECK(r->revision == s.state().revision);
  FactsCache facts;
  const Device device = Device::cpu(2);
  CHECK(equal_slices(*r->slices, evaluate_slices(s.state(), FactsMode::exact, facts, {device})));
}

TEST_CASE("a slider upstream of a statistic shows a subsample with its badge, then the exact picture") {
  Session s = head_session({128, 128, 96});
  Worker worker(Device::cpu(2), {});
  s.apply("drag begin");
  s.apply("step.turn.angle 17");
  worker.submit({s.state(), 0, 0});
  REQUIRE(worker.wait_idle(60));
  REQUIRE(worker.results()->slices);
  CHECK(worker.results()->slices->approximate);
  CHECK(!worker.results()->settled);
  s.apply("drag end");
  worker.submit({s.state(), 0, 0});
  REQUIRE(worker.wait_idle(60));
  CHECK(!worker.results()->slices->approximate);
  CHECK(worker.results()->settled);
  FactsCache facts;
  const Device device = Device::cpu(2);
  CHECK(equal_slices(*worker.results()->slices, evaluate_slices(s.state(), FactsMode::exact, facts, {device})));
}

TEST_CASE("a budget of nothing changes no picture") {
  Session s = head_session({64, 60, 50});
  Worker worker(Device::cpu(2), {.budget_bytes = 0});
  s.apply("drag begin");
  s.apply("step.tone.gamma 0.8");
  worker.submit({s.state(), 40, 40});
  REQUIRE(worker.wait_idle(60));
  s.apply("drag end");
  worker.submit({s.state(), 40, 40});
  REQUIRE(worker.wait_idle(60));
  CHECK(worker.results()->settled);
  FactsCache facts;
  const Device device = Device::cpu(2);
  CHECK(equal_slices(*worker.results()->slices, evaluate_slices(s.state(), FactsMode::exact, facts, {device})));
}

TEST_CASE("an error keeps the last picture and is gone with the next good state") {
  Session s = head_session({40, 40, 30});
  Worker worker(Device::cpu(1), {});
  worker.submit({s.state(), 0, 0});
  REQUIRE(worker.wait_idle(60));
  const auto good = worker.results();
  SessionState broken = s.state();
  Preset preset = *broken.recipe.preset;
  preset.steps[0].settings[static_cast<std::size_t>(preset.steps[0].op->find("axis"))] =
      Setting::of(std::vector<double>{0, 0, 0});
  broken.recipe.preset = std::make_shared<const Preset>(preset);
  ++broken.revision.recipe;
  worker.submit({broken, 0, 0});
  REQUIRE(worker.wait_idle(60));
  const auto bad = worker.results();
  REQUIRE(bad->error);
  CHECK(bad->error_revision == broken.revision);
  CHECK(bad->slices == good->slices);
  s.apply("sample 1");
  worker.submit({s.state(), 0, 0});
  REQUIRE(worker.wait_idle(60));
  CHECK(!worker.results()->error);
  worker.submit({});
  REQUIRE(worker.wait_idle(60));
  CHECK(!worker.results()->slices);
}

TEST_CASE("errands run beside the pictures, report, and a failed one leaves what is on screen") {
  Session s = small_session(1);
  Worker worker(Device::cpu(2), {});
  worker.submit({s.state(), 0, 0});
  REQUIRE(worker.wait_idle(60));
  const auto shown = worker.results();
  s.apply("case.open \"/nowhere/at/all.nii\"");
  REQUIRE(worker.start(*s.take_errand()));
  CHECK(eventually([&] {
    const auto arrival = worker.take_arrival();
    if (arrival) s.apply(*arrival);
    return arrival.has_value();
  }));
  CHECK(s.error());
  worker.submit({s.state(), 0, 0});
  REQUIRE(worker.wait_idle(60));
  CHECK(worker.results()->slices == shown->slices);
  CHECK(!worker.take_arrival());
  const TestFolder folder;
  const auto file = folder.path() / "image.nii";
  s.apply("save.image " + json_text(file.string()));
  REQUIRE(worker.start(*s.take_errand()));
  CHECK(!worker.start(SaveVolume{"again.nii", false, s.state()}));
  CHECK(eventually([&] {
    const auto arrival = worker.take_arrival();
    if (arrival) CHECK(std::holds_alternative<Saved>(*arrival));
    return arrival.has_value();
  }));
  CHECK(std::filesystem::exists(file));
}

TEST_CASE("an errand can be stopped: it is no error and leaves no file") {
  Session s = head_session({200, 200, 150});
  Worker worker(Device::cpu(1), {});
  const TestFolder folder;
  const auto file = folder.path() / "image.nii.gz";
  s.apply("save.image " + json_text(file.string()));
  REQUIRE(worker.start(*s.take_errand()));
  CHECK(worker.activity().what.starts_with("Saving"));
  worker.stop_errand();
  CHECK(eventually([&] {
    const auto arrival = worker.take_arrival();
    if (arrival) s.apply(*arrival), CHECK(std::holds_alternative<Stopped>(*arrival));
    return arrival.has_value();
  }));
  CHECK(!s.error());
  CHECK(!std::filesystem::exists(file));
}

TEST_CASE("the worker can be left at any moment") {
  for (int k = 0; k < 12; ++k) {
    Session s = head_session({64, 64, 64});
    Worker worker(Device::cpu(2), {});
    worker.submit({s.state(), 64, 64});
    std::this_thread::sleep_for(std::chrono::milliseconds(3 * k));
    s.apply("sample 1");
    worker.submit({s.state(), 64, 64});
    worker.start(SaveVolume{"/nowhere/at/all.nii", false, s.state()});
  }
}
