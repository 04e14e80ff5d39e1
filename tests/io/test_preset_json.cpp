// The preset file: what is refused and how it is said, exact round trips, the hash, the schema, the shipped presets.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "io/preset_json.h"
#include "io/preset_schema.h"
#include "io/shipped_presets.h"
#include "ops/error.h"

using namespace auglens;
using nlohmann::json;

namespace {

/// A preset of one step with these parameters.
std::string one_step(const std::string& op, const std::string& parameters) {
  return R"({"auglens_preset":1,"steps":[{"id":"a","operator":")" + op + R"(","parameters":)" + parameters + "}]}";
}

/// The parts of the error that reading gives; fails the test when there is none.
Error::Parts refusal(const std::string& text) {
  try {
    read_preset(text, "p.json");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::bad_input);
    CHECK(error.parts().file == "p.json");
    CHECK(!error.parts().what.empty());
    CHECK(!error.parts().to_do.empty());
    CHECK(std::string(error.what()).find('\n') == std::string::npos);
    return error.parts();
  }
  FAIL("accepted: " << text);
  return {};
}

std::string repeated(const std::string& piece, int n) {
  std::string all;
  for (int i = 0; i < n; ++i) all += piece;
  return all;
}

Step only_step(const std::string& op, const std::string& parameters) {
  return read_preset(one_step(op, parameters), "p.json").steps.at(0);
}

const Setting& setting(const Step& step, const char* name) {
  return step.settings.at(static_cast<std::size_t>(step.op->find(name))).value();
}

}  // namespace

TEST_CASE("the preset of the design is read as it says") {
  const Preset p = read_preset(R"({"auglens_preset": 1, "name": "CT kidneys, cautious", "note": "", "seed": 1234,
 "stream": "auglens", "fuse": false, "steps": [
  {"id": "turn", "operator": "rotate", "enabled": true, "probability": 0.2,
   "parameters": {"axis": [0, 0, 1], "angle": {"uniform": [-30, 30]}, "keep_size": true}},
  {"id": "tone", "operator": "gamma", "parameters": {"gamma": {"log_uniform": [0.7, 1.5]}, "retain_stats": true}}],
 "crop": {"size": [128, 128, 64], "sampler": "object_box", "before": null, "pad": 0,
          "parameters": {"foreground_prob": 0.8, "k_largest": 2}},
 "limits": {"blobs_lost": 0, "out_of_canvas": 0.01}})",
                               "p.json");
  CHECK(p.name == "CT kidneys, cautious");
  CHECK(p.seed == 1234);
  REQUIRE(p.steps.size() == 2);
  CHECK(p.steps[0].probability == 0.2);
  CHECK(std::get<std::vector<double>>(setting(p.steps[0], "axis").laws.at(0).constant) == std::vector<double>{0, 0, 1});
  const Distribution& angle = setting(p.steps[0], "angle").laws.at(0);
  CHECK(angle.law == Law::uniform);
  CHECK(angle.a == -30);
  CHECK(angle.b == 30);
  CHECK(setting(p.steps[1], "gamma").laws.at(0).law == Law::log_uniform);
  CHECK(p.steps[1].enabled);
  CHECK(p.steps[1].probability == 1);
  CHECK(!p.steps[1].settings.at(static_cast<std::size_t>(p.steps[1].op->find("invert"))).has_value());
  REQUIRE(p.crop);
  CHECK(p.crop->size == Index3{128, 128, 64});
  CHECK(p.crop->sampler == SamplerKind::object_box);
  CHECK(std::get<double>(p.crop->parameters.at("foreground_prob")) == 0.8);
  REQUIRE(p.limits);
  CHECK(p.limits->blobs_lost == 0.0);
  CHECK(p.limits->out_of_canvas == 0.01);
  CHECK(!p.limits->blobs_split);
}

