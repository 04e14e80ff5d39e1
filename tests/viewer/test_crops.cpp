// `auglens crops` as other programs run it: the JSON contract, the steps before the cut, and its refusals.

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "io/load.h"
#include "io/phantom.h"
#include "io/preset_json.h"
#include "io/save.h"
#include "ops/device.h"
#include "ops/draw.h"
#include "ops/operator.h"
#include "tests/viewer/run_program.h"

using namespace auglens;
using nlohmann::json;

namespace {

/// The small abdomen's labels as a file.
struct Abdomen {
  TestFolder folder;
  std::string label = folder / "label.nii.gz";
  Case made = phantom_abdomen({48, 44, 30});

  Abdomen() { save_labels(*made.labels, label, {StoredType::uint8}, Job{Device::cpu(1)}); }
  std::string crops(const std::string& preset, const std::string& more) const {
    return "crops " + label + " --preset " + folder.write("p.json", preset) + " " + more;
  }
};

std::string preset_of(const std::string& crop, const std::string& steps = "[]", const std::string& more = "") {
  return R"({"auglens_preset":1,"seed":5,)" + more + R"("steps":)" + steps + R"(,"crop":)" + crop + "}";
}

json report_of(const std::string& arguments) {
  const ProgramRun run = run_program(arguments);
  CAPTURE(run.err);
  REQUIRE(run.code == 0);
  return json::parse(run.out);
}

constexpr const char* kidneys =
    R"({"size":[12,10,8],"sampler":"object_box","parameters":{"foreground_prob":0.75,"classes":[2,3]}})";

}  // namespace

TEST_CASE("crops --json is the contract: draws with box, window and labels, and a summary that adds them up") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const json report = report_of(abdomen.crops(preset_of(kidneys), "-n 200 --json"));
  REQUIRE(report.at("draws").size() == 200);
  std::size_t foreground = 0, hits = 0, number = 0;
  double share = 0;
  const auto view = abdomen.made.labels->view();
  for (const json& draw : report.at("draws")) {
    CHECK(draw.at("sample") == number++);
    const auto start = draw.at("window").at("start").get<Index3>(), size = draw.at("window").at("size").get<Index3>();
    CHECK(size == Index3{12, 10, 8});
    std::map<std::int32_t, std::int64_t> counts;
    for (std::int64_t z = start[2]; z < start[2] + size[2]; ++z)
      for (std::int64_t y = start[1]; y < start[1] + size[1]; ++y)
        for (std::int64_t x = start[0]; x < start[0] + size[0]; ++x) ++counts[view.at(x, y, z)];
    counts.erase(0);
    CHECK(draw.at("labels").size() == counts.size());
    for (const json& c : draw.at("labels")) CHECK(c.at("voxels") == counts[c.at("value")]);
    foreground += draw.at("class") != 0 ? 1 : 0;
    if (draw.at("class") == 0) CHECK(draw.at("box").at("size") == abdomen.made.labels->grid.size);
    hits += counts.contains(2) ? 1 : 0;
    share += static_cast<double>(counts[2]) / (12 * 10 * 8);
  }
  const json& summary = report.at("summary");
  CHECK(summary.at("draws") == 200);
  CHECK(summary.at("foreground_draws") == foreground);
  CHECK(foreground > 120);
  CHECK(foreground < 180);
  CHECK(summary.at("hit_rate").at("2").get<double>() == doctest::Approx(static_cast<double>(hits) / 200));
  CHECK(summary.at("mean_foreground").at("2").get<double>() == doctest::Approx(share / 200));
  CHECK(summary.at("hit_rate").size() == 3);
}

TEST_CASE("crops repeats with its seed, and draws others with another") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const json a = report_of(abdomen.crops(preset_of(kidneys), "-n 20 --json"));
  CHECK(a == report_of(abdomen.crops(preset_of(kidneys), "-n 20 --json --threads 1")));
  CHECK(a == report_of(abdomen.crops(preset_of(kidneys), "-n 20 --json --seed 5")));
  CHECK(a != report_of(abdomen.crops(preset_of(kidneys), "-n 20 --json --seed 6")));
  const json longer = report_of(abdomen.crops(preset_of(kidneys), "-n 30 --json"));
  for (std::size_t k = 0; k < 20; ++k) CHECK(a.at("draws").at(k) == longer.at("draws").at(k));
}

