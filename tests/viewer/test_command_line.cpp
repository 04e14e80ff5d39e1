// The real program: exit codes, one-line errors, help, and `apply` end to end.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "io/load.h"
#include "io/phantom.h"
#include "io/png.h"
#include "io/preset_json.h"
#include "io/save.h"
#include "ops/device.h"
#include "tests/viewer/run_program.h"

using namespace auglens;
using nlohmann::json;

namespace {

void check_error(const std::string& arguments, int code, const std::string& holds) {
  CAPTURE(arguments);
  const ProgramRun run = run_program(arguments);
  CAPTURE(run.err);
  CHECK(run.code == code);
  CHECK(run.one_line_error());
  CHECK(run.err.find(holds) != std::string::npos);
}

/// A small head with labels as files.
struct Head {
  TestFolder folder;
  std::string image = folder / "head.nii.gz", label = folder / "label.nii.gz";
  Case made = phantom_head({40, 36, 30});
  Device device = Device::cpu(1);
  Job job{device};

  Head() {
    save_image(made.image, image, {StoredType::int16}, job);
    save_labels(*made.labels, label, {StoredType::uint8}, job);
  }
  std::string apply(const std::string& preset, const std::string& out, const std::string& more = "") const {
    return "apply " + image + " --preset " + preset + " --out " + (folder / out) + " " + more;
  }
};

constexpr const char* random_steps = R"({"auglens_preset":1,"seed":11,"steps":[
 {"id":"turn","operator":"rotate","parameters":{"angle":{"uniform":[-30,30]}}},
 {"id":"tone","operator":"gamma","probability":0.7,"draw_per_channel":true,
  "parameters":{"gamma":{"log_uniform":[0.5,2]},"retain_stats":true}},
 {"id":"soft","operator":"blur","probability":0.5,"parameters":{"sigma":[{"uniform":[0,1]},0.5,{"normal":[1,0.1],"clip":[0.5,2]}]}},
 {"id":"mirror","operator":"flip","parameters":{"x":{"choice":[false,true]},"y":{"choice":[false,true]}}},
 {"id":"noise","operator":"noise_gaussian","parameters":{"std":{"choice":[5,{"uniform":[10,20]}],"weights":[1,3]}}}]})";

/// The preset with what was drawn in place of its laws.
json with_constants(json preset, const json& report) {
  for (std::size_t k = 0; k < preset["steps"].size(); ++k) {
    json& step = preset["steps"][k];
    const json& drawn = report["steps"][k];
    step["enabled"] = drawn["applied"];
    step["parameters"] = drawn["parameters"];
    step.erase("probability");
    step.erase("draw_per_channel");
  }
  return preset;
}

}  // namespace

TEST_CASE("version and help are readable") {
  if (!have_program()) return;
  const ProgramRun version = run_program("--version");
  CHECK(version.code == 0);
  CHECK(version.out.starts_with("auglens "));
  const ProgramRun help = run_program("--help");
  CHECK(help.code == 0);
  for (const char* command : {"info", "render", "apply", "preset", "compare", "demo"})
    CHECK(help.out.find(command) != std::string::npos);
  for (const char* command : {"info", "render", "apply", "preset", "compare", "demo"})
    CHECK(run_program(std::string(command) + " --help").code == 0);
}

