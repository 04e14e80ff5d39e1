// Objects of what is shown: which the crop draws from, which is chosen, and where a ray meets one. Every volume is
// asymmetric, so that an axis taken for another is seen.
#include <doctest/doctest.h>

#include <algorithm>

#include "io/preset_json.h"
#include "ops/objects/components.h"
#include "small_case.h"
#include "viewer/crop_figure.h"
#include "viewer/object_pick.h"
#include "viewer/worker.h"

using namespace auglens;

namespace {

constexpr const char* crop_of_the_largest = R"(preset.crop {"size": [8, 9, 10], "sampler": "object_box",
  "parameters": {"foreground_prob": 1, "threshold": [4, 4, 4]}})";

struct Fixture {
  Device device = Device::cpu(2);
  Job job{device};
  FactsCache facts;
  Session session = small_session();

  ObjectScene scene() { return object_scene(session.state(), facts, job); }
  Vec3 world(const Vec3& index) const { return session.state().shown()->data.image.grid.to_world(index); }
  const Blob& blob(const ObjectScene& scene, std::int32_t label) const {
    return *std::find_if(scene.found->blobs.begin(), scene.found->blobs.end(),
                         [&](const Blob& b) { return b.label == label; });
  }
};

/// Every labelled voxel of a shown slice, as its class and its marks.
std::map<std::int32_t, std::int64_t> marks_by_class(const SceneSlices& slices, Plane plane) {
  std::map<std::int32_t, std::int64_t> counts;
  for (const std::int32_t v : slices.sides.back().slice(plane)->labels) ++counts[v];
  return counts;
}

}  // namespace

TEST_CASE("without a crop the objects are those of the shown labels, wherever the chain takes them") {
  Fixture f;
  CHECK(f.scene().found->blobs.size() == 3);
  CHECK(f.scene().standings.empty());
  CHECK_FALSE(f.scene().window);
  f.session.apply("step add flip id mirror");
  f.session.apply("step.mirror.x true");
  const ObjectScene mirrored = f.scene();
  CHECK(mirrored.on_output);
  const Region& corner = f.blob(mirrored, 900).box;
  CHECK(corner.start == Index3{37, 0, 0});
  CHECK(corner.size == Index3{3, 3, 3});
}

TEST_CASE("standings say why an object is not drawn, and chances add up to one") {
  Fixture f;
  f.session.apply(crop_of_the_largest);
  const ObjectScene scene = f.scene();
  REQUIRE(scene.standings.size() == 3);
  double sum = 0;
  for (std::size_t b = 0; b < 3; ++b) {
    const bool thin = scene.found->blobs[b].label == 900;  // 3 x 3 x 3 is below 4
    CHECK(scene.standings[b] == (thin ? BlobStanding::thin : BlobStanding::drawn_from));
    CHECK(scene.left_out(b) == thin);
    CHECK((scene.chances[b] > 0) == !thin);
    sum += scene.chances[b];
  }
  CHECK(sum == doctest::Approx(1));
  REQUIRE(scene.window);
  CHECK(scene.aimed == scene.window->drawn.blob);
  CHECK(scene.others.size() == 6);
  f.session.apply(R"(preset.crop {"size": [8, 9, 10], "sampler": "object_box",
    "parameters": {"foreground_prob": 1, "classes": [5, 900], "class_weights": [1, 0], "k_largest": 1}})");
  const ObjectScene weighed = f.scene();
  for (std::size_t b = 0; b < 3; ++b)
    CHECK(weighed.standings[b] ==
          (weighed.found->blobs[b].label == 5 ? BlobStanding::drawn_from : BlobStanding::not_listed));
}