TEST_CASE("the spatial steps before the cut move the label, those behind it do not") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const std::string flip = R"({"id":"mirror","operator":"flip","parameters":{"x":true}})";
  const std::string blur = R"({"id":"soft","operator":"blur","parameters":{"sigma":1}})";
  const std::string all = R"({"size":[48,44,30],"sampler":"object_box","parameters":{"ignore_class":true}})";
  const auto boxes = [&](const std::string& crop, const std::string& steps, bool mirror) {
    std::set<std::array<Index3, 2>> all_boxes;
    const json report = report_of(abdomen.crops(preset_of(crop, steps), "-n 300 --json"));
    for (const json& draw : report.at("draws")) {
      auto start = draw.at("box").at("start").get<Index3>();
      const auto size = draw.at("box").at("size").get<Index3>();
      if (mirror) start[0] = 48 - start[0] - size[0];
      all_boxes.insert({start, size});
    }
    return all_boxes;
  };
  const auto plain = boxes(all, "[]", false);
  CHECK(plain.size() > 4);
  CHECK(boxes(all, "[" + blur + "]", false) == plain);
  CHECK(boxes(all, "[" + flip + "]", true) == plain);
  CHECK(boxes(all, "[" + flip + "]", false) != plain);
  CHECK(boxes(R"({"before":"mirror",)" + all.substr(1), "[" + flip + "]", false) == plain);
}

TEST_CASE("with several windows per draw, sample k is window k mod samples of draw k div samples") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const std::string text = preset_of(
      R"({"size":[8,8,8],"sampler":"crop_by_label","parameters":{"samples":3,"neg":0}})",
      R"([{"id":"mirror","operator":"flip","parameters":{"x":{"choice":[false,true]},"y":{"choice":[false,true]}}}])");
  const Preset preset = read_preset(text, "p");
  const json report = report_of(abdomen.crops(text, "-n 36 --json"));
  std::set<std::string> windows;
  for (const json& draw : report.at("draws")) {
    const auto number = draw.at("sample").get<std::uint64_t>();
    const Draw drawn = make_draw(preset.steps, preset.seed, number / 3, 1);
    const DrawnValues values(*preset.steps[0].op, drawn.steps[0].of_channel(0));
    Index3 at = draw.at("box").at("start").get<Index3>();  // the voxel that was aimed at, in the mirrored label
    if (values.flag("x")) at[0] = 47 - at[0];
    if (values.flag("y")) at[1] = 43 - at[1];
    CHECK(draw.at("class") == abdomen.made.labels->view().at(at[0], at[1], at[2]));
    windows.insert(draw.at("window").dump());
  }
  CHECK(windows.size() > 30);
}