TEST_CASE("wrong words end with exit code 2, in one line, with a hint") {
  if (!have_program()) return;
  check_error("render x.nii --laoyut mpr --out y.png", 2, "--layout");
  check_error("apply a.nii --preset demo --out b.nii --sed 3", 2, "--seed");
  check_error("--theads 3", 2, "--threads");
  check_error("rendr", 2, "render");
  check_error("compare a.png", 2, "B");
  check_error("compare a.png b.png --threshold 256", 2, "threshold");
  check_error("apply a.nii --preset demo --out b.xyz", 2, "b.xyz");
  check_error("apply a.nii --preset demo --out b.nii --samples 0..3", 2, "{sample}");
  check_error("apply a.nii --preset demo --out b{sample}.nii --samples 3..0", 2, "--samples");
  check_error("apply a.nii --preset demo --out b.nii --type int12", 2, "uint8");
  check_error("apply a.nii --preset demo --out b.nii --label l.nii", 2, "--label-out");
  check_error("apply a.nii --preset demo --out b.nii --crop", 2, "needs a preset with a crop");
  check_error("render a.nii --out b.png --size 10", 2, "1024x768");
  check_error("render a.nii", 2, "--out");
  check_error("render --out b.png", 2, "--demo-abdomen");
  check_error("render --demo --demo-abdomen --out b.png", 2, "one of INPUT, --demo and --demo-abdomen");
  check_error("render a.nii --demo-abdomen --out b.png", 2, "one of INPUT, --demo and --demo-abdomen");
  check_error("preset chek x", 2, "check");
  check_error("preset export --to monai demo", 2, "not in this version");
}

TEST_CASE("files that are missing or broken end with exit code 3") {
  if (!have_program()) return;
  const TestFolder folder;
  check_error("info " + (folder / "nothing.nii"), 3, "nothing.nii");
  check_error("apply " + (folder / "nothing.nii") + " --preset demo --out " + (folder / "o.nii"), 3, "nothing.nii");
  check_error("preset check " + (folder / "nothing.json"), 3, "nothing.json");
  check_error("preset check nothing", 3, "demo");
  const std::string broken =
      folder.write("broken.json", R"({"auglens_preset":1,"steps":[{"id":"a","operator":"rotat"}]})");
  check_error("preset check " + broken, 3, "/steps/0/operator");
  check_error("--preset demo " + (folder / "nothing.nii"), 3, "nothing.nii");
  CHECK(std::filesystem::is_empty(folder / "") == false);
}

TEST_CASE("a full disk is exit code 4, a reader that has enough is not an error") {
  if (!have_program()) return;
  // a reader that has gone, long before the last of the output: nothing is said, and it is no failure
  const TestFolder folder;
  const std::string file =
      folder.write("p.json", R"({"auglens_preset":1,"steps":[],"crop":{"size":[1,1,1],"sampler":"random"}})");
  save_labels(*phantom_head({8, 8, 8}).labels, folder / "l.nii", {StoredType::uint8}, Job{Device::cpu(1)});
  for (const std::string& words :
       {std::string("preset schema"), "blobs " + (folder / "l.nii"), "info " + (folder / "l.nii") + " --json",
        "crops " + (folder / "l.nii") + " --preset " + file + " -n 1000000000"}) {
    CAPTURE(words);
    const std::string said = folder / "said", code = folder / "code";
    CHECK(std::system(("{ sleep 0.1; timeout 20 \"$AUGLENS_PROGRAM\" " + words + " 2>" + said + "; echo $? >" + code +
                       "; } | true; " + "while ! test -s " + code + "; do sleep 0.05; done")
                          .c_str()) == 0);
    CHECK(read_all(said).empty());
    CHECK(read_all(code) == "0\n");
  }
  if (std::filesystem::exists("/dev/full"))
    CHECK(std::system("\"$AUGLENS_PROGRAM\" preset schema >/dev/full 2>/dev/null; test $? -eq 4") == 0);
  CHECK(std::system(
            "{ \"$AUGLENS_PROGRAM\" preset schema; test $? -eq 0 || touch /nowhere; } 2>&1 | head -c 10 >/dev/null") ==
        0);
}

TEST_CASE("preset show prints what preset check accepts, and an operator's table") {
  if (!have_program()) return;
  const TestFolder folder;
  const ProgramRun shown = run_program("preset show demo");
  CHECK(shown.code == 0);
  CHECK(read_preset(shown.out, "shown") == load_preset("demo"));
  CHECK(run_program("preset check demo " + folder.write("again.json", shown.out)).code == 0);
  const ProgramRun table = run_program("preset show rotate");
  CHECK(table.code == 0);
  CHECK(table.out.find("angle") != std::string::npos);
  CHECK(json::parse(run_program("preset schema").out).contains("$defs"));
}

