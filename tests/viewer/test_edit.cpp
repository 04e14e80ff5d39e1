// Edit lines: what prints reads back equal, what is wrong names what is allowed, and every flag is one line.

#include "viewer/edit.h"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ops/error.h"

using namespace auglens;

namespace {

/// The message of the usage error that reading gives.
std::string refusal(const std::string& line) {
  try {
    parse_edit(line);
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::usage);
    const std::string text = e.what();
    CHECK(text.find('\n') == std::string::npos);
    return text;
  }
  FAIL("accepted: " << line);
  return "";
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("every edit prints the line that reads back as the same edit") {
  const std::vector<std::string> lines{
      R"(step.turn.angle {"uniform":[-30,30]})",
      R"(step.turn.angle [{"normal":[0,2.5],"clip":[-5,5]},1,-0.125])",
      "step.turn.enabled false",
      "step.turn.probability 0.5",
      R"(step.turn.id "twist")",
      "step.tone.clamp null",
      "step add rotate",
      "step add rotate first",
      "step add rotate after turn id turn2",
      "step add gamma before turn2",
      "step remove turn",
      "step move turn 2",
      "step reset turn angle",
      "seed 9223372036854775807",
      "sample 4294967295",
      "view.at [-12.5,1e-07,40]",
      R"(view.at "12v,40v,8v")",
      "view.window [400,40]",
      R"(view.window "auto")",
      "view.augmented_window [1,0.5]",
      "view.augmented_window null",
      R"(view.layout "mpr")",
      R"(view.colour_map "viridis")",
      "view.channel 1",
      "view.frame 3",
      "view.label_opacity 0.35",
      R"(view.camera {"azimuth":25,"mode":"mip"})",
      R"(view.coronal {"zoom":2,"pan_right_mm":-3.5})",
      R"(case.open "a b.nii")",
      R"(case.open ["t1.nii","t2.nii"])",
      R"(case.label "sé\"g.nii")",
      "case.select 0",
      R"(preset.open "p.json")",
      R"(preset.save "")",
      "undo",
      "redo",
      "preset new",
      "drag begin",
      "drag end",
  };
  for (const std::string& line : lines) {
    CAPTURE(line);
    const Edit edit = parse_edit(line);
    CHECK(edit.line() == line);
    CHECK(parse_edit(edit.line()) == edit);
  }
}

TEST_CASE("lines of other spelling are brought to the one spelling") {
  CHECK(parse_edit("  step.turn.angle   { \"uniform\" : [ -30.0 , 3e1 ] }\t").line() ==
        R"(step.turn.angle {"uniform":[-30,30]})");
  CHECK(parse_edit("step   add  rotate id r after turn").line() == "step add rotate after turn id r");
  CHECK(parse_edit("seed\t 1 ").line() == "seed 1");
}