TEST_CASE("of two objects of a class the smaller box is outranked") {
  Fixture f;
  Case c = small_case();
  for (std::int64_t x = 5; x < 9; ++x) c.labels->mutable_view().at(x, 2, 20) = 70;
  f.session.apply(Arrival(CaseArrived{ready_case(std::move(c), f.job)}));
  f.session.apply(R"(preset.crop {"size": [8, 9, 10], "sampler": "object_box", "parameters": {"k_largest": 1}})");
  const ObjectScene scene = f.scene();
  std::int64_t outranked = 0;
  for (std::size_t b = 0; b < scene.standings.size(); ++b)
    if (scene.standings[b] == BlobStanding::outranked) {
      ++outranked;
      CHECK(scene.found->blobs[b].voxels == 4);
    }
  CHECK(outranked == 1);
}

TEST_CASE("the windows of the next samples are those that they draw on these labels") {
  Fixture f;
  f.session.apply(crop_of_the_largest);
  const ObjectScene scene = f.scene();
  for (std::uint64_t k = 1; k <= 6; ++k) {
    f.session.apply("sample " + std::to_string(k));
    CHECK(f.scene().window->drawn.window == scene.others[k - 1]);
  }
}

TEST_CASE("a point chooses the object whose voxel holds it") {
  Fixture f;
  const ObjectScene scene = f.scene();
  const auto label_at = [&](const Vec3& index) {
    const auto blob = scene.at(f.world(index));
    return blob ? scene.found->blobs[*blob].label : 0;
  };
  CHECK(label_at({30, 20, 20}) == 70);
  CHECK(label_at({30, 20, 5}) == 5);
  CHECK(label_at({2.4, 2.4, 2.4}) == 900);
  CHECK(label_at({2.6, 2.4, 2.4}) == 0);
  CHECK(label_at({30, 20, 90}) == 0);
  f.session.apply("view.object \"30v,20v,20v\"");
  CHECK(f.session.state().view.at == f.world({30, 20, 20}));
  const SceneSlices marked =
      with_objects(evaluate_slices(f.session.state(), FactsMode::exact, f.facts, f.job), scene, f.session.state().view);
  const auto counts = marks_by_class(marked, Plane::coronal);
  const std::int32_t seventy = 2;  // 5, 70, 900 in rising order
  CHECK(counts.count(seventy) == 0);
  CHECK(counts.at(seventy | label_chosen) == 19 * 13);
  CHECK(counts.at(1) == 19 * 13);
  CHECK(marked.sides.back().marks.back().box == f.blob(scene, 70).box);
}

TEST_CASE("what the settings leave out is dimmed, unless windows are not to be seen") {
  Fixture f;
  f.session.apply(crop_of_the_largest);
  f.session.apply("view.at \"1v,1v,1v\"");
  const SceneSlices plain = evaluate_slices(f.session.state(), FactsMode::exact, f.facts, f.job);
  const auto counts = marks_by_class(with_objects(plain, f.scene(), f.session.state().view), Plane::axial);
  CHECK(counts.at(3 | label_dimmed) == 9);
  CHECK(counts.at(1) > 0);
  CHECK(wants_objects(f.session.state()));
  f.session.apply("view.windows false");
  CHECK_FALSE(wants_objects(f.session.state()));
  const SceneSlices hidden = with_objects(plain, f.scene(), f.session.state().view);
  CHECK(marks_by_class(hidden, Plane::axial).at(3) == 9);
  CHECK(hidden.sides.back().marks.empty());
}

TEST_CASE("objects behind the cut that later steps move are not drawn over the picture") {
  Fixture f;
  f.session.apply("step add flip id mirror");
  f.session.apply("step.mirror.x true");
  f.session.apply(R"(preset.crop {"size": [8, 9, 10], "sampler": "object_box", "before": "mirror"})");
  const ObjectScene scene = f.scene();
  CHECK(scene.windows_elsewhere);
  CHECK(scene.standings.empty());
  CHECK(f.blob(scene, 900).box.start == Index3{37, 0, 0});  // as it is seen, behind the mirror
  const SceneSlices slices = evaluate_slices(f.session.state(), FactsMode::exact, f.facts, f.job);
  CHECK(with_objects(slices, scene, f.session.state().view).sides.back().marks.empty());
}