TEST_CASE("apply keeps its contract") {
  if (!have_program()) return;
  const Head head;
  const std::string preset = head.folder.write("p.json", random_steps);
  const std::string files = "--label " + head.label + " --label-out " + (head.folder / "l{sample}.nii.gz");
  const ProgramRun run = run_program(head.apply(preset, "o{sample}.nii", "--sample 4 --json --threads 1 " + files));
  CAPTURE(run.err);
  REQUIRE(run.code == 0);
  const json report = json::parse(run.out);

  SUBCASE("the report says what was drawn") {
    CHECK(report["preset"] == preset_hash_text(load_preset(preset)));
    CHECK(report["seed"] == 11);
    CHECK(report["sample"] == 4);
    CHECK(report["stream"] == "auglens");
    CHECK(report["crop"].is_null());
    CHECK(report["files"] == json{head.folder / "o4.nii", head.folder / "l4.nii.gz"});
    CHECK(report["output"]["size"] == json{40, 36, 30});
    CHECK(report["output"]["direction"].size() == 9);
    REQUIRE(report["steps"].size() == 5);
    CHECK(report["steps"][0]["operator"] == "rotate");
    CHECK(report["steps"][0]["applied"] == true);
    const double angle = report["steps"][0]["parameters"]["angle"];
    CHECK(std::abs(angle) <= 30);
    if (report["steps"][1]["applied"] == true) CHECK(!report["steps"][1]["facts"].empty());
  }
  SUBCASE("the same command and another number of threads give the same bytes") {
    const std::string image = read_all(head.folder / "o4.nii"), label = read_all(head.folder / "l4.nii.gz");
    REQUIRE(run_program(head.apply(preset, "o{sample}.nii", "--sample 4 --threads 2 " + files)).code == 0);
    CHECK(image == read_all(head.folder / "o4.nii"));
    CHECK(label == read_all(head.folder / "l4.nii.gz"));
    REQUIRE(run_program(head.apply(preset, "o{sample}.nii", "--samples 3..4 " + files)).code == 0);
    CHECK(image == read_all(head.folder / "o4.nii"));
    CHECK(image != read_all(head.folder / "o3.nii"));
  }
  SUBCASE("labels keep their classes, their type and the grid of the image") {
    Case out = load_case({{head.folder / "o4.nii"}, "", false}, head.job);
    attach_labels(out, head.folder / "l4.nii.gz", false, head.job);
    CHECK(out.label_source.stored_type == "uint8");
    CHECK(out.image.channels == 4);
    for (std::int64_t z = 0; z < 30; ++z) {
      for (std::int64_t y = 0; y < 36; ++y) {
        for (std::int64_t x = 0; x < 40; ++x) {
          const std::int32_t label = out.labels->view().at(x, y, z);
          CHECK(label >= 0);
          CHECK(label <= 3);
        }
      }
    }
  }
}

TEST_CASE("apply: when the labels cannot be written, the old image stays beside the old labels") {
  if (!have_program()) return;
  const Head head;
  const std::string image = head.folder.write("o.nii", "old image"), label = head.folder / "l.nii";
  const std::string names = "--label " + head.label + " --label-out " + label;
  std::filesystem::create_directory(label);
  check_error(head.apply("demo", "o.nii", names), 4, "l.nii");
  CHECK(read_all(image) == "old image");
  std::filesystem::remove(label);
  REQUIRE(run_program(head.apply("demo", "o.nii", names)).code == 0);
  CHECK(read_all(image) != "old image");
  CHECK(std::filesystem::exists(label));
}

