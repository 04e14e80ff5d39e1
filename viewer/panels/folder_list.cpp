#include "viewer/panels/folder_list.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace auglens {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_looked_at = 64;  ///< files without an ending whose first bytes are read
constexpr std::array<std::string_view, 8> scan_endings = {".nii",  ".nii.gz", ".hdr", ".img",
                                                          ".nrrd", ".nhdr",   ".mha", ".mhd"};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return text;
}

bool says_dicom(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, 132> head{};
  in.read(head.data(), head.size());
  return in.gcount() == static_cast<std::streamsize>(head.size()) && std::string_view(head.data() + 128, 4) == "DICM";
}

bool before(const FolderEntry& a, const FolderEntry& b) {
  const bool a_folder = a.kind == FileKind::folder, b_folder = b.kind == FileKind::folder;
  if (a_folder != b_folder) return a_folder;
  const std::string x = lower(a.name), y = lower(b.name);
  return x != y ? x < y : a.name < b.name;
}

}  // namespace

FileKind kind_by_name(const std::string& name) {
  const std::string small = lower(name);
  for (const auto ending : scan_endings)
    if (small.ends_with(ending)) return FileKind::scan;
  if (small.ends_with(".json")) return FileKind::preset;
  if (small.ends_with(".dcm") || small.ends_with(".ima")) return FileKind::dicom;
  return FileKind::other;
}

FolderList list_folder(const std::string& folder) {
  FolderList list;
  std::error_code error;
  list.folder = fs::absolute(folder, error).lexically_normal().string();
  if (list.folder.size() > 1 && list.folder.back() == '/') list.folder.pop_back();
  fs::directory_iterator at(list.folder, error);
  if (error) {
    list.problem = error.message();
    return list;
  }
  std::size_t looked_at = 0;
  for (; at != fs::directory_iterator(); at.increment(error)) {
    if (error) break;
    FolderEntry entry;
    entry.name = at->path().filename().string();
    if (entry.name.empty() || entry.name.front() == '.') continue;
    std::error_code ignored;
    if (at->is_directory(ignored)) {
      entry.kind = FileKind::folder;
    } else if (at->is_regular_file(ignored)) {
      entry.kind = kind_by_name(entry.name);
      entry.bytes = at->file_size(ignored);
      const bool unknown = entry.kind == FileKind::other && looked_at < most_looked_at;
      if (unknown && ++looked_at > 0 && says_dicom(at->path())) entry.kind = FileKind::dicom;
    } else {
      continue;  // only regular files are ever opened
    }
    if (entry.kind == FileKind::dicom) ++list.dicom_files;
    list.entries.push_back(std::move(entry));
  }
  std::sort(list.entries.begin(), list.entries.end(), before);
  return list;
}

}  // namespace auglens