TEST_CASE("each broken rule is refused at its place") {
  const auto at = [](const std::string& text) { return refusal(text).where; };
  const std::string angle = "/steps/0/parameters/angle", gamma = "/steps/0/parameters/gamma";
  CHECK(at(one_step("rotate", R"({"angle": NaN})")) == angle);
  CHECK(at(one_step("rotate", R"({"angle": Infinity})")) == angle);
  CHECK(at(one_step("rotate", R"({"angle": {"uniform": [0, -Infinity]}})")) == angle + "/uniform/0");
  CHECK(at(one_step("rotate", R"({"angle": 1e999})")) == angle);
  CHECK(at(one_step("rotate", R"({"angle": 1, "angle": 2})")) == angle);
  CHECK(at(one_step("rotate", R"({"angel": 1})")) == "/steps/0/parameters/angel");
  CHECK(at(one_step("rotate", R"({"angle": "1"})")) == angle);
  CHECK(at(one_step("rotate", R"({"angle": [1]})")) == angle);
  CHECK(at(one_step("rotate", R"({"angle": {"uniform": [2, 1]}})")) == angle + "/uniform");
  CHECK(at(one_step("rotate", R"({"angle": {"uniform": [1, 2, 3]}})")) == angle + "/uniform");
  CHECK(at(one_step("rotate", R"({"angle": {"uniform": [1, "2"]}})")) == angle + "/uniform/1");
  CHECK(at(one_step("rotate", R"({"angle": {"unifrom": [1, 2]}})")) == angle + "/unifrom");
  CHECK(at(one_step("rotate", R"({"angle": {"uniform": [1, 2], "normal": [0, 1]}})")) == angle + "/normal");
  CHECK(at(one_step("rotate", R"({"angle": {"uniform": [1, 2], "weights": [1]}})")) == angle + "/weights");
  CHECK(at(one_step("rotate", R"({"angle": {"choice": [1, 2], "weights": [1]}})")) == angle + "/weights");
  CHECK(at(one_step("rotate", R"({"angle": {"choice": [1, {"choice": [2]}]}})")) == angle + "/choice/1/choice");
  CHECK(at(one_step("rotate", R"({"angle": {"normal": [0, 1], "clip": [2, 1]}})")) == angle + "/clip");
  CHECK(at(one_step("rotate", R"({"angle": {"clip": [1, 2]}})")) == angle);
  CHECK(at(one_step("rotate", R"({"axis": [0, 1]})")) == "/steps/0/parameters/axis");
  CHECK(at(one_step("rotate", R"({"frame": "wrld"})")) == "/steps/0/parameters/frame");
  CHECK(at(one_step("rotate", R"({"keep_size": 1})")) == "/steps/0/parameters/keep_size");
  CHECK(at(one_step("gamma", R"({"gamma": 0})")) == gamma);
  CHECK(at(one_step("gamma", R"({"gamma": null})")) == gamma);
  CHECK(at(one_step("gamma", R"({"gamma": {"choice": [1, -1]}})")) == gamma + "/choice/1");
  CHECK(at(one_step("gamma", R"({"gamma": [1, {"uniform": [1, 2]}, true]})")) == gamma + "/2");
  CHECK(at(one_step("gamma", R"({"gamma": {"log_uniform": [0, 1]}})")).starts_with(gamma + "/log_uniform"));
  CHECK(at(one_step("rotat", "{}")) == "/steps/0/operator");
  CHECK(at(one_step("object_box", "{}")) == "/steps/0/operator");
  CHECK(at(R"({"auglens_preset":1,"steps":[{"operator":"gamma"}]})") == "/steps/0");
  CHECK(at(R"({"auglens_preset":1,"steps":[{"id":"a"}]})") == "/steps/0");
  CHECK(at(R"({"auglens_preset":1,"steps":[{"id":"A b","operator":"gamma"}]})") == "/steps/0/id");
  CHECK(at(R"({"auglens_preset":1,"steps":[{"id":"a","operator":"gamma"},{"id":"a","operator":"flip"}]})") ==
        "/steps/1/id");
  CHECK(at(R"({"auglens_preset":1,"steps":[{"id":"a","operator":"gamma","probability":1.5}]})") ==
        "/steps/0/probability");
  CHECK(at(R"({"auglens_preset":1,"steps":[{"id":"a","operator":"flip","draw_per_channel":true}]})") ==
        "/steps/0/draw_per_channel");
  CHECK(at(R"({"auglens_preset":2,"steps":[],"future":1})") == "/auglens_preset");
  CHECK(at(R"({"auglens_preset":1,"seed":1,"steps":[],"seed":2})") == "/seed");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"seed":-1})") == "/seed");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"seed":9223372036854775808})") == "/seed");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"stream":"monai","seed":4294967296})") == "/seed");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"a/b~c":1})") == "/a~1b~0c");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"limits":{"blobs_lost":-1}})") == "/limits/blobs_lost");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"crop":{"size":[1,0,1],"sampler":"random"}})") == "/crop/size/1");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"crop":{"size":[1,1,1],"sampler":"random","pad":1e300}})") == "/crop/pad");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"crop":{"size":[1,1,1],"sampler":"random","pad":-4e38}})") == "/crop/pad");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"crop":{"size":[1,1,1],"sampler":"random","before":"x"}})") ==
        "/crop/before");
  CHECK(at(R"({"auglens_preset":1,"steps":[],"crop":{"size":[1,1,1],"sampler":"random","parameters":{"pos":1}}})") ==
        "/crop/parameters/pos");
}

