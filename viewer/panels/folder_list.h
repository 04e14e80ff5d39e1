#pragma once
// What a folder holds that could be opened, as plain values. It refuses to know widgets and to read more than the first
// bytes of a file.

#include <cstdint>
#include <string>
#include <vector>

namespace auglens {

enum class FileKind { folder, scan, preset, dicom, other };

struct FolderEntry {
  std::string name;
  FileKind kind = FileKind::other;
  std::uintmax_t bytes = 0;
};

struct FolderList {
  std::string folder;                ///< absolute
  std::vector<FolderEntry> entries;  ///< folders first, then files, by name
  std::size_t dicom_files = 0;       ///< of those looked at: a folder of them is one scan
  std::string problem;               ///< why it cannot be read; empty: it could
};

/// Never throws. Hidden entries are left out; a file without a known ending counts as DICOM when it says so itself.
FolderList list_folder(const std::string& folder);

/// By its ending alone: volumes (.nii, .nii.gz, .hdr, .img, .nrrd, .nhdr, .mha, .mhd, .dcm), presets (.json), others.
FileKind kind_by_name(const std::string& name);

}  // namespace auglens
