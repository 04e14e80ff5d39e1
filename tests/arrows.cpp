// The walls of the house: include direction, who may name which library, file length <= 400 lines, function length
// <= 60.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Source {
  std::string path;  ///< from the root, "ops/grid.h"
  std::vector<std::string> lines;
};

bool is_source(const fs::path& p) {
  const std::string e = p.extension().string();
  return e == ".h" || e == ".cpp" || e == ".cu" || e == ".cuh" || e == ".def";
}

std::vector<Source> read_folder(const char* folder) {
  std::vector<Source> files;
  const fs::path root = AUGLENS_SOURCE_DIR;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    if (!entry.is_regular_file() || !is_source(entry.path())) continue;
    Source s{fs::relative(entry.path(), root).string(), {}};
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) s.lines.push_back(line);
    files.push_back(std::move(s));
  }
  return files;
}

std::vector<std::string> includes_of(const Source& s) {
  static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::vector<std::string> names;
  std::smatch m;
  for (const auto& line : s.lines)
    if (std::regex_search(line, m, pattern)) names.push_back(m[1]);
  return names;
}

bool starts(const std::string& s, const std::string& with) {
  return s.rfind(with, 0) == 0;
}

/// A library's headers and the files that may name them.
struct Wall {
  std::regex header;
  std::regex allowed;
};

const std::vector<Wall>& walls() {
  static const std::vector<Wall> rows = {
      {std::regex("^(itk|vnl|gdcm)[A-Za-z0-9_/]*\\.h"), std::regex("^(io/.*\\.(cpp|h)|tests/bench/.*)$")},
      {std::regex("^(epoxy|GL|EGL)/"), std::regex("^(render/.*|viewer/window/.*)$")},
      {std::regex("^GLFW/"), std::regex("^(render/context_glfw\\.cpp|viewer/window/.*)$")},
      {std::regex("^imgui"), std::regex("^viewer/(window|panels|ui)/.*$")},
      {std::regex("^nlohmann/json\\.hpp"),
       std::regex("^(io/.*\\.cpp|viewer/edit.*\\.cpp|viewer/bench/.*\\.cpp|tests/.*)$")},
      {std::regex("^CLI/"), std::regex("^viewer/(command_line[a-z_]*|command_flags|edit_flags)\\.(cpp|h)$")},
      {std::regex("^(cuda|device_launch)"), std::regex("^.*(\\.cu|\\.cuh|cuda_check\\.h)$")},
      {std::regex("^(png|isa-l|zlib)"), std::regex("^(io|tests)/.*$")},
  };
  return rows;
}

/// Lines from a line that ends in "{" at the left margin to its "}" there; a class or a namespace is not a function.
std::vector<std::pair<std::string, int>> long_functions(const Source& s) {
  static const std::regex head(R"(^[A-Za-z_~].*\)[^;=]*\{$|^ {2}[A-Za-z_~][^=]*\)[^;=]*\{$)");
  std::vector<std::pair<std::string, int>> found;
  for (std::size_t i = 0; i < s.lines.size(); ++i) {
    const std::string& line = s.lines[i];
    if (!std::regex_match(line, head)) continue;
    const std::string close = (line[0] == ' ' ? "  }" : "}");
    for (std::size_t k = i + 1; k < s.lines.size(); ++k)
      if (s.lines[k] == close || starts(s.lines[k], close + " ") || starts(s.lines[k], close + ";") ||
          starts(s.lines[k], close + ")")) {
        if (k - i + 1 > 60) found.emplace_back(line, static_cast<int>(k - i + 1));
        break;
      }
  }
  return found;
}

}  // namespace

TEST_CASE("includes follow the arrows: viewer -> render -> ops, io -> ops, viewer -> io") {
  const std::map<std::string, std::vector<std::string>> may_name = {{"ops", {"ops/"}},
                                                                    {"io", {"io/", "ops/"}},
                                                                    {"render", {"render/", "ops/"}},
                                                                    {"viewer", {"viewer/", "render/", "io/", "ops/"}}};
  for (const auto& [folder, allowed] : may_name)
    for (const Source& s : read_folder(folder.c_str()))
      for (const std::string& name : includes_of(s)) {
        bool ours = false, fine = false;
        for (const char* f : {"ops/", "io/", "render/", "viewer/", "tests/"}) ours = ours || starts(name, f);
        for (const auto& f : allowed) fine = fine || starts(name, f);
        CHECK_MESSAGE((!ours || fine), s.path << " must not include " << name);
      }
}

TEST_CASE("each library is named only where it belongs") {
  for (const char* folder : {"ops", "io", "render", "viewer"})
    for (const Source& s : read_folder(folder))
      for (const std::string& name : includes_of(s))
        for (const Wall& wall : walls())
          if (std::regex_search(name, wall.header))
            CHECK_MESSAGE(std::regex_match(s.path, wall.allowed), s.path << " must not include " << name);
}

TEST_CASE("files are at most 400 lines, functions at most 60, headers open with what they hold") {
  for (const char* folder : {"ops", "io", "render", "viewer", "tests"})
    for (const Source& s : read_folder(folder)) {
      CHECK_MESSAGE(s.lines.size() <= 400, s.path << " has " << s.lines.size() << " lines");
      for (const auto& [line, length] : long_functions(s)) FAIL_CHECK(s.path << ": " << length << " lines in " << line);
      if (fs::path(s.path).extension() != ".h" || s.lines.size() < 2) continue;
      CHECK_MESSAGE((s.lines[0] == "#pragma once" && starts(s.lines[1], "//")),
                    s.path << " does not say what it holds");
    }
}
