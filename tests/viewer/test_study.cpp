// Long studies beside the pictures: they find what the library finds, share what requests share, and stop at once.

#include "viewer/study.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "io/phantom.h"
#include "io/preset_json_crop.h"
#include "ops/operator.h"
#include "ops/replay/replay.h"
#include "small_case.h"
#include "viewer/training_windows.h"
#include "viewer/worker.h"

using namespace auglens;
using Clock = std::chrono::steady_clock;

namespace {

Session turned_session() {
  Session s = small_session();
  s.apply("step add gamma id tone");
  s.apply("step add affine id turn");
  s.apply("step.turn.rotate {\"uniform\":[-40,40]}");
  s.apply("step.turn.scale {\"uniform\":[0.5,1.2]}");
  return s;
}

StudyRequest safety_of(const Session& s, int draws) {
  return {s.state(), false, true, draws, 1};
}
StudyRequest odds_of(const Session& s, std::int64_t at_least = 1) {
  return {s.state(), true, false, 0, at_least};
}

std::shared_ptr<const Studies> studied(Worker& worker, const StudyRequest& request) {
  worker.study(request);
  REQUIRE(worker.wait_idle(60));
  return worker.studies();
}

void check_equal(const DrawSafety& a, const DrawSafety& b) {
  CHECK(a.sample == b.sample);
  CHECK(a.blobs == b.blobs);
  CHECK(a.lost == b.lost);
  CHECK(a.split == b.split);
  CHECK(a.merged == b.merged);
  CHECK(a.smallest_mm3 == b.smallest_mm3);
  CHECK(a.volume_change == b.volume_change);
  CHECK(a.out_of_canvas == b.out_of_canvas);
  CHECK(a.centroid_drift_mm == b.centroid_drift_mm);
  CHECK(a.border_drift_mm == b.border_drift_mm);
  REQUIRE(a.classes.size() == b.classes.size());
  for (std::size_t k = 0; k < a.classes.size(); ++k) {
    CHECK(a.classes[k].label == b.classes[k].label);
    CHECK(a.classes[k].volume_change == b.classes[k].volume_change);
  }
}

/// How often the mailbox told of news.
struct Watch {
  std::atomic<int> woken{0};
  WorkerOptions options() {
    return {.wake = [this] { ++woken; }};
  }
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

TEST_CASE("the thread judges samples as the library does with the whole chain, and the shown one beyond them") {
  Session s = turned_session();
  s.apply("sample 40");
  Worker worker(Device::cpu(2), {});
  const auto known = studied(worker, safety_of(s, 6));
  REQUIRE(known->safety);
  CHECK(!known->safety_error);
  CHECK(known->safety->complete());
  REQUIRE(known->safety->draws.size() == 6);
  CHECK(worker.activity().what.empty());
  const Device device = Device::cpu(2);
  const Job job{device};
  FactsCache facts;
  const Case& c = s.state().shown()->data;
  const LabelSafety direct(c, job);
  const Preset& preset = *s.state().recipe.preset;
  const auto judged = [&](std::uint64_t k) {
    return direct.judge(preset.steps, make_draw(preset, s.state().recipe.seed, k, c, facts, job), facts, job);
  };
  for (std::uint64_t k = 0; k < 6; ++k) check_equal(known->safety->draws[k], judged(k));
  REQUIRE(known->safety->shown);
  check_equal(*known->safety->shown, judged(40));
  bool some = false;  // a law that is no law would make all of this true
  for (const DrawSafety& d : known->safety->draws) some |= d.volume_change != known->safety->draws[0].volume_change;
  CHECK(some);
  REQUIRE(known->safety->worst.size() == limit_table().size());
}

TEST_CASE("limits, a crop and steps that leave labels alone change nothing; more draws go on where fewer ended") {
  Session s = turned_session();
  Watch watch;
  Worker worker(Device::cpu(2), watch.options());
  const auto first = studied(worker, safety_of(s, 12))->safety;
  REQUIRE(first);
  const int woken = watch.woken;
  s.apply("preset.limits {\"blobs_lost\":0,\"out_of_canvas\":0.25}");
  s.apply("preset.crop {\"size\":[8,8,8],\"sampler\":\"random\"}");
  s.apply("step.tone.gamma 1.5");
  s.apply("step.tone.enabled false");
  CHECK(studied(worker, safety_of(s, 12))->safety == first);
  CHECK(watch.woken == woken);
  CHECK(safety_subject(s.state()) == first->subject);

  const auto fewer = studied(worker, safety_of(s, 5))->safety;
  CHECK(fewer->draws.size() == 5);
  CHECK(fewer->wanted == 5);
  const auto more = studied(worker, safety_of(s, 20))->safety;
  REQUIRE(more->draws.size() == 20);
  for (std::size_t k = 0; k < 12; ++k) check_equal(more->draws[k], first->draws[k]);

  s.apply("step.turn.rotate 90");
  CHECK(!(safety_subject(s.state()) == first->subject));
  const auto other = studied(worker, safety_of(s, 5))->safety;
  CHECK(other->draws[0].classes[0].out_of_canvas != first->draws[0].classes[0].out_of_canvas);
}

TEST_CASE("a million draws make way for another request, and for none, within 200 ms") {
  Session s = turned_session();
  Watch watch;
  Worker worker(Device::cpu(2), watch.options());
  worker.study(safety_of(s, 1000000));
  const auto start = Clock::now();
  while (!worker.studies()->safety || worker.studies()->safety->draws.size() < 2) {
    REQUIRE(seconds_since(start) < 30);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  CHECK(!worker.studies()->safety->complete());
  CHECK(worker.activity().what.ends_with(" of 1000000"));
  s.apply("step.turn.rotate 15");
  const auto replaced = Clock::now();
  worker.study(safety_of(s, 1));
  REQUIRE(worker.wait_idle(10));
  CHECK(seconds_since(replaced) < 0.2);
  CHECK(worker.studies()->safety->complete());
  CHECK(worker.studies()->safety->subject == safety_subject(s.state()));

  worker.study(safety_of(s, 1000000));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(!worker.wait_idle(0));
  const auto closed = Clock::now();
  worker.study({s.state()});
  REQUIRE(worker.wait_idle(10));
  CHECK(seconds_since(closed) < 0.2);
  const int woken = watch.woken;
  std::this_thread::sleep_for(std::chrono::milliseconds(250));
  CHECK(watch.woken == woken);
}

TEST_CASE("a draw of millions of voxels is left in the middle") {
  Session s;
  const Device device = Device::cpu(2);
  s.apply(Arrival(CaseArrived{ready_case(phantom_abdomen({208, 208, 176}, {device}), {device})}));
  s.apply("step add affine id turn");
  s.apply("step.turn.rotate {\"uniform\":[-40,40]}");
  Worker worker(Device::cpu(2), {});
  worker.study(safety_of(s, 100));
  const auto start = Clock::now();
  while (!worker.studies()->safety) {
    REQUIRE(seconds_since(start) < 60);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  const double one_draw = seconds_since(start);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const auto closed = Clock::now();
  worker.study({s.state()});
  REQUIRE(worker.wait_idle(60));
  CHECK(seconds_since(closed) < std::max(0.2, one_draw / 3));
}

TEST_CASE("while a slider moves nothing new is started; at rest it is") {
  Session s = turned_session();
  Worker worker(Device::cpu(2), {});
  const auto before = studied(worker, safety_of(s, 3))->safety;
  s.apply("drag begin");
  s.apply("step.turn.rotate 30");
  CHECK(studied(worker, safety_of(s, 3))->safety == before);
  s.apply("drag end");
  const auto after = studied(worker, safety_of(s, 3))->safety;
  CHECK(after->subject == safety_subject(s.state()));
  CHECK(!(after->subject == before->subject));
}

TEST_CASE("odds are those of the labels where windows are cut, and only what decides them makes them anew") {
  Session s = turned_session();
  s.apply("preset.crop {\"size\":[12,10,8],\"sampler\":\"object_box\"}");
  Worker worker(Device::cpu(2), {});
  const auto first = studied(worker, odds_of(s, 30))->odds;
  REQUIRE(first);
  REQUIRE(first->samplers.size() == 4);
  const Device device = Device::cpu(1);
  const Job job{device};
  FactsCache facts;
  const Recipe& recipe = s.state().recipe;
  TrainingWindows windows(*recipe.preset, recipe.seed, s.state().shown()->data, 0, facts, job);
  const auto ground = windows.ground_of_draw(recipe.sample);
  const auto direct = compare_samplers(*recipe.preset->crop, ground->labels(), *ground->components(), 30, job);
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(first->samplers[k].refused == direct[k].refused);
    REQUIRE(first->samplers[k].classes.size() == direct[k].classes.size());
    for (std::size_t i = 0; i < direct[k].classes.size(); ++i) {
      CHECK(first->samplers[k].classes[i].hit_rate == direct[k].classes[i].hit_rate);
      CHECK(first->samplers[k].classes[i].mean_share == direct[k].classes[i].mean_share);
    }
    CHECK(first->samplers[k].blobs.seen == direct[k].blobs.seen);
  }
  s.apply("step.tone.gamma 2");
  s.apply("view.window [100,50]");
  CHECK(studied(worker, odds_of(s, 30))->odds == first);
  CHECK(studied(worker, odds_of(s, 31))->odds != first);
  s.apply("sample 1");  // moves the labels
  CHECK(odds_subject(s.state(), 30).draw == 1);
  s.apply("step.turn.enabled false");  // nothing does
  CHECK(odds_subject(s.state(), 30).draw == 0);
}

TEST_CASE("a sampler that this label refuses is told, and the others are compared") {
  Session s = small_session();
  s.apply("preset.crop {\"size\":[60,10,8],\"sampler\":\"crop_by_label\"}");  // MONAI refuses to pad
  Worker worker(Device::cpu(2), {});
  const auto known = studied(worker, odds_of(s));
  CHECK(!known->odds_error);
  REQUIRE(known->odds);
  CHECK(!known->odds->samplers[1].refused.empty());
  CHECK(known->odds->samplers[3].refused.empty());
  CHECK(known->odds->samplers[3].classes.size() == 3);
}

TEST_CASE("what cannot be studied is told in the study's own line, and goes with its cause") {
  Session s = small_session();
  s.apply("preset.crop {\"size\":[120,10,8],\"sampler\":\"object_box\"}");  // larger than the volume
  s.apply("step add affine id turn");
  Worker worker(Device::cpu(2), {});
  auto known = studied(worker, {s.state(), true, true, 2, 1});
  const bool refused = known->odds_error || !known->odds->samplers[0].refused.empty();
  CHECK(refused);
  CHECK(known->safety);
  CHECK(!known->safety_error);

  Case empty = small_case();
  std::fill_n(empty.labels->voxels(), empty.labels->pitch.volume, 0);
  const Device device = Device::cpu(1);
  Session none;
  none.apply(Arrival(CaseArrived{ready_case(std::move(empty), {device})}));
  none.apply("step add affine id turn");
  known = studied(worker, safety_of(none, 2));
  REQUIRE(known->safety_error);
  CHECK(std::string(known->safety_error->what()).find("nothing but 0") != std::string::npos);
  known = studied(worker, safety_of(s, 2));
  CHECK(!known->safety_error);
}

TEST_CASE("a study that makes no sense says why and is not started") {
  Session s;
  CHECK(why_no_safety(s.state()).find("Open a scan") == 0);
  s = small_session();
  CHECK(why_no_safety(s.state()).find("No step") == 0);
  CHECK(why_no_odds(s.state()).find("Add a training window") == 0);
  s.apply("step add gamma id tone");
  CHECK(why_no_safety(s.state()).find("No step") == 0);
  s.apply("step add affine id turn");
  CHECK(why_no_safety(s.state()).empty());
  s.apply("step.turn.enabled false");
  CHECK(why_no_safety(s.state()).find("No step") == 0);
  Worker worker(Device::cpu(1), {});
  CHECK(!studied(worker, {s.state(), true, true, 2, 1})->safety);
}

TEST_CASE("limits are written as they are read") {
  Session s = small_session();
  Limits limits;
  limits.blobs_lost = 0;
  limits.out_of_canvas = 0.07;
  s.apply("preset.limits " + write_limits(limits));
  CHECK(s.state().recipe.preset->limits == limits);
  s.apply("preset.limits " + write_limits({}));
  CHECK(s.state().recipe.preset->limits == Limits{});
}
