#include "io/metaimage_header.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "io/header_text.h"
#include "io/space_axes.h"
#include "ops/error.h"

namespace auglens {

namespace {

constexpr std::size_t longest_header = std::size_t{4} << 20;

[[noreturn]] void refuse(const std::string& file, const std::string& what, const std::string& where = "",
                         const std::string& to_do = "") {
  throw Error(ErrorKind::bad_input, {file, what, where, to_do});
}

struct TypeName {
  std::string_view name;
  StoredType type;
};
/// MET_LONG is of 4 bytes in files, on every machine.
constexpr TypeName type_names[] = {
    {"MET_CHAR", StoredType::int8},         {"MET_UCHAR", StoredType::uint8},   {"MET_SHORT", StoredType::int16},
    {"MET_USHORT", StoredType::uint16},     {"MET_INT", StoredType::int32},     {"MET_UINT", StoredType::uint32},
    {"MET_LONG", StoredType::int32},        {"MET_ULONG", StoredType::uint32},  {"MET_LONG_LONG", StoredType::int64},
    {"MET_ULONG_LONG", StoredType::uint64}, {"MET_FLOAT", StoredType::float32}, {"MET_DOUBLE", StoredType::float64}};

/// The fields of a header by their names in lower case; ElementDataFile ends it.
struct Fields {
  std::string file;
  std::map<std::string, std::string> values;
  std::string_view rest;  ///< of `text`, behind the line of ElementDataFile
  std::string text;

