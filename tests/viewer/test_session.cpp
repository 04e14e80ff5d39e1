// A session without a window: edits change exactly what they say, undo brings everything back, errors change nothing.

#include "viewer/session.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "io/preset_json.h"
#include "io/save.h"
#include "ops/operator.h"
#include "small_case.h"
#include "tests/test_folder.h"

using namespace auglens;

namespace {

std::vector<std::string> ids(const Session& s) {
  std::vector<std::string> all;
  for (const Step& step : s.state().recipe.preset->steps) all.push_back(step.id);
  return all;
}

const Step& step(const Session& s, std::size_t k) {
  return s.state().recipe.preset->steps[k];
}

/// The usage error that a line gives; the state must be as it was.
std::string refusal(Session& s, const std::string& line) {
  const SessionState before = s.state();
  const std::size_t entries = s.history().entries();
  CHECK(!s.attempt(line));
  REQUIRE(s.error());
  CHECK(s.error()->kind() == ErrorKind::usage);
  CHECK(s.state().recipe == before.recipe);
  CHECK(s.state().recipe.preset == before.recipe.preset);
  CHECK(s.state().view == before.view);
  CHECK(s.state().revision == before.revision);
  CHECK(s.history().entries() == entries);
  return s.error()->what();
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("steps are added where the line says, moved, removed and renamed") {
  Session s;
  s.apply("step add rotate id turn");
  s.apply("step add gamma id tone");
  s.apply("step add blur before tone");
  s.apply("step add flip first");
  s.apply("step add rotate after turn");
  CHECK(ids(s) == std::vector<std::string>{"flip", "turn", "rotate", "blur", "tone"});
  s.apply("step add rotate");
  CHECK(ids(s).back() == "rotate2");
  s.apply("step move flip 5");
  CHECK(ids(s) == std::vector<std::string>{"turn", "rotate", "blur", "tone", "rotate2", "flip"});
  s.apply("step move rotate2 0");
  CHECK(ids(s) == std::vector<std::string>{"rotate2", "turn", "rotate", "blur", "tone", "flip"});
  s.apply("step remove turn");
  s.apply(R"(step.tone.id "shade")");
  CHECK(ids(s) == std::vector<std::string>{"rotate2", "rotate", "blur", "shade", "flip"});
  for (int k = 0; k < 10; ++k) s.apply("undo");
  CHECK(ids(s).empty());
  for (int k = 0; k < 10; ++k) s.apply("redo");
  CHECK(ids(s) == std::vector<std::string>{"rotate2", "rotate", "blur", "shade", "flip"});
}

TEST_CASE("values of steps take values and laws, and go back to the default") {
  Session s;
  s.apply("step add rotate id turn");
  s.apply("step add gamma id tone");
  const auto angle = static_cast<std::size_t>(step(s, 0).op->find("angle"));
  CHECK(!step(s, 0).settings[angle]);
  s.apply(R"(step.turn.angle {"uniform":[-30,30]})");
  REQUIRE(step(s, 0).settings[angle]);
  CHECK(step(s, 0).settings[angle]->laws[0].law == Law::uniform);
  CHECK(step(s, 0).settings[angle]->laws[0].a == -30);
  s.apply("step.turn.enabled false");
  s.apply("step.turn.probability 0.5");
  s.apply("step.tone.channel_probability 0.25");
  s.apply("step.tone.draw_per_channel true");
  CHECK(!step(s, 0).enabled);
  CHECK(step(s, 0).probability == 0.5);
  CHECK(step(s, 1).channel_probability == 0.25);
  CHECK(step(s, 1).draw_per_channel);
  s.apply("step reset turn angle");
  CHECK(!step(s, 0).settings[angle]);
}

TEST_CASE("a wrong edit changes nothing and names what is allowed") {
  Session s = small_session();
  CHECK(says(refusal(s, "step.turn.angle 3"), "step add"));
  s.apply("step add rotate id turn");
  CHECK(says(refusal(s, "step.trn.angle 3"), "did you mean turn"));
  CHECK(says(refusal(s, "step.turn.angel 3"), "did you mean angle"));
  CHECK(says(refusal(s, "step.turn.probability 1.5"), "from 0 to 1"));
  CHECK(says(refusal(s, "step.turn.channel_probability 1"), "no such parameter"));
  CHECK(says(refusal(s, R"(step.turn.angle {"unifrm":[1,2]})"), "uniform"));
  CHECK(says(refusal(s, R"(step.turn.angle "far")"), "step.turn.angle"));
  CHECK(says(refusal(s, "step add blur id turn"), "twice"));
  CHECK(says(refusal(s, R"(step.turn.id "Big Turn")"), "a-z"));
  CHECK(says(refusal(s, "step move turn 1"), "0 to 0"));
  CHECK(says(refusal(s, "view.channel 2"), "from 0 to 1"));
  CHECK(says(refusal(s, "view.frame 1"), "from 0 to 0"));
  CHECK(says(refusal(s, R"(view.at "40v,0v,0v")"), "0 to 39"));
  CHECK(says(refusal(s, "case.select 1"), "0 to 0"));
  CHECK(says(refusal(s, "preset.save \"\""), "preset.save"));
  CHECK(says(refusal(s, "save.image \"x.jpg\""), ".nii"));
  CHECK(says(refusal(s, "redo"), "redo"));
  s.apply("sample 1");
  CHECK(!s.error());
}

TEST_CASE("undo covers preset, seed, sample and view; a drag is one entry") {
  Session s = small_session();
  s.apply("step add rotate id turn");
  s.apply("seed 4");
  s.apply("sample 2");
  const std::size_t before = s.history().entries();
  s.apply("drag begin");
  for (int k = 0; k < 20; ++k) {
    s.apply("step.turn.angle " + std::to_string(k));
    CHECK(s.state().dragging);
    CHECK(s.state().edited_step == "turn");
  }
  s.apply("drag end");
  CHECK(!s.state().dragging);
  CHECK(s.history().entries() == before + 1);
  const View start = s.state().view;
  for (int k = 0; k < 9; ++k) s.apply("view.at [0,30," + std::to_string(6 + k) + "]");
  s.apply("view.window [100,50]");
  CHECK(s.history().entries() == before + 3);
  const SessionState end = s.state();
  s.apply("undo");
  CHECK(s.state().view.window == start.window);
  CHECK(s.state().view.at == Vec3{0, 30, 14});
  s.apply("undo");
  CHECK(s.state().view == start);
  s.apply("undo");
  CHECK(!step(s, 0).settings[static_cast<std::size_t>(step(s, 0).op->find("angle"))]);
  s.apply("undo"), s.apply("undo");
  CHECK(s.state().recipe.sample == 0);
  CHECK(s.state().recipe.seed == 0);
  for (int k = 0; k < 5; ++k) s.apply("redo");
  CHECK(s.state().recipe == end.recipe);
  CHECK(s.state().view == end.view);
}

TEST_CASE("revisions count what is seen, and nothing counts when nothing changes") {
  Session s = small_session();
  const Revision start = s.state().revision;
  s.apply("sample 0");
  s.apply("view.channel 0");
  CHECK(s.state().revision == start);
  CHECK(s.history().entries() == 0);
  s.apply("sample 1");
  CHECK(s.state().revision == Revision{start.recipe + 1, start.view});
  s.apply("view.window [10,5]");
  CHECK(s.state().revision == Revision{start.recipe + 1, start.view + 1});
  s.apply("view.original true");
  CHECK(s.state().original);
  CHECK(s.history().entries() == 2);  // holding a key is no change to go back to
}

TEST_CASE("a case that arrives is shown at its centre with its own window, outside history") {
  Session s = small_session();
  const LoadedCase& c = *s.state().shown();
  CHECK(c.name == "small.nii");
  CHECK(s.history().entries() == 0);
  const Vec3 centre = c.data.image.grid.to_world(c.data.image.grid.centre_index());
  CHECK(s.state().view.at == centre);
  CHECK(s.state().view.window == c.windows[0]);
  s.apply("view.channel 1");
  CHECK(s.state().view.window == c.windows[1]);
  s.apply("view.window [5,5]");
  s.apply("view.augmented_window [1,0.5]");
  CHECK(s.state().view.window_of(true) == Window{5, 5});
  CHECK(s.state().view.window_of(false) == Window{1, 0.5});
  s.apply("view.augmented_window null");
  CHECK(s.state().view.window_of(false) == Window{5, 5});
  s.apply("view.window \"auto\"");
  CHECK(s.state().view.window == c.windows[1]);
  s.apply("view.at \"12v,30v,8v\"");
  CHECK(s.state().view.at == c.data.image.grid.to_world({12, 30, 8}));
  // a second case of the same grid keeps the point; one of another grid does not
  const Device device = Device::cpu(1);
  const Vec3 at = s.state().view.at;
  s.apply(Arrival(CaseArrived{ready_case(small_case(1), {device})}));
  CHECK(s.state().selected == 1);
  CHECK(s.state().view.at == at);
  CHECK(s.state().view.channel == 0);
  Case moved = small_case(1);
  moved.image.grid.origin[0] += 50;
  moved.labels->grid = moved.image.grid;
  s.apply(Arrival(CaseArrived{ready_case(moved, {device})}));
  CHECK(s.state().view.at != at);
  // undo takes the preset back, not the case, and the point stays with the case
  const Vec3 here = s.state().view.at;
  s.apply("undo");
  CHECK(s.state().selected == 2);
  CHECK(s.state().view.at == here);
  s.apply("case.close 2");
  CHECK(s.state().selected == 1);
  CHECK(s.state().cases.size() == 2);
}

TEST_CASE("labels are counted and named") {
  const Session s = small_session();
  const LabelTable& t = s.state().shown()->labels;
  REQUIRE(t.classes.size() == 3);
  CHECK(t.classes[0].value == 5);
  CHECK(t.classes[2].voxels == 27);
  CHECK(t.name_of(5) == "stone");
  CHECK(t.name_of(900) == "label 900");
  CHECK(t.name_of(0) == "background");
  CHECK(t.index(70) == 2);
  std::int64_t voxels = 0;
  for (std::int64_t z = 0; z < small_size[2]; ++z)
    for (std::int64_t y = 0; y < small_size[1]; ++y)
      for (std::int64_t x = 0; x < small_size[0]; ++x) voxels += small_label(x, y, z) == 70 ? 1 : 0;
  CHECK(t.classes[1].voxels == voxels);
}

TEST_CASE("files leave as errands, in order, one at a time; a failed load changes nothing and drops its labels") {
  Session s = small_session();
  CHECK(says(refusal(s, "save.label \"x.png\""), ".nii"));
  s.apply("case.series \"3\"");
  s.apply("case.open [\"nowhere/a.nii\",\"nowhere/b.nii\"]");
  s.apply("case.label \"nowhere/l.nii\"");
  s.apply("save.image \"out.nii\"");
  const auto first = s.take_errand();
  REQUIRE(first);
  REQUIRE(std::holds_alternative<OpenCase>(*first));
  CHECK(std::get<OpenCase>(*first).request.inputs.size() == 2);
  CHECK(std::get<OpenCase>(*first).request.series == "3");
  CHECK(!s.take_errand());
  const SessionState before = s.state();
  FactsCache facts;
  const Device device = Device::cpu(1);
  const Arrival arrival = run_errand(*first, facts, {device});
  REQUIRE(std::holds_alternative<Failed>(arrival));
  s.apply(arrival);
  REQUIRE(s.error());
  CHECK(says(s.error()->what(), "a.nii"));
  CHECK(s.state().shown_case() == before.shown_case());
  CHECK(s.state().revision == before.revision);
  const auto second = s.take_errand();
  REQUIRE(second);
  CHECK(std::holds_alternative<SaveVolume>(*second));
}

TEST_CASE("a volume is not saved over the file that it is made from") {
  const TestFolder folder;
  Session s = small_session(1);
  const Device device = Device::cpu(2);
  FactsCache facts;
  const std::string image = (folder / "in.nii");
  s.apply("save.image " + json_text(image));
  s.apply("case.open " + json_text(image));
  run_errands(s, facts, {device});
  CHECK_FALSE(s.error());
  s.apply("save.image " + json_text((folder / "./in.nii")));
  const auto errand = s.take_errand();
  REQUIRE(errand);
  const Arrival arrival = run_errand(*errand, facts, {device});
  REQUIRE(std::holds_alternative<Failed>(arrival));
  CHECK(says(std::get<Failed>(arrival).error.what(), "would overwrite"));
}

TEST_CASE("a saved volume and its labels open again as they were") {
  const TestFolder folder;
  Session s = small_session(2);
  const Device device = Device::cpu(2);
  FactsCache facts;
  s.apply("step add flip id mirror");
  s.apply("step.mirror.x true");
  const std::string image = (folder / "out.nii.gz");
  s.apply("save.image " + json_text(image));
  s.apply("save.label " + json_text((folder / "label.nii")));
  run_errands(s, facts, {device});
  s.apply("preset new");
  s.apply("case.open " + json_text(image));
  s.apply("case.label " + json_text((folder / "label.nii")));
  run_errands(s, facts, {device});
  const Case& c = s.state().shown()->data;
  REQUIRE(c.image.channels == 2);
  REQUIRE(c.labels);
  CHECK(s.state().shown()->labels.classes.size() == 3);
  CHECK(c.image.value({39 - 7, 20, 9}, 1) == static_cast<float>(small_voxel(7, 20, 9, 1)));
  CHECK(c.labels->view().at(39, 0, 0) == 900);
}

TEST_CASE("labels of another grid are refused with an offer, taken by it, and the next ones are asked about again") {
  const TestFolder folder;
  const Device device = Device::cpu(1);
  Session s = small_session();
  LabelMap shifted = *s.state().shown()->data.labels;
  shifted.grid.origin[0] += 2;  // two voxels along x
  save_labels(shifted, (folder / "shifted.nii"), {StoredType::int32, true}, {device});
  FactsCache facts;
  const auto run = [&] {
    while (auto errand = s.take_errand()) s.apply(run_errand(*errand, facts, {device}));
  };
  s.apply("case.label " + json_text((folder / "shifted.nii")));
  run();
  REQUIRE(s.error());
  CHECK(says(s.error()->what(), "2 mm"));
  CHECK(s.resampling().size() == 3);
  for (const std::string& line : s.resampling()) s.apply(line);
  run();
  CHECK_FALSE(s.error());
  const auto labels = s.state().shown()->data.labels->view();
  CHECK(labels.at(23, 20, 20) == small_label(21, 20, 20));
  CHECK(labels.at(22, 20, 20) == small_label(20, 20, 20));
  s.apply("case.label " + json_text((folder / "shifted.nii")));
  run();
  CHECK(s.error());
  s.attempt("nonsense");
  CHECK(s.resampling().empty());
}

TEST_CASE("a preset is clean after open and save, dirty after a change, and clean again after undo") {
  const TestFolder folder;
  const std::string file = (folder / "p.json");
  Session s;
  CHECK(!s.dirty());
  s.apply("step add rotate id turn");
  s.apply("seed 99");
  CHECK(s.dirty());
  s.apply("preset.save " + json_text(file));
  CHECK(!s.dirty());
  CHECK(s.preset_file() == file);
  CHECK(load_preset(file) == s.preset_to_save());
  CHECK(load_preset(file).seed == 99);
  s.apply("step.turn.angle 12");
  CHECK(s.dirty());
  s.apply("undo");
  CHECK(!s.dirty());
  s.apply("seed 100");
  CHECK(s.dirty());
  s.apply("preset.save \"\"");
  CHECK(load_preset(file).seed == 100);
  s.apply("undo");
  CHECK(s.dirty());  // the file holds seed 100 now
  s.apply("preset new");
  CHECK(ids(s).empty());
  CHECK(s.preset_file().empty());
  s.apply("preset.open " + json_text(file));
  CHECK(s.state().recipe.seed == 100);
  CHECK(!s.dirty());
  s.apply("undo");
  CHECK(ids(s).empty());
}

TEST_CASE("a broken preset is bad input and leaves the session as it is") {
  const TestFolder folder;
  const std::string file = (folder / "broken.json");
  std::ofstream(file) << R"({"auglens_preset":1,"steps":[{"id":"a","operator":"rotat"}]})";
  Session s;
  s.apply("step add rotate id turn");
  try {
    s.apply("preset.open " + json_text(file));
    FAIL("accepted");
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::bad_input);
    CHECK(says(e.what(), "/steps/0/operator"));
  }
  CHECK(ids(s) == std::vector<std::string>{"turn"});
}

TEST_CASE("a preset that this version cannot draw is refused, and nothing changes") {
  Session session;
  session.apply("seed 5");
  for (const char* line : {"preset.fuse true"}) {
    const SessionState before = session.state();
    CHECK_THROWS_AS(session.apply(line), Error);
    CHECK(session.state().recipe == before.recipe);
  }
}
