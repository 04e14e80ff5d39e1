#include "io/file_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string_view>

#include "io/byte_stream.h"
#include "io/nifti.h"

namespace auglens {

namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  const char* name;
  const char* to_do;
};
constexpr std::size_t bytes_looked_at = 1024;
constexpr const char* as_nifti = "convert it to NIfTI or NRRD";
constexpr const char* unpack = "unpack it first";
constexpr const char* volume_please = "open the volume itself (NIfTI, NRRD, MetaImage or DICOM)";
constexpr std::array<Magic, 18> unsupported = {{{0, "II*\0"sv, "a TIFF picture or slide", as_nifti},
                                                {0, "MM\0*"sv, "a TIFF picture or slide", as_nifti},
                                                {0, "II+\0"sv, "a BigTIFF picture or slide", as_nifti},
                                                {0, "MM\0+"sv, "a BigTIFF picture or slide", as_nifti},
                                                {0, "\x89PNG"sv, "a PNG picture", volume_please},
                                                {0, "\xff\xd8\xff"sv, "a JPEG picture", volume_please},
                                                {0, "\0\0\0\x0cjP"sv, "a JPEG 2000 picture", volume_please},
                                                {0, "GIF8"sv, "a GIF picture", volume_please},
                                                {0, "CDF\x01"sv, "MINC-1 (netCDF)", as_nifti},
                                                {0, "CDF\x02"sv, "MINC-1 (netCDF)", as_nifti},
                                                {0, "\x89HDF"sv, "HDF5 (MINC-2, or another)", as_nifti},
                                                {0, "\x93NUMPY"sv, "a NumPy array", as_nifti},
                                                {0, "MATLAB 5"sv, "a MATLAB file", as_nifti},
                                                {0, "PK\x03\x04"sv, "a ZIP archive", unpack},
                                                {0, "BZh"sv, "a bzip2 archive", unpack},
                                                {0,
                                                 "\xfd"
                                                 "7zXZ"sv,
                                                 "an xz archive", unpack},
                                                {0, "\x28\xb5\x2f\xfd"sv, "a zstd archive", unpack},
                                                {0, "%PDF"sv, "a PDF document", volume_please}}};

struct Ending {
  std::string_view text;
  FileFormat format;
  const char* name;  ///< of a format that is not read
};
constexpr std::array<Ending, 16> endings = {{{".nii", FileFormat::nifti, nullptr},
                                             {".nii.gz", FileFormat::nifti, nullptr},
                                             {".hdr", FileFormat::nifti, nullptr},
                                             {".hdr.gz", FileFormat::nifti, nullptr},
                                             {".img", FileFormat::nifti, nullptr},
                                             {".img.gz", FileFormat::nifti, nullptr},
                                             {".nrrd", FileFormat::nrrd, nullptr},
                                             {".nhdr", FileFormat::nrrd, nullptr},
                                             {".mha", FileFormat::metaimage, nullptr},
                                             {".mhd", FileFormat::metaimage, nullptr},
                                             {".dcm", FileFormat::dicom, nullptr},
                                             {".ima", FileFormat::dicom, nullptr},
                                             {".mgh", FileFormat::none, "FreeSurfer MGH"},
                                             {".mgz", FileFormat::none, "FreeSurfer MGH"},
                                             {".mnc", FileFormat::none, "MINC"},
                                             {".head", FileFormat::none, "AFNI"}}};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string_view text_of(const FileHead& head) {
  return {reinterpret_cast<const char*>(head.bytes.data()), head.bytes.size()};
}

/// MGH: version 1, then four sizes and a type, all big-endian.
bool is_mgh(std::string_view text) {
  if (text.size() < 24 || text.substr(0, 4) != "\0\0\0\1"sv) return false;
  for (std::size_t k = 4; k < 20; k += 4)
    if (text[k] != 0 || (text[k + 1] == 0 && text[k + 2] == 0 && text[k + 3] == 0)) return false;
  return text.substr(20, 3) == "\0\0\0"sv && text[23] <= 10;
}

/// With the preamble, or a bare data set that starts in group 2 or 8 with a plausible first element.
bool is_dicom(std::string_view text) {
  if (text.size() >= 132 && text.substr(128, 4) == "DICM") return true;
  if (text.size() < 132 || (text[0] != 2 && text[0] != 8) || text[1] != 0 || text[3] != 0) return false;
  const bool letters =
      std::isupper(static_cast<unsigned char>(text[4])) && std::isupper(static_cast<unsigned char>(text[5]));
  return letters || (text[6] == 0 && text[7] == 0);  // explicit, or implicit with a length below 64 KiB
}

bool is_metaimage(std::string_view text) {
  const std::string_view first = text.substr(0, 256);
  return (first.starts_with("ObjectType") || first.starts_with("NDims") || first.starts_with("Comment")) &&
         first.find('=') != std::string_view::npos;
}

std::optional<FileFormat> format_of(std::string_view text, const std::string& path) {
  if (text.starts_with("NRRD0")) return FileFormat::nrrd;
  if (is_dicom(text)) return FileFormat::dicom;
  if (is_metaimage(text)) return FileFormat::metaimage;
  if (is_nifti(path)) return FileFormat::nifti;
  return std::nullopt;
}

FileKind inside_gzip(FileFormat format) {
  if (format == FileFormat::nifti) return {format, "", ""};
  const char* name = format == FileFormat::dicom ? "DICOM" : format == FileFormat::nrrd ? "NRRD" : "MetaImage";
  return {std::nullopt, std::string("a gzipped ") + name + " file", unpack};
}

FileKind by_name(const std::string& path, const FileHead& head) {
  const std::string name = lower(path);
  for (const Ending& e : endings) {
    if (!name.ends_with(e.text)) continue;
    if (e.name != nullptr) return {std::nullopt, e.name, as_nifti};
    return {e.format, "", ""};
  }
  if (head.size == 0) return {std::nullopt, "an empty file", "get an intact copy"};
  if (head.gzip) return {std::nullopt, "a gzip file without a volume in it", volume_please};
  return {std::nullopt, "of no format that is known here", volume_please};
}

}  // namespace

FileKind kind_of_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return {FileFormat::dicom, "", ""};
  const FileHead head = head_of(path, bytes_looked_at);
  const std::string_view text = text_of(head);
  if (const auto format = format_of(text, path)) return head.gzip ? inside_gzip(*format) : FileKind{format, "", ""};
  if (is_mgh(text)) return {std::nullopt, "FreeSurfer MGH", as_nifti};
  for (const Magic& m : unsupported)
    if (text.size() >= m.at && text.substr(m.at).starts_with(m.bytes)) return {std::nullopt, m.name, m.to_do};
  return by_name(path, head);
}

}  // namespace auglens