TEST_CASE("what cannot be drawn is one clear line") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const auto refused = [&](const std::string& arguments, int code, const std::string& holds) {
    const ProgramRun run = run_program(arguments);
    CAPTURE(run.err);
    CHECK(run.code == code);
    CHECK(run.one_line_error());
    CHECK(run.err.find(holds) != std::string::npos);
    CHECK(run.out.empty());
  };
  const auto of = [&](const std::string& crop, const std::string& steps = "[]", const std::string& more = "") {
    return abdomen.crops(preset_of(crop, steps, more), "-n 3 --json");
  };
  refused(of(R"({"size":[49,4,4],"sampler":"object_box"})"), 3, "/crop/size");
  refused(of(R"({"size":[49,4,4],"sampler":"crop_by_label"})"), 3, "allow_smaller");
  refused(of(R"({"size":[4,4,4],"sampler":"crop_by_label","parameters":{"class_ratios":[0,0,0,0,1]}})"), 3, "no voxel");
  refused(of(R"({"size":[4,4,4],"sampler":"crop_by_label","parameters":{"image_threshold":0}})"), 3, "apply --crop");
  refused(of(R"({"size":[4,4,4],"sampler":"forced_foreground","parameters":{"classes":[1,1]}})"), 3,
          "/crop/parameters/classes");
  refused(of(R"({"size":[4,4,4],"sampler":"crop_by_label","parameters":{"class_ratios":[0,1],"neg":1}})"), 3,
          "/crop/parameters/neg");
  refused(of(R"({"size":[4,4,4],"sampler":"random"})", "[]", R"("stream":"monai",)"), 3, "p.json: the stream");
  refused(of("null"), 3, "no crop");
  refused(abdomen.crops(preset_of(kidneys), "--json"), 2, "-n N");
  refused(abdomen.crops(preset_of(kidneys), "-n 0"), 2, "from 1 to");
  refused(abdomen.crops(preset_of(kidneys), "-n -1"), 2, "from 1 to");
  refused(abdomen.crops(preset_of(kidneys), "-n 1 --at-least 5"), 2, "--odds");
  refused(abdomen.crops(preset_of(kidneys), "-n 1 --odds --at-least 0"), 2, "from 1 to");
  refused("crops " + (abdomen.folder / "none.nii") + " --preset " + abdomen.folder.write("q.json", preset_of(kidneys)) +
              " -n 1",
          3, "none.nii");
}

TEST_CASE("a class that does not exist is drawn as the peer does, and said") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const ProgramRun run = run_program(abdomen.crops(
      preset_of(R"({"size":[4,4,4],"sampler":"object_box","parameters":{"classes":[9]}})"), "-n 3 --json"));
  CHECK(run.code == 0);
  CHECK(run.err.find("class 9 is not in the label") != std::string::npos);
  const json report = json::parse(run.out);
  CHECK(report.at("draws").size() == 3);
  for (const json& draw : report.at("draws")) CHECK(draw.at("class") == 0);
}

TEST_CASE("a class that is listed twice has two lots, as in DALI") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const auto share_of_two = [&](const std::string& classes) {
    const json report = report_of(
        abdomen.crops(preset_of(R"({"size":[4,4,4],"sampler":"object_box","parameters":{"classes":)" + classes + "}}"),
                      "-n 900 --json"));
    double two = 0;
    for (const json& draw : report.at("draws")) two += draw.at("class") == 2 ? 1 : 0;
    return two / 900;
  };
  CHECK(share_of_two("[2,3]") == doctest::Approx(1.0 / 2).epsilon(0.12));
  CHECK(share_of_two("[2,3,2]") == doctest::Approx(2.0 / 3).epsilon(0.12));
}

TEST_CASE("what a sampler finds odd about the labels is said where its window is cut, too") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const std::string image = abdomen.folder / "image.nii";
  save_image(abdomen.made.image, image, {StoredType::int16}, Job{Device::cpu(1)});
  const std::string preset = abdomen.folder.write(
      "dark.json",
      preset_of(R"({"size":[8,8,8],"sampler":"crop_by_label","parameters":{"pos":0,"image_threshold":99999}})"));
  const ProgramRun run = run_program("apply " + image + " --label " + abdomen.label + " --preset " + preset +
                                     " --crop --samples 0..3 --out " + (abdomen.folder / "o{sample}.nii"));
  CHECK(run.code == 0);
  CHECK(run.one_line_error());  // once, not for every sample
  CHECK(run.err.find("no background voxel of the image is above image_threshold") != std::string::npos);
}

TEST_CASE("blobs: the background has none, and another class can be it") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const ProgramRun background = run_program("blobs " + abdomen.label + " --class 0");
  CHECK(background.code == 2);
  CHECK(background.one_line_error());
  CHECK(background.err.find("class 0 is the background") != std::string::npos);
  CHECK(background.err.find("--background") != std::string::npos);
  const json other = report_of("blobs " + abdomen.label + " --class 0 --background 1 --json");
  std::int64_t voxels = 0, zeros = 0;
  for (const json& blob : other.at("blobs")) voxels += blob.at("voxels").get<std::int64_t>();
  const auto view = abdomen.made.labels->view();
  for (std::int64_t z = 0; z < view.nz; ++z)
    for (std::int64_t y = 0; y < view.ny; ++y)
      for (std::int64_t x = 0; x < view.nx; ++x) zeros += view.at(x, y, z) == 0 ? 1 : 0;
  CHECK(voxels == zeros);
  CHECK(run_program("blobs " + abdomen.label + " --background one").code == 2);
}

