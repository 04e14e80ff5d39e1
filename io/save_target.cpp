#include "io/save_target.h"

#include <sys/stat.h>

#include <filesystem>

#include "ops/error.h"

namespace auglens {

namespace fs = std::filesystem;

std::string with_links_followed(const std::string& file) {
  std::error_code ignored;
  fs::path path = file;
  for (int hops = 0; hops < 40 && fs::is_symlink(path, ignored); ++hops) {
    const fs::path link = fs::read_symlink(path, ignored);
    if (ignored) break;
    path = link.is_absolute() ? link : path.parent_path() / link;
  }
  return path.string();
}

SaveTargets::SaveTargets(const std::vector<std::string>& inputs) : inputs_(inputs) {}

SaveTargets::Entry SaveTargets::entry_of(const std::string& file) {
  const fs::path path = with_links_followed(file);
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  struct stat info {};
  if (::stat(folder.c_str(), &info) == 0) return {info.st_dev, info.st_ino, path.filename().string()};
  std::error_code ignored;  // no such folder: writing will say so
  return {0, 0, fs::weakly_canonical(path, ignored).string()};
}

void SaveTargets::claim(const std::string& file) {
  std::error_code ignored;
  for (const std::string& input : inputs_)
    if (fs::equivalent(file, input, ignored))
      throw Error(ErrorKind::usage, {file, "would overwrite what it is made from", input, "choose another name"});
  if (!claimed_.insert(entry_of(file)).second)
    throw Error(ErrorKind::usage, {file, "is the same file as another output", "", "give two names"});
}

}  // namespace auglens