TEST_CASE("a crop that gives no window says why, and the objects are still there") {
  Fixture f;
  f.session.apply(R"(preset.crop {"size": [99, 9, 10], "sampler": "object_box"})");
  const ObjectScene scene = f.scene();
  CHECK(scene.refused.find("DALI") != std::string::npos);
  CHECK(scene.found->blobs.size() == 3);
  CHECK_FALSE(scene.window);
}

TEST_CASE("a ray meets the object that is drawn in its way") {
  Fixture f;
  const ObjectScene scene = f.scene();
  Camera camera;
  camera.azimuth = camera.elevation = 0;  // from anterior: y rises with the depth
  // The 3-D picture's middle is the grid's centre; patient's right, low x, is on the left, high z on top.
  const auto label_under = [&](double column, double row) {
    const auto point = object_along_ray(scene, camera, column, row, 200, 200);
    return point ? scene.found->blobs[*scene.at(*point)].label : 0;
  };
  CHECK(label_under(120, 85) == 70);
  CHECK(label_under(120, 115) == 5);
  CHECK(label_under(80, 85) == 0);
  const auto first = object_along_ray(scene, camera, 120, 85, 200, 200);
  REQUIRE(first);
  CHECK((*first)[1] == doctest::Approx(f.world({30, 11, 20})[1]));  // its nearest face
  camera.azimuth = 180;                                             // from behind: left and right change places
  CHECK(label_under(80, 85) == 70);
  CHECK(label_under(120, 85) == 0);
}

TEST_CASE("the worker gives objects when they are wanted, and settings of the crop change no voxel") {
  Fixture f;
  Worker worker(Device::cpu(2), {});
  worker.submit({f.session.state(), 60, 50});
  REQUIRE(worker.wait_idle(60));
  CHECK(worker.results()->objects == nullptr);
  worker.submit({f.session.state(), 60, 50, true});
  REQUIRE(worker.wait_idle(60));
  REQUIRE(worker.results()->objects);
  CHECK(worker.results()->objects->found->blobs.size() == 3);
  f.session.apply(crop_of_the_largest);
  worker.submit({f.session.state(), 60, 50});
  REQUIRE(worker.wait_idle(60));
  const auto marked = worker.results();
  REQUIRE(marked->objects);
  CHECK(marked->objects->window);
  CHECK(marked->slices->sides.back().marks.size() == 8);
  f.session.apply(R"(preset.crop {"size": [9, 9, 10], "sampler": "object_box",
                                   "parameters": {"foreground_prob": 1, "threshold": [4, 4, 4]}})");
  worker.submit({f.session.state(), 60, 50});
  REQUIRE(worker.wait_idle(60));
  const auto changed = worker.results();
  CHECK(changed->settled);
  CHECK(changed->objects->window->drawn.window.size == Index3{9, 9, 10});
  CHECK(changed->slices->plan == marked->slices->plan);
  CHECK(changed->volume == marked->volume);
  f.session.apply(R"(preset.crop {"size": [9, 9, 10], "sampler": "object_box"})");  // one object more is left
  worker.submit({f.session.state(), 60, 50});
  REQUIRE(worker.wait_idle(60));
  CHECK(worker.results()->volume != changed->volume);
  CHECK(worker.results()->slices->plan == marked->slices->plan);
}

TEST_CASE("with the window cut out every picture is the patch, until the crop is gone") {
  Fixture f;
  CHECK_THROWS_AS(f.session.apply("view.crop true"), Error);
  f.session.apply(crop_of_the_largest);
  f.session.apply("view.crop true");
  Worker worker(Device::cpu(2), {});
  worker.submit({f.session.state(), 60, 50});
  REQUIRE(worker.wait_idle(60));
  const auto r = worker.results();
  CHECK_FALSE(r->error);
  CHECK(r->slices->sides.back().grid.size == Index3{8, 9, 10});
  const SessionState cut = cut_state(f.session.state(), f.facts, f.job);
  const SceneSlices alone = evaluate_slices(cut, FactsMode::exact, f.facts, f.job);
  CHECK(r->slices->sides.back().slices.at(0).values == alone.sides.back().slices.at(0).values);
  f.session.apply("preset.crop null");
  CHECK_FALSE(f.session.state().crop);
}