TEST_CASE("apply: an output is neither an input nor the other output, however it is spelled") {
  if (!have_program()) return;
  const Head head;
  std::filesystem::create_directory_symlink(".", head.folder / "d");
  std::filesystem::create_directory(head.folder / "e");
  const std::string label = "--label " + head.label + " --label-out ";
  check_error(head.apply("demo", "s.nii", label + (head.folder / "e/../s.nii")), 2, "same file");
  check_error(head.apply("demo", "s.nii", label + (head.folder / "d/s.nii")), 2, "same file");
  check_error(head.apply("demo", "d/head.nii.gz"), 2, "would overwrite");
  check_error(head.apply("demo", "s.nii", label + (head.folder / "d/label.nii.gz")), 2, "would overwrite");
  CHECK_FALSE(std::filesystem::exists(head.folder / "s.nii"));
  // sample 1's labels would be sample 11's image
  const ProgramRun run =
      run_program(head.apply("demo", "s{sample}.nii", "--samples 1..11 " + label + (head.folder / "s1{sample}.nii")));
  CHECK(run.code == 2);
  CHECK(run.err.find("s11.nii: is the same file") != std::string::npos);
}

TEST_CASE("apply: an orientation that the input does not state is not invented") {
  if (!have_program()) return;
  const Head head;
  const std::string bare = head.folder / "bare.nii", label = head.folder / "bare_label.nii";
  save_image(head.made.image, bare, {StoredType::int16, false}, head.job);
  save_labels(*head.made.labels, label, {StoredType::uint8, false}, head.job);
  for (const std::string ending : {".nii", ".nii.gz", ".nrrd", ".mha"}) {
    CAPTURE(ending);
    const std::string out = head.folder / ("o" + ending), label_out = head.folder / ("l" + ending);
    const ProgramRun run = run_program("apply " + bare + " --preset demo --out " + out + " --label " + label +
                                       " --label-out " + label_out);
    REQUIRE(run.code == 0);
    CHECK((run.err.find("MetaImage must") != std::string::npos) == (ending == ".mha"));
    for (const std::string& file : {out, label_out})
      CHECK(json::parse(run_program("info " + file + " --json").out)["orientation"].is_null() == (ending != ".mha"));
  }
}

TEST_CASE("the drawn numbers, given back as constants, reproduce the output") {
  if (!have_program()) return;
  const Head head;
  const std::string preset = head.folder.write("p.json", random_steps);
  for (int sample = 0; sample < 6; ++sample) {
    const std::string which = " --sample " + std::to_string(sample);
    const ProgramRun run = run_program(head.apply(preset, "drawn.nii", "--json" + which));
    REQUIRE(run.code == 0);
    const json constants = with_constants(json::parse(random_steps), json::parse(run.out));
    const std::string given = head.folder.write("constants.json", constants.dump());
    REQUIRE(run_program(head.apply(given, "given.nii", which)).code == 0);
    CHECK(read_all(head.folder / "drawn.nii") == read_all(head.folder / "given.nii"));
  }
}

TEST_CASE("render repeats itself, carries its recipe and compares with baselines") {
  if (!have_program()) return;
  if (run_program("--gl-info").code != 0) {
    std::puts("SKIPPED: no GL here");
    return;
  }
  const Head head;
  const std::string base =
      "render " + head.image + " --label " + head.label + " --size 320x240 --preset demo --sample 2 ";
  REQUIRE(run_program(base + "--out " + (head.folder / "a.png")).code == 0);
  REQUIRE(run_program(base + "--threads 1 --out " + (head.folder / "b.png")).code == 0);
  CHECK(read_all(head.folder / "a.png") == read_all(head.folder / "b.png"));
  const PictureText text = read_png_text(head.folder / "a.png");
  CHECK(std::find(text.begin(), text.end(), std::pair<std::string, std::string>("Sample", "2")) != text.end());
  CHECK(std::find(text.begin(), text.end(),
                  std::pair<std::string, std::string>("Preset", preset_hash_text(load_preset("demo")))) != text.end());
  CHECK(run_program(base + "--reference " + (head.folder / "a.png")).code == 0);
  // An edit that undoes the sample's choice gives another picture; the flag and the line say the same.
  CHECK(run_program(base + "--edit \"sample 3\" --reference " + (head.folder / "a.png")).code == 1);
  const std::string third = base.substr(0, base.find("--sample")) + "--sample 3 ";
  REQUIRE(run_program(third + "--out " + (head.folder / "c.png")).code == 0);
  CHECK(run_program(base + "--edit \"sample 3\" --reference " + (head.folder / "c.png")).code == 0);
  const ProgramRun missing = run_program(base + "--reference " + (head.folder / "none.png"));
  CHECK(missing.code == 1);
  CHECK(missing.one_line_error());
  CHECK(read_png(head.folder / "none.candidate.png") == read_png(head.folder / "a.png"));
}

