// The object box and its window against DALI's CPU wheel, draw by draw (tests/peers/dali_boxes.py made the goldens).
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "io/preset_json.h"
#include "ops/device.h"
#include "ops/objects/crop_ground.h"

using namespace auglens;
using nlohmann::json;

namespace {

LabelMap labels_of(const json& golden) {
  Grid grid;
  grid.size = golden.at("size").get<Index3>();
  LabelMap labels = LabelMap::allocate(grid);
  std::vector<std::int32_t> flat;
  for (const json& run : golden.at("labels"))
    flat.insert(flat.end(), run.at(1).get<std::size_t>(), run.at(0).get<std::int32_t>());
  REQUIRE(static_cast<std::int64_t>(flat.size()) == grid.voxels());
  const auto view = labels.mutable_view();
  for (std::size_t i = 0; i < flat.size(); ++i) {
    const auto n = static_cast<std::int64_t>(i);
    view.at(n % grid.size[0], n / grid.size[0] % grid.size[1], n / (grid.size[0] * grid.size[1])) = flat[i];
  }
  return labels;
}

json read_golden(const std::filesystem::path& file) {
  std::ifstream in(file);
  return json::parse(in);
}

/// How many of the stored draws come out the same.
std::size_t equal_draws(const json& golden, std::uint64_t seed) {
  const Preset preset = read_preset(golden.at("preset").dump(), "golden");
  const Device device = Device::cpu(1);
  const CropGround ground(labels_of(golden), *preset.crop, nullptr, 0, Job{device});
  std::size_t equal = 0;
  for (std::size_t k = 0; k < golden.at("draws").size(); ++k) {
    const json& theirs = golden.at("draws").at(k);
    const CropWindow ours = draw_window(ground.sampler(), preset.stream, seed, k);
    const Region box = ours.box.value_or(whole(ground.labels().grid));
    const bool same_class = theirs.at(0).is_null() || theirs.at(0).get<std::int32_t>() == ours.class_value;
    equal += same_class && theirs.at(1).get<Index3>() == box.start && theirs.at(2).get<Index3>() == box.size &&
                     theirs.at(3).get<Index3>() == ours.window.start && ours.window.size == preset.crop->size
                 ? 1
                 : 0;
  }
  return equal;
}

}  // namespace

TEST_CASE("object boxes and windows are DALI's, draw by draw") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(AUGLENS_SOURCE_DIR "/tests/golden/boxes")) {
    CAPTURE(entry.path().string());
    const json golden = read_golden(entry.path());
    const auto seed = golden.at("preset").at("seed").get<std::uint64_t>();
    CHECK(equal_draws(golden, seed) == golden.at("draws").size());
    CHECK(equal_draws(golden, seed + 2) < golden.at("draws").size());  // another seed draws other windows
    ++files;
  }
  CHECK(files == 10);
}

TEST_CASE("a volume of one voxel has a box, where DALI's is empty (a known difference; the window is the same)") {
  LabelMap labels = LabelMap::allocate(Grid{});
  labels.mutable_view().at(0, 0, 0) = 1;
  Crop crop{{1, 1, 1}, SamplerKind::object_box, {}, 0, {}};
  const Device device = Device::cpu(1);
  const CropGround ground(labels, crop, nullptr, 0, Job{device});
  const CropWindow drawn = draw_window(ground.sampler(), Stream::dali, 1, 0);
  CHECK(drawn.foreground);
  CHECK(drawn.box == Region{{0, 0, 0}, {1, 1, 1}});
  CHECK(drawn.window == Region{{0, 0, 0}, {1, 1, 1}});
}