TEST_CASE("messages hold the value and what is allowed") {
  CHECK(refusal(one_step("rotat", "{}")).to_do.find("rotate") != std::string::npos);
  CHECK(refusal(one_step("rotate", R"({"angel": 1})")).to_do.find("angle") != std::string::npos);
  const auto frame = refusal(one_step("rotate", R"({"frame": "wrld"})"));
  CHECK(frame.what.find("wrld") != std::string::npos);
  CHECK((frame.what + frame.to_do).find("voxel, world") != std::string::npos);
  const auto gamma = refusal(one_step("gamma", R"({"gamma": -3.5})"));
  CHECK(gamma.what.find("-3.5") != std::string::npos);
  CHECK(gamma.to_do.find("0") != std::string::npos);
}

TEST_CASE("depth, length and broken text are bounded") {
  CHECK(refusal(repeated("[", 100000)).what.find("32") != std::string::npos);
  CHECK(refusal(R"({"auglens_preset":1,"steps":[],"note":)" + repeated("[", 32) + repeated("]", 32) + "}")
            .what.find("32") != std::string::npos);
  std::string steps = R"({"id":"s0","operator":"flip"})";
  for (int i = 1; i < 1001; ++i) steps += R"(,{"id":"s)" + std::to_string(i) + R"(","operator":"flip"})";
  CHECK(refusal(R"({"auglens_preset":1,"steps":[)" + steps + "]}").where == "/steps");
  for (const char* text : {"", "{", "[1,", "nul", "{\"a\" 1}", "{\"auglens_preset\":1,\"steps\":[]} x", "\"\xff\""})
    refusal(text);
}

TEST_CASE("two names that share a random stream are refused") {
  // fnv1a32 of "qkjiy/voxel" and of another step's stream collide only by search; equal ids are the case that is sure.
  CHECK(
      refusal(R"({"auglens_preset":1,"steps":[{"id":"x","operator":"gamma"},{"id":"x","operator":"gamma"}]})").where ==
      "/steps/1/id");
}

TEST_CASE("every law survives writing and reading exactly") {
  const char* presets[] = {
      R"({"angle": 0.1})",
      R"({"angle": -0.0})",
      R"({"angle": 1e-300})",
      R"({"angle": 0.30000000000000004})",
      R"({"angle": {"uniform": [-30, 30], "clip": [-10.5, 20]}})",
      R"({"angle": {"reciprocal": [0.5, 2]}})",
      R"({"angle": {"normal": [0, 3]}})",
      R"({"angle": {"choice": [1, {"uniform": [2, 3]}, {"normal": [0, 1], "clip": [-1, 1]}], "weights": [1, 0, 2.5]}})",
      R"({"axis": {"choice": [[0, 0, 1], [1, 0, 0]]}})",
      R"({"axis": [0, {"uniform": [0, 1]}, 1]})",
      R"({"fill": "minimum", "size": null, "frame": {"choice": ["voxel", "world"]}})",
      R"({"fill": [1, 2.5, 3]})",
  };
  for (const char* parameters : presets) {
    CAPTURE(parameters);
    Preset p = read_preset(one_step("rotate", parameters), "p.json");
    p.name = "a \"quoted\" \\ name\n\t\x01 \xC3\xA9";
    p.seed = 9223372036854775807ULL;
    p.steps[0].enabled = false;
    p.steps[0].probability = 1.0 / 3;
    const Preset again = read_preset(write_preset(p), "again");
    CHECK(again == p);
    CHECK(write_preset(again) == write_preset(p));
    CHECK(json::parse(write_preset(p)).at("steps").at(0).at("parameters") == json::parse(parameters));
    CHECK(canonical_preset(read_preset(canonical_preset(p), "canonical")) == canonical_preset(p));
  }
  const Step signed_zero = only_step("rotate", R"({"angle": -0.0})");
  CHECK(std::signbit(std::get<double>(setting(signed_zero, "angle").laws[0].constant)));
}

