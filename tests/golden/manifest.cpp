#include "tests/golden/manifest.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "io/field.h"
#include "io/preset_json.h"

namespace auglens::test {

namespace {

using nlohmann::json;

VoxelType type_of(const std::string& name) {
  for (const VoxelType t : {VoxelType::uint8, VoxelType::int16, VoxelType::uint16, VoxelType::float32})
    if (name == name_of(t)) return t;
  throw std::runtime_error("manifest: a volume of type " + name);
}

GoldenVolume volume_of(const json& v) {
  GoldenVolume g;
  g.size = v.at("size").get<Index3>();
  g.labels = v.value("labels", false);
  g.with_labels = v.value("with_labels", false);
  g.channels = v.value("channels", 1);
  g.key = v.value("key", std::uint64_t{1});
  g.spacing = v.value("spacing", g.spacing);
  g.origin = v.value("origin", g.origin);
  g.direction = v.value("direction", g.direction);
  if (!g.labels) g.type = type_of(v.value("type", "float32"));
  return g;
}

Expectation expectation_of(const json& e) {
  return {e.value("within", 0.0), e.value("differs", false)};
}

/// The steps, their `field` files as paths.
json with_paths(json steps, const std::filesystem::path& folder) {
  for (json& step : steps)
    if (step.contains("parameters") && step["parameters"].contains("field"))
      step["parameters"]["field"] = (folder / step["parameters"]["field"].get<std::string>()).string();
  return steps;
}

/// What AUGLENS_GOLDEN_OPERATORS asks for; everything where it is absent.
bool wanted(const json& c) {
  const char* only = std::getenv("AUGLENS_GOLDEN_OPERATORS");
  if (only == nullptr) return true;
  const std::string name = c.at("steps").back().at("operator");
  return ("," + std::string(only) + ",").find("," + name + ",") != std::string::npos;
}

Golden golden_of(const json& head, const json& c, const std::filesystem::path& folder) {
  Golden g;
  g.peer = head.at("peer");
  g.version = head.at("version");
  g.name = c.at("name");
  g.call = c.value("call", "");
  g.why = c.value("why", "");
  g.file = folder / c.at("file").get<std::string>();
  g.volume = volume_of(c.at("volume"));
  g.layout = c.value("layout", "czyx");
  if (c.contains("affine")) g.affine = c["affine"].get<std::array<double, 16>>();
  const json steps = with_paths(c.at("steps"), folder);
  const json preset = {{"auglens_preset", 1}, {"name", g.name}, {"seed", c.value("seed", 0)}, {"steps", steps}};
  g.preset = read_preset(preset.dump(), g.name);
  read_fields(g.preset, "", g.name);
  if (c.contains("peer_rule")) g.peer_rule = expectation_of(c["peer_rule"]);
  if (c.contains("our_rule")) g.our_rule = expectation_of(c["our_rule"]);
  return g;
}

}  // namespace

std::vector<Golden> read_manifest(const std::filesystem::path& folder) {
  std::ifstream in(folder / "manifest.json");
  if (!in) throw std::runtime_error((folder / "manifest.json").string() + ": not there");
  const json head = json::parse(in);
  std::vector<Golden> goldens;
  for (const json& c : head.at("cases"))
    if (wanted(c)) goldens.push_back(golden_of(head, c, folder));
  return goldens;
}

std::vector<std::filesystem::path> golden_folders() {
  if (const char* only = std::getenv("AUGLENS_GOLDEN")) return {only};
  std::vector<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(AUGLENS_SOURCE_DIR "/tests/golden"))
    if (std::filesystem::exists(entry.path() / "manifest.json")) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

}  // namespace auglens::test