TEST_CASE("the demo without a display draws a picture and says where it is") {
  if (!have_program() || run_program("--gl-info").code != 0) return;
  const TestFolder folder;
  const ProgramRun run = run_program("demo --out " + (folder / "new/deep"));
  CAPTURE(run.err);
  REQUIRE(run.code == 0);
  const std::string file = run.out.substr(0, run.out.find('\n'));
  CHECK(file == folder / "new/deep/auglens-demo.png");
  CHECK(read_png(file).width == 1024);
}

TEST_CASE("what goes wrong in the evaluation names the preset or the input") {
  if (!have_program()) return;
  const Head head;
  const auto preset = [&](const char* name, const std::string& rest) {
    return head.folder.write(name, R"({"auglens_preset":1,)" + rest + "}");
  };
  const std::string zoom = preset("zoom.json", R"("steps":[{"id":"z","operator":"zoom","parameters":)"
                                               R"({"factor":0.001,"keep_size":false}}])");
  const std::string large = preset("large.json", R"("steps":[],"crop":{"size":[999,9,9],"sampler":"object_box"})");
  const std::string huge = preset("huge.json", R"("steps":[],"crop":{"size":[65536,65536,16],"sampler":"random"})");
  const std::string rest = " --label " + head.label + " --out " + (head.folder / "o");
  check_error("apply " + head.image + " --preset " + zoom + " --out " + (head.folder / "o.nii"), 3, zoom + ": zoom");
  check_error("apply " + head.image + " --preset " + large + " --crop" + rest + ".nii", 3, large + ": the window");
  check_error("render " + head.image + " --preset " + zoom + rest + ".png", 3, zoom + ": zoom");
  check_error("render " + head.image + " --preset " + large + " --crop" + rest + ".png", 3, large + ": the window");
  check_error("render " + head.image + " --preset object_windows --crop" + rest + ".png", 3,
              head.image + ": the window");
  check_error("render " + head.image + " --preset " + huge + " --crop" + rest + ".png", 4, head.image + ": a slice of");
}

TEST_CASE("render --crop says what the sampler finds odd") {
  if (!have_program() || run_program("--gl-info").code != 0) return;
  const Head head;
  const std::string preset =
      head.folder.write("p.json", R"({"auglens_preset":1,"steps":[],"crop":{"size":[4,4,4],"sampler":"object_box",)"
                                  R"("parameters":{"classes":[99]}}})");
  const ProgramRun run = run_program("render " + head.image + " --label " + head.label + " --preset " + preset +
                                     " --crop --size 64x64 --out " + (head.folder / "o.png"));
  CHECK(run.code == 0);
  CHECK(run.err.find("class 99 is not in the label") != std::string::npos);
}

TEST_CASE("the abdomen is asked for by name, with a preset that cuts windows about its objects") {
  if (!have_program() || run_program("--gl-info").code != 0) return;
  const TestFolder folder;
  const std::string file = folder / "a.png";
  const ProgramRun run = run_program("render --demo-abdomen --crop --size 64x64 --out " + file);
  CAPTURE(run.err);
  REQUIRE(run.code == 0);
  const auto text = read_png_text(file);
  const Preset preset = load_preset("object_windows");
  REQUIRE(preset.crop);
  CHECK(preset.crop->sampler == SamplerKind::object_box);
  CHECK(std::find(text.begin(), text.end(), std::pair<std::string, std::string>("Preset", preset_hash_text(preset))) !=
        text.end());
}