TEST_CASE("the table for people holds the same numbers") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const ProgramRun run = run_program(abdomen.crops(preset_of(kidneys), "-n 5"));
  CHECK(run.code == 0);
  const json first = report_of(abdomen.crops(preset_of(kidneys), "-n 5 --json")).at("draws").at(0);
  const auto start = first.at("window").at("start").get<Index3>();
  const std::string text = std::to_string(start[0]) + "," + std::to_string(start[1]) + "," + std::to_string(start[2]);
  CHECK(run.out.find(text) != std::string::npos);
  CHECK(run.out.find("of 5 draws aim at foreground") != std::string::npos);
}

TEST_CASE("--odds tells what the draws come to, for all four samplers") {
  if (!have_program()) return;
  const Abdomen abdomen;
  const std::string preset =
      preset_of(R"({"size":[12,10,8],"sampler":"object_box","parameters":{"foreground_prob":0.75,"classes":[2,3]}})");
  const json report = report_of(abdomen.crops(preset, "-n 4000 --json --odds"));
  REQUIRE(report.at("odds").size() == 4);
  CHECK(report.at("odds").at(0).at("sampler") == "object_box");
  for (const auto& [value, rate] : report.at("summary").at("hit_rate").items()) {
    CHECK(report.at("odds").at(0).at("hit_rate").at(value).get<double>() ==
          doctest::Approx(rate.get<double>()).epsilon(0.05));
    CHECK(report.at("odds").at(0).at("mean_foreground").at(value).get<double>() ==
          doctest::Approx(report.at("summary").at("mean_foreground").at(value).get<double>()).epsilon(0.05));
  }
  CHECK(!report_of(abdomen.crops(preset, "-n 1 --json")).contains("odds"));
}

TEST_CASE("windows until all objects are seen: none for no object, null for a bound that never ends, or for too many") {
  if (!have_program()) return;
  const TestFolder folder;
  const auto until_all = [&](int dots, const std::string& parameters, std::size_t sampler, const std::string& words) {
    LabelMap labels = LabelMap::allocate(Grid{{40, 40, 10}, {1, 1, 1}, {0, 0, 0}, identity3});
    for (std::int64_t i = 0; i < 40 * 40 * 10; ++i) labels.mutable_view().at(i % 40, i / 40 % 40, i / 1600) = 0;
    for (std::int64_t i = 0; i < dots; ++i)
      labels.mutable_view().at(i % 20 * 2, i / 20 % 20 * 2, i / 400 * 2) = i == 0 ? 2 : 1;
    save_labels(labels, folder / "dots.nii", {StoredType::uint8}, Job{Device::cpu(1)});
    const std::string preset = preset_of(R"({"size":[9,9,9],"sampler":"object_box","parameters":)" + parameters + "}");
    const std::string command =
        "crops " + (folder / "dots.nii") + " --preset " + folder.write("p.json", preset) + " -n 1 --odds";
    const ProgramRun said = run_program(command);
    CAPTURE(said.out);
    CHECK(said.out.find(words) != std::string::npos);
    CHECK(said.out.find("object_box as the preset has it, the other samplers with their defaults") !=
          std::string::npos);
    return report_of(command + " --json").at("odds").at(sampler).at("windows_until_all");
  };
  CHECK(until_all(0, "{}", 0, "no objects to follow") == json({0, 0}));
  const json many = until_all(1000, "{}", 0, "windows until every object was seen");
  CHECK(many.at(0).get<double>() > 1);
  CHECK(many.at(0).get<double>() <= many.at(1).get<double>());
  CHECK(until_all(1000, R"({"classes":[2]})", 0, "some object is never seen") == json({nullptr, nullptr}));
  CHECK(until_all(2000, "{}", 3, "more than 1024 objects: not followed").is_null());
}
