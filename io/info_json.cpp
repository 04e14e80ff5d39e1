#include "io/info_json.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

namespace auglens {

namespace {

using Json = nlohmann::ordered_json;

const char* name_of(FileFormat format) {
  switch (format) {
    case FileFormat::nifti:
      return "nifti";
    case FileFormat::nrrd:
      return "nrrd";
    case FileFormat::metaimage:
      return "metaimage";
    case FileFormat::dicom:
      return "dicom";
    case FileFormat::phantom:
      return "phantom";
    case FileFormat::none:
      break;
  }
  return "none";
}

Json modality_of(const Source& source) {
  switch (source.modality) {
    case Modality::ct:
      return "CT";
    case Modality::mr:
      return "MR";
    case Modality::other:
      return "other";
    case Modality::unknown:
      break;
  }
  return nullptr;
}

VoxelStatistics statistics_for(const Volume& volume) {
  return volume.statistics ? *volume.statistics : statistics_of(volume.image);
}

/// Whole numbers without a decimal point; null where there is no finite voxel.
Json value_of(double value, const VoxelStatistics& s) {
  if (!s.any_finite()) return nullptr;
  if (value == std::trunc(value) && std::abs(value) < 9e15) return static_cast<std::int64_t>(value);
  return value;
}

Json labels_of(const VoxelStatistics& s) {
  if (!s.values) return nullptr;
  Json list = Json::array();
  for (const auto& [value, voxels] : *s.values)
    if (value != 0) list.push_back({{"value", value}, {"voxels", voxels}});
  return list;
}

Json object_of(const std::string& file, const Volume& volume) {
  const Grid& grid = volume.image.grid;
  const Source& source = volume.source;
  const VoxelStatistics s = statistics_for(volume);
  Json o;
  o["file"] = file;
  o["format"] = name_of(source.format);
  o["size"] = grid.size;
  o["spacing"] = grid.spacing;
  o["origin"] = grid.origin;
  o["direction"] = grid.direction;
  o["orientation"] = source.states_orientation ? Json(orientation_letters(grid)) : Json(nullptr);
  o["type"] = source.stored_type;
  o["channels"] = volume.image.channels;
  o["frames"] = volume.image.frames;
  o["minimum"] = value_of(s.minimum, s);
  o["maximum"] = value_of(s.maximum, s);
  o["mean"] = s.any_finite() ? Json(s.mean) : Json(nullptr);
  o["nonfinite"] = s.nonfinite;
  o["labels"] = labels_of(s);
  o["notices"] = source.notices;
  if (source.format == FileFormat::dicom) {
    o["series_uid"] = source.series_uid;
    o["modality"] = modality_of(source);
    o["slices"] = source.series_slices;
  }
  return o;
}

std::string number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::general, 6).ptr};
}

template <class Values>
std::string row(const Values& values, const char* between) {
  std::string text;
  for (const auto& v : values) {
    if (!text.empty()) text += between;
    text += number(static_cast<double>(v));
  }
  return text;
}

void write_labels(const VoxelStatistics& s, std::ostream& out) {
  if (!s.values) return;
  std::size_t written = 0, labels = 0;
  for (const auto& [value, voxels] : *s.values) labels += value != 0 ? 1 : 0;
  out << "labels       " << labels << (labels > 0 ? " (value: voxels)" : "") << '\n';
  for (const auto& [value, voxels] : *s.values) {
    if (value == 0) continue;
    if (++written > 40) {
      out << "             ... and " << labels - 40 << " more; --json lists all\n";
      break;
    }
    out << "             " << value << ": " << voxels << '\n';
  }
}

void write_text(const std::string& file, const Volume& volume, std::ostream& out) {
  const Grid& grid = volume.image.grid;
  const Source& source = volume.source;
  const VoxelStatistics s = statistics_for(volume);
  out << "file         " << file << '\n';
  if (!source.series_uid.empty()) {
    out << "series       " << source.series_name << (source.series_name.empty() ? "" : "  ") << source.series_uid
        << ", " << source.series_slices << " slices\n";
  }
  out << "format       " << name_of(source.format) << ", stored as " << source.stored_type << ", held as "
      << name_of(volume.image.type) << '\n'
      << "size         " << row(grid.size, " x ") << " voxels, " << volume.image.channels << " channel"
      << (volume.image.channels == 1 ? "" : "s") << ", " << volume.image.frames << " frame"
      << (volume.image.frames == 1 ? "" : "s") << '\n'
      << "spacing      " << row(grid.spacing, " x ") << " mm\n"
      << "origin       " << row(grid.origin, ", ") << " mm (LPS)\n"
      << "orientation  " << (source.states_orientation ? orientation_letters(grid) : "not stated") << '\n'
      << "direction    " << row(grid.direction, " ") << '\n';
  if (s.any_finite())
    out << "values       " << number(s.minimum) << " to " << number(s.maximum) << ", mean " << number(s.mean) << '\n';
  if (s.nonfinite > 0) out << "not finite   " << s.nonfinite << " voxels\n";
  write_labels(s, out);
  for (const std::string& notice : source.notices) out << "notice       " << notice << '\n';
}

}  // namespace

std::string info_json(const std::string& file, const std::vector<Volume>& volumes) {
  Json result;
  if (volumes.size() == 1) {
    result = object_of(file, volumes.front());
  } else {
    result["series"] = Json::array();
    for (const Volume& volume : volumes) result["series"].push_back(object_of(file, volume));
  }
  return result.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string info_text(const std::string& file, const std::vector<Volume>& volumes) {
  std::ostringstream out;
  for (std::size_t k = 0; k < volumes.size(); ++k) {
    if (k > 0) out << '\n';
    write_text(file, volumes[k], out);
  }
  return out.str();
}

}  // namespace auglens
