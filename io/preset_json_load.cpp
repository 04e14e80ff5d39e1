#include <filesystem>

#include "io/field.h"
#include "io/input_file.h"
#include "io/nearest_name.h"
#include "io/preset_json.h"
#include "io/shipped_presets.h"
#include "ops/error.h"

namespace auglens {
namespace {

constexpr std::uint64_t most_bytes = 4 << 20;  ///< 1000 steps with long lists are far smaller

bool looks_like_file(const std::string& name) {
  return name.find('/') != std::string::npos || name.find('.') != std::string::npos;
}

std::string read_text(const std::string& path) {
  InputFile file(path);
  if (file.size() > most_bytes)
    throw Error(ErrorKind::bad_input, {path, std::to_string(file.size()) + " bytes are too many for a preset", "",
                                       "give a preset of at most 4 MiB"});
  std::string text(file.size(), '\0');
  text.resize(file.read(text.data(), text.size()));
  return text;
}

}  // namespace

Preset load_preset(const std::string& name_or_file) {
  if (const auto text = shipped_preset(name_or_file); !text.empty()) return read_preset(text, name_or_file);
  if (looks_like_file(name_or_file) || std::filesystem::exists(name_or_file)) {
    Preset preset = read_preset(read_text(name_or_file), name_or_file);
    read_fields(preset, std::filesystem::path(name_or_file).parent_path().string(), name_or_file);
    return preset;
  }
  std::vector<std::string> names;
  for (const auto name : shipped_preset_names()) names.emplace_back(name);
  throw Error(ErrorKind::bad_input,
              {name_or_file, "no such file or shipped preset", "", "give a file, or one of " + joined(names)});
}

}  // namespace auglens