TEST_CASE("the canonical form is compact, complete and in fixed order, and the hash is FNV-1a 64 of it") {
  const Preset p =
      read_preset(R"({"steps":[{"parameters":{"x":true},"operator":"flip","id":"m"}],"auglens_preset":1})", "p");
  CHECK(canonical_preset(p) ==
        R"({"auglens_preset":1,"name":"","note":"","seed":0,"stream":"auglens","fuse":false,"steps":[{"id":"m",)"
        R"("operator":"flip","enabled":true,"probability":1,"parameters":{"x":true,"y":false,"z":false}}],)"
        R"("crop":null,"limits":null})");
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // the published offset basis and prime
  for (const char c : canonical_preset(p)) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  CHECK(preset_hash(p) == hash);
  CHECK(std::stoull(preset_hash_text(p), nullptr, 16) == hash);
  CHECK(preset_hash_text(p).size() == 16);
}

TEST_CASE("spelling out a default does not change the hash, changing a value does") {
  const auto hash = [](const char* parameters) { return preset_hash(read_preset(one_step("flip", parameters), "p")); };
  CHECK(hash("{}") == hash(R"({"x": false, "z": false})"));
  CHECK(hash("{}") != hash(R"({"x": true})"));
}

TEST_CASE("shipped presets are valid and have a name and a note") {
  const auto names = shipped_preset_names();
  CHECK(names.size() >= 6);
  for (const auto name : names) {
    CAPTURE(name);
    const Preset p = load_preset(std::string(name));
    CHECK(!p.name.empty());
    CHECK(!p.note.empty());
    CHECK(!p.steps.empty());
    CHECK(read_preset(write_preset(p), "again") == p);
  }
  try {
    load_preset("no_such_preset");
    FAIL("opened");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find(std::string(names[0])) != std::string::npos);
  }
}

TEST_CASE("a setting of an edit line says where it is wrong") {
  const Operator* rotate = find_operator("rotate");
  REQUIRE(rotate != nullptr);
  const Parameter& angle = rotate->parameters[static_cast<std::size_t>(rotate->find("angle"))];
  CHECK(write_setting(parse_setting(angle, R"({"uniform":[-30,30]})")) == R"({"uniform": [-30, 30]})");
  try {
    parse_setting(angle, R"({"uniform":[-30,"x"]})");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.parts().where == "/uniform/1");
  }
}

TEST_CASE("the schema knows every operator, parameter and default of the tables") {
  const json schema = json::parse(preset_schema());
  CHECK(schema.at("$schema") == "https://json-schema.org/draft/2020-12/schema");
  for (const Operator* op : catalogue()) {
    const json& step = schema.at("$defs").at("step_" + std::string(op->name));
    const json& properties = step.at("properties").at("parameters").at("properties");
    CHECK(properties.size() == op->parameters.size());
    for (const Parameter& p : op->parameters) {
      const json& entry = properties.at(std::string(p.name));
      CHECK(entry.contains("default") == !p.may_be_absent());
      if (!p.may_be_absent()) CHECK(entry.at("default") == json::parse(write_value(p.default_value())));
    }
    CHECK(step.at("properties").contains("draw_per_channel") == (op->family == Family::intensity));
  }
}