TEST_CASE("a wrong edit is one line that names what is allowed") {
  CHECK(says(refusal(""), "empty"));
  CHECK(says(refusal("sede 1"), "did you mean seed"));
  CHECK(says(refusal("view.windw [1,2]"), "did you mean view.window"));
  CHECK(says(refusal("seed -1"), "9223372036854775807"));
  CHECK(says(refusal("seed 9223372036854775808"), "9223372036854775807"));
  CHECK(says(refusal("seed 1.5"), "whole number"));
  CHECK(says(refusal("sample 4294967296"), "4294967295"));
  CHECK(says(refusal("seed"), "missing"));
  CHECK(says(refusal("view.layout \"mprr\""), "mpr, axial, coronal, sagittal, 3d, compare, sheet, crops"));
  CHECK(says(refusal("view.layout mpr"), "view.layout"));
  CHECK(says(refusal("view.window [1]"), "[width,level]"));
  CHECK(says(refusal("view.window [-1,0]"), "at least 0"));
  CHECK(says(refusal("view.at [1,2]"), "[x,y,z]"));
  CHECK(says(refusal("view.at \"1v,2,3v\""), "12v,40v,8v"));
  CHECK(says(refusal("view.label_opacity 2"), "from 0 to 1"));
  CHECK(says(refusal("view.labels 1"), "true or false"));
  CHECK(says(refusal("view.colour_map \"gray\""), "grey"));
  CHECK(says(refusal("view.camera {\"roll\":1}"), "roll"));
  CHECK(says(refusal("step"), "add, remove, move, reset"));
  CHECK(says(refusal("step add"), "step add OPERATOR"));
  CHECK(says(refusal("step add rotat"), "did you mean rotate"));
  CHECK(says(refusal("step add rotate behind turn"), "behind"));
  CHECK(says(refusal("step move turn"), "step move ID N"));
  CHECK(says(refusal("step move turn -1"), "counted from 0"));
  CHECK(says(refusal("step.turn 1"), "step.ID.PARAMETER"));
  CHECK(says(refusal("step.turn.angle {"), "step.turn.angle"));
  CHECK(says(refusal("step.turn.angle NaN"), "step.turn.angle"));
  CHECK(says(refusal("case.open []"), "FILE"));
  CHECK(says(refusal("case.open 3"), "FILE"));
  CHECK(says(refusal("undo 3"), "undo"));
  CHECK(says(refusal("view.window {\"a\":1,\"a\":2}"), "view.window"));
}

TEST_CASE("the table has every path and flag once, and every flag makes its edit") {
  const std::map<std::string, std::pair<std::string, std::string>> flags{
      {"--series", {"2", R"(case.series "2")"}},
      {"--frames-as-channels", {"", "case.frames_as_channels true"}},
      {"--label-resample", {"", "case.label_resample true"}},
      {"--label", {"my seg.nii", R"(case.label "my seg.nii")"}},
      {"--preset", {"demo", R"(preset.open "demo")"}},
      {"--seed", {"5", "seed 5"}},
      {"--sample", {"3", "sample 3"}},
      {"--channel", {"1", "view.channel 1"}},
      {"--frame", {"2", "view.frame 2"}},
      {"--layout", {"3d", R"(view.layout "3d")"}},
      {"--at", {"1,-2.5,3", "view.at [1,-2.5,3]"}},
      {"--window", {"400,40", "view.window [400,40]"}},
      {"--colour-map", {"magma", R"(view.colour_map "magma")"}},
      {"--interpolation", {"linear", R"(view.interpolation "linear")"}},
      {"--label-opacity", {"0.5", "view.label_opacity 0.5"}},
      {"--caption", {"", "view.caption true"}},
      {"--plain", {"", "view.plain true"}},
      {"--crop", {"", "view.crop true"}},
  };
  std::set<std::string_view> paths, seen;
  for (const EditRow& row : edit_rows()) {
    CHECK_MESSAGE(paths.insert(row.path).second, row.path);
    CHECK(find_edit_row(row.path) == &row);
    CHECK(!row.help.empty());
    if (row.flag.empty()) continue;
    CHECK_MESSAGE(seen.insert(row.flag).second, row.flag);
    const auto expected = flags.find(std::string(row.flag));
    REQUIRE_MESSAGE(expected != flags.end(), row.flag);
    CHECK(edit_of_flag(row, expected->second.first).line() == expected->second.second);
  }
  CHECK(seen.size() == flags.size());
  const EditRow& at = *find_edit_row("view.at");
  CHECK(edit_of_flag(at, "12v,40v,8v").line() == R"(view.at "12v,40v,8v")");
  CHECK(edit_of_inputs(std::vector<std::string>{"a", "b c"}).line() == R"(case.open ["a","b c"])");
}

TEST_CASE("a wrong flag names the flag, not the path") {
  try {
    edit_of_flag(*find_edit_row("view.at"), "1,2");
    FAIL("accepted");
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::usage);
    CHECK(std::string(e.what()).starts_with("--at"));
  }
}