TEST_CASE("labels that arrive after windows were drawn without them are not taken for blank ones") {
  Fixture f;
  Case c = f.session.state().shown()->data;
  c.labels.reset();
  const std::string crop = R"(preset.crop {"size": [8, 9, 10], "sampler": "random"})";
  Session blank;
  blank.apply(Arrival(CaseArrived{ready_case(c, f.job)}));
  blank.apply(crop);
  CHECK(object_scene(blank.state(), f.facts, f.job).window->labels.empty());
  f.session.apply(crop);  // the same case by its number, with labels
  REQUIRE(blank.state().shown()->data.id == f.session.state().shown()->data.id);
  CHECK(f.scene().found->blobs.size() == 3);
}

TEST_CASE("a dimmed and a chosen object have values of their own in 3-D, and the background stays") {
  Fixture f;
  f.session.apply(crop_of_the_largest);
  f.session.apply("view.object \"30v,20v,20v\"");
  const ObjectScene scene = f.scene();
  const LabelMap seen =
      with_look(*f.session.state().shown()->data.labels, look_of(scene, f.session.state().view), f.job);
  CHECK(seen.view().at(30, 20, 20) == chosen_value);
  CHECK(seen.view().at(1, 1, 1) == dimmed_value);
  CHECK(seen.view().at(30, 20, 5) == 5);
  CHECK(seen.view().at(10, 20, 5) == 0);
}

TEST_CASE("a patch that does not hold the crosshair is read, cut and framed where it is seen") {
  Fixture f;
  f.session.apply(R"(preset.crop {"size": [8, 9, 10], "sampler": "object_box", "parameters": {"classes": [900]}})");
  f.session.apply("view.crop true");  // about the corner, far from the volume's middle
  Worker worker(Device::cpu(2), {});
  worker.submit({f.session.state(), 0, 0});
  REQUIRE(worker.wait_idle(60));
  const auto r = worker.results();
  const SceneSide& side = r->slices->sides.back();
  REQUIRE(r->slices->at);
  CHECK(*r->slices->at == side.grid.to_world(side.grid.centre_index()));
  CHECK(r->probe->at == *r->slices->at);
  REQUIRE(r->probe->after);
  REQUIRE(side.marks.size() == 1);
  CHECK(side.marks[0].box == whole(side.grid));
}

TEST_CASE("where no picture can be made, the reason and the table's state are still told") {
  Fixture f;
  f.session.apply(R"(preset.crop {"size": [99, 9, 10], "sampler": "object_box"})");
  f.session.apply("view.crop true");
  Worker worker(Device::cpu(2), {});
  worker.submit({f.session.state(), 0, 0, true});
  REQUIRE(worker.wait_idle(60));
  const auto r = worker.results();
  REQUIRE(r->error);
  REQUIRE(r->objects);
  CHECK(r->objects->refused.find("larger than the volume") != std::string::npos);
  CHECK(r->objects_revision == f.session.state().revision);
}

TEST_CASE("windows stay while a tone is dragged, and go while the anatomy is, until it rests") {
  Fixture f;
  f.session.apply("step add rotate id turn");
  f.session.apply("step add gamma id tone");
  f.session.apply(crop_of_the_largest);
  Worker worker(Device::cpu(2), {});
  const auto marks_after = [&](const std::string& line) {
    f.session.apply(line);
    worker.submit({f.session.state(), 0, 0});
    REQUIRE(worker.wait_idle(60));
    CHECK(worker.results()->revision.recipe == f.session.state().revision.recipe);
    return worker.results()->slices->sides.back().marks.size();
  };
  CHECK(marks_after("view.labels true") == 8);
  CHECK(marks_after("drag begin") == 8);
  CHECK(marks_after("step.tone.gamma 1.4") == 8);
  CHECK(marks_after("drag end") == 8);
  CHECK(marks_after("drag begin") == 8);
  CHECK(marks_after("step.turn.angle 20") == 0);
  CHECK(marks_after("drag end") == 8);
}
