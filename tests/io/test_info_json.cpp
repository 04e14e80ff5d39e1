#include "io/info_json.h"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

using namespace auglens;
using Json = nlohmann::ordered_json;

namespace {

Volume volume_of(const std::vector<float>& values) {
  Volume v;
  Grid grid;
  grid.size = {static_cast<std::int64_t>(values.size()), 1, 1};
  v.image = Image::allocate(grid, VoxelType::float32);
  for (std::size_t i = 0; i < values.size(); ++i) v.image.voxels<float>(0, 0)[i] = values[i];
  v.source.format = FileFormat::nifti;
  return v;
}

Json json_of(const std::vector<Volume>& volumes) {
  return Json::parse(info_json("a.nii", volumes));
}

}  // namespace

TEST_CASE("info: the object has the keys of the contract, in order") {
  const Json o = json_of({volume_of({1, 2, 2, 0})});
  std::vector<std::string> keys;
  for (const auto& [key, value] : o.items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"file", "format", "size", "spacing", "origin", "direction", "orientation",
                                         "type", "channels", "frames", "minimum", "maximum", "mean", "nonfinite",
                                         "labels", "notices"});
  CHECK(o["file"] == "a.nii");
  CHECK(o["format"] == "nifti");
  CHECK(o["size"] == Json({4, 1, 1}));
  CHECK(o["orientation"] == "LPS");
  CHECK(o["mean"] == 1.25);
  CHECK(o["labels"] == Json::parse(R"([{"value": 1, "voxels": 1}, {"value": 2, "voxels": 2}])"));
}

TEST_CASE("info: direction is row-major and its columns are the axes") {
  Volume v = volume_of({0});
  v.image.grid.direction = {0, 0, -1, 1, 0, 0, 0, 1, 0};  // index x runs toward P, y toward S, z toward R
  const Json o = json_of({v});
  CHECK(o["direction"] == Json({0.0, 0.0, -1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0}));
  CHECK(o["orientation"] == "PSR");
  v.source.states_orientation = false;
  CHECK(json_of({v})["orientation"].is_null());
}

TEST_CASE("info: no finite voxel means no numbers, and broken values no labels") {
  const Json o = json_of({volume_of({std::nanf(""), INFINITY})});
  CHECK(o["minimum"].is_null());
  CHECK(o["maximum"].is_null());
  CHECK(o["mean"].is_null());
  CHECK(o["nonfinite"] == 2);
  CHECK(o["labels"].is_null());
  CHECK(json_of({volume_of({1.5, 2})})["labels"].is_null());
  CHECK(json_of({volume_of({0, 0})})["labels"] == Json::array());
}

TEST_CASE("info: several series are a list, each with its uid, modality and slices") {
  Volume a = volume_of({1}), b = volume_of({2});
  a.source.format = b.source.format = FileFormat::dicom;
  a.source.series_uid = "1.2.3";
  a.source.modality = Modality::ct;
  a.source.series_slices = 48;
  const Json o = json_of({a, b});
  REQUIRE(o["series"].size() == 2);
  CHECK(o["series"][0]["series_uid"] == "1.2.3");
  CHECK(o["series"][0]["modality"] == "CT");
  CHECK(o["series"][0]["slices"] == 48);
  CHECK(o["series"][1]["maximum"] == 2);
}

TEST_CASE("info: a name that is no UTF-8 still gives JSON; the text names file and notices") {
  CHECK_NOTHROW(Json::parse(info_json("\xff\xfe.nii", {volume_of({1})})));
  Volume v = volume_of({1});
  v.source.notices = {"the spacing is not stated: 1 was taken"};
  const std::string text = info_text("a.nii", {v});
  CHECK(text.find("a.nii") != std::string::npos);
  CHECK(text.find("1 was taken") != std::string::npos);
}