  bool has(const std::string& name) const { return values.count(name) != 0; }
  std::string get(const std::string& name) const { return has(name) ? values.at(name) : ""; }
  /// The first of several spellings that is there.
  std::string first(std::initializer_list<const char*> names) const {
    for (const char* name : names)
      if (has(name)) return values.at(name);
    return "";
  }
  bool yes(std::initializer_list<const char*> names) const {
    const std::string value = lower(first(names));
    return value == "true" || value == "t" || value == "1" || value == "yes";
  }
  /// Numbers of a field; empty when it is absent. Throws unless there are `count`.
  std::vector<double> numbers(const std::string& value, std::size_t count, const char* what) const {
    if (value.empty()) return {};
    const auto numbers = numbers_in(value);
    if (!numbers || numbers->size() != count)
      refuse(file, std::string(what) + " makes no sense", value, "correct the header");
    for (const double n : *numbers)
      if (!std::isfinite(n)) refuse(file, std::string(what) + " is no number", value, "correct the header");
    return *numbers;
  }
};

Fields fields_of(const std::string& path) {
  Fields f;
  f.file = path;
  f.text = text_head(path, longest_header);
  f.rest = f.text;
  while (const auto line = next_line(f.rest)) {
    const std::size_t equals = line->find('=');
    if (trimmed(*line).empty()) continue;
    if (equals == std::string_view::npos) refuse(path, "a line of the MetaImage header is no field");
    const std::string name = lower(trimmed(line->substr(0, equals)));
    if (!f.values.emplace(name, trimmed(line->substr(equals + 1))).second && name != "comment")
      refuse(path, "the MetaImage header has \"" + name + "\" twice");
    if (name == "elementdatafile") return f;
  }
  refuse(path, "the MetaImage header has no ElementDataFile", "", "get the complete file");
}

void set_type(const Fields& f, std::vector<StoredAxis>& channel_axes, StoredVolume& v) {
  std::string name = f.get("elementtype");
  if (name.ends_with("_ARRAY")) name.resize(name.size() - 6);
  const auto* found =
      std::find_if(std::begin(type_names), std::end(type_names), [&](auto& row) { return row.name == name; });
  if (found == std::end(type_names))
    refuse(f.file,
           name.empty() ? "the MetaImage header has no ElementType"
                        : "MetaImage voxels of type \"" + name + "\" are not supported",
           "", "save it with an integer or floating-point type");
  v.type = found->type;
  if (!f.has("elementnumberofchannels")) return;
  const auto channels = integer_in(f.get("elementnumberofchannels"));
  if (!channels || *channels < 1 || *channels > 1000000)
    refuse(f.file, "the dimensions make no sense", "ElementNumberOfChannels = " + f.get("elementnumberofchannels"));
  if (*channels > 1) channel_axes.push_back({*channels, 1});
}

std::vector<std::int64_t> dimensions_of(const Fields& f) {
  const auto count = integer_in(f.get("ndims"));
  const auto sizes = integers_in(f.get("dimsize"));
  if (!count || *count < 1 || *count > 10 || !sizes || sizes->size() != static_cast<std::size_t>(*count))
    refuse(f.file, "the dimensions make no sense", "NDims = " + f.get("ndims") + ", DimSize = " + f.get("dimsize"));
  if (*count < 2) refuse(f.file, "a MetaImage of one dimension holds no picture");
  return *sizes;
}

void place_values(const std::vector<std::int64_t>& sizes, StoredVolume& v) {
  std::int64_t stride = v.channels();
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    if (k < 3) {
      v.grid.size[k] = sizes[k];
      v.space[k] = {sizes[k], stride};
    } else {
      v.frame_axes.push_back({sizes[k], stride});
    }
    stride *= sizes[k];
  }
  if (sizes.size() < 3) v.space[2] = {1, stride};
}

void place_in_space(const Fields& f, std::size_t count, StoredVolume& v) {
  const auto spacing = f.numbers(f.first({"elementspacing", "elementsize"}), count, "ElementSpacing");
  const auto matrix =
      f.numbers(f.first({"transformmatrix", "rotation", "orientation"}), count * count, "TransformMatrix");
  const auto offset = f.numbers(f.first({"offset", "position", "origin"}), count, "Offset");
  if (spacing.empty()) v.notices.push_back("the header states no ElementSpacing: 1 mm is taken");
  for (std::size_t k = 0; k < std::min<std::size_t>(count, 3) && !spacing.empty(); ++k) {
    if (!(spacing[k] > 0))
      refuse(f.file, "the spacing is not positive", "ElementSpacing = " + f.get("elementspacing"),
             "correct the header");
    v.grid.spacing[k] = spacing[k];
  }
  for (std::size_t k = 0; k < std::min<std::size_t>(count, 3) && !offset.empty(); ++k) v.grid.origin[k] = offset[k];
  if (count < 3) {
    v.states_orientation = false;
    v.notices.push_back("a picture of two dimensions: axes are taken as left and posterior, the slice as 1 mm thick");
    return;
  }
  if (matrix.empty())
    return v.notices.push_back(
        "the header states no TransformMatrix: the default is taken, axes along left, posterior, superior");
  std::vector<Vec3> steps;
  for (std::size_t k = 0; k < 3; ++k) {
    const Vec3 axis = {matrix[k * count], matrix[k * count + 1], matrix[k * count + 2]};
    const double unit = length(axis);
    if (std::abs(unit - 1) > 1e-3 && unit > 0)
      v.notices.push_back("a row of TransformMatrix is not of unit length: only its direction is used");
    Vec3 step{};
    for (std::size_t c = 0; c < 3; ++c) step[c] = unit > 0 ? axis[c] / unit * v.grid.spacing[k] : 0;
    steps.push_back(step);
  }
  set_axes(v.file, steps, v.grid, v.notices);
}

void find_parts(const Fields& f, StoredVolume& v) {
  const auto header = f.has("headersize") ? integer_in(f.get("headersize")) : std::optional<std::int64_t>(0);
  if (!header || *header < -1 || (*header == -1 && v.packing != Packing::raw))
    refuse(f.file, "HeaderSize makes no sense", f.get("headersize"));
  const std::string named = f.get("elementdatafile");
  const auto words = words_of(named);
  if (words.empty()) refuse(f.file, "ElementDataFile names no file");
  if (lower(words[0]) == "local") {
    v.parts.push_back({f.file, 0, static_cast<std::int64_t>(f.text.size() - f.rest.size())});
    return;
  }
  std::vector<std::string> names;
  if (lower(words[0]) == "list") {
    std::string_view rest = f.rest;
    while (const auto line = next_line(rest))
      if (!trimmed(*line).empty()) names.emplace_back(trimmed(*line));
  } else if (const auto numbered = numbered_names(words)) {
    names = *numbered;
  } else {
    names = {named};
  }
  for (const auto& name : names) v.parts.push_back({data_path(f.file, name), 0, *header});
}

/// CompressedDataSize is what ITK believes, so it must not announce more than there is.
void check_packed_size(const Fields& f, const StoredVolume& v) {
  const std::int64_t announced = integer_in(f.get("compresseddatasize")).value_or(0);
  if (v.packing != Packing::zlib || v.parts.size() != 1) return;
  const auto& part = v.parts[0];
  const auto held = static_cast<std::int64_t>(std::filesystem::file_size(part.path)) - part.skip_bytes;
  if (announced > held)
    refuse(f.file, "the compressed data are cut short",
           std::to_string(held) + " of " + std::to_string(announced) + " bytes", "get the complete file");
}

/// ITK leaves the intensity function unused, so what was made with it expects stored values; but the user must know.
void note_unused(const Fields& f, StoredVolume& v) {
  const std::string slope = f.get("elementtointensityfunctionslope"),
                    offset = f.get("elementtointensityfunctionoffset");
  const bool neutral = (slope.empty() || number_in(slope) == 1.0) && (offset.empty() || number_in(offset) == 0.0);
  if (!neutral)
    v.notices.push_back("the header states values = " + (slope.empty() ? "1" : slope) + " * stored + " +
                        (offset.empty() ? "0" : offset) + ", which is not applied: values are the stored ones");
}

}  // namespace

StoredVolume read_metaimage_header(const std::string& path) {
  const Fields f = fields_of(path);
  if (f.has("objecttype") && lower(f.get("objecttype")) != "image")
    refuse(path, "a MetaIO object of type \"" + f.get("objecttype") + "\" is no image", "",
           "open a file of type Image");
  StoredVolume v;
  v.file = path;
  const bool binary = !f.has("binarydata") || f.yes({"binarydata"});
  v.packing = !binary ? Packing::ascii : f.yes({"compresseddata"}) ? Packing::zlib : Packing::raw;
  v.big_endian = f.yes({"elementbyteordermsb", "binarydatabyteordermsb"});
  const auto sizes = dimensions_of(f);
  set_type(f, v.channel_axes, v);
  auto all = sizes;
  all.push_back(v.channels());
  checked_values(path, all, bytes_of(v.type));
  place_values(sizes, v);
  place_in_space(f, sizes.size(), v);
  note_unused(f, v);
  find_parts(f, v);
  check_parts(v);
  check_packed_size(f, v);
  return v;
}

}  // namespace auglens
