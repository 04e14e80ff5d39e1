#include "io/nrrd_header.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>

#include "io/header_text.h"
#include "io/length_unit.h"
#include "io/space_axes.h"
#include "ops/error.h"

namespace auglens {

namespace {

constexpr std::size_t longest_header = std::size_t{4} << 20;

struct TypeName {
  std::string_view name;
  StoredType type;
};
constexpr TypeName type_names[] = {{"signed char", StoredType::int8},
                                   {"int8", StoredType::int8},
                                   {"int8_t", StoredType::int8},
                                   {"uchar", StoredType::uint8},
                                   {"unsigned char", StoredType::uint8},
                                   {"uint8", StoredType::uint8},
                                   {"uint8_t", StoredType::uint8},
                                   {"short", StoredType::int16},
                                   {"short int", StoredType::int16},
                                   {"signed short", StoredType::int16},
                                   {"signed short int", StoredType::int16},
                                   {"int16", StoredType::int16},
                                   {"int16_t", StoredType::int16},
                                   {"ushort", StoredType::uint16},
                                   {"unsigned short", StoredType::uint16},
                                   {"unsigned short int", StoredType::uint16},
                                   {"uint16", StoredType::uint16},
                                   {"uint16_t", StoredType::uint16},
                                   {"int", StoredType::int32},
                                   {"signed int", StoredType::int32},
                                   {"int32", StoredType::int32},
                                   {"int32_t", StoredType::int32},
                                   {"uint", StoredType::uint32},
                                   {"unsigned int", StoredType::uint32},
                                   {"uint32", StoredType::uint32},
                                   {"uint32_t", StoredType::uint32},
                                   {"longlong", StoredType::int64},
                                   {"long long", StoredType::int64},
                                   {"long long int", StoredType::int64},
                                   {"signed long long", StoredType::int64},
                                   {"signed long long int", StoredType::int64},
                                   {"int64", StoredType::int64},
                                   {"int64_t", StoredType::int64},
                                   {"ulonglong", StoredType::uint64},
                                   {"unsigned long long", StoredType::uint64},
                                   {"unsigned long long int", StoredType::uint64},
                                   {"uint64", StoredType::uint64},
                                   {"uint64_t", StoredType::uint64},
                                   {"float", StoredType::float32},
                                   {"double", StoredType::float64}};

[[noreturn]] void refuse(const std::string& file, const std::string& what, const std::string& where = "",
                         const std::string& to_do = "") {
  throw Error(ErrorKind::bad_input, {file, what, where, to_do});
}

/// The fields of a header by their names, and what follows them.
struct Fields {
  std::string file;
  std::map<std::string, std::string> values;
  std::vector<std::string> listed;  ///< the lines after `data file: LIST`
  std::int64_t lines = 0;           ///< of an attached header, the blank one included
  std::int64_t bytes = 0;

  bool has(const std::string& name) const { return values.count(name) != 0; }
  const std::string& need(const std::string& name) const {
    if (!has(name)) refuse(file, "the NRRD header has no \"" + name + "\"", "", "add it, or get the complete file");
    return values.at(name);
  }
  std::string get(const std::string& name) const { return has(name) ? values.at(name) : ""; }
};

std::string canonical(std::string name) {
  name = lower(trimmed(name));
  if (name == "datafile") return "data file";
  if (name == "lineskip") return "line skip";
  if (name == "byteskip") return "byte skip";
  return name;
}

Fields fields_of(const std::string& path) {
  const std::string text = text_head(path, longest_header);
  Fields fields;
  fields.file = path;
  std::string_view rest = text;
  next_line(rest);  // the magic
  fields.lines = 1;
  bool ended = false;
  while (const auto line = next_line(rest)) {
    ++fields.lines;
    if (trimmed(*line).empty()) {
      ended = true;
      break;
    }
    if (!fields.listed.empty() || lower(fields.get("data file")).rfind("list", 0) == 0) {
      fields.listed.emplace_back(trimmed(*line));
      continue;
    }
    const std::size_t colon = line->find(':');
    if (line->front() == '#') continue;
    if (colon == std::string_view::npos)
      refuse(path, "a line of the NRRD header is no field", "line " + std::to_string(fields.lines));
    if (colon + 1 < line->size() && (*line)[colon + 1] == '=') continue;  // key:=value is the user's own
    const std::string name = canonical(std::string(line->substr(0, colon)));
    if (!fields.values.emplace(name, trimmed(line->substr(colon + 1))).second)
      refuse(path, "the NRRD header has \"" + name + "\" twice", "", "remove the wrong one");
  }
  fields.bytes = static_cast<std::int64_t>(text.size() - rest.size());
  if (!ended && !fields.has("data file")) refuse(path, "the NRRD header does not end", "", "get the complete file");
  return fields;
}

StoredType type_of(const Fields& f) {
  const std::string name = lower(f.need("type"));
  for (const auto& row : type_names)
    if (row.name == name) return row.type;
  refuse(f.file, "NRRD voxels of type \"" + name + "\" are not supported", "",
         "save it with an integer or floating-point type");
}

Packing packing_of(const Fields& f) {
  const std::string name = lower(f.need("encoding"));
  if (name == "raw") return Packing::raw;
  if (name == "gzip" || name == "gz") return Packing::gzip;
  if (name == "txt" || name == "text" || name == "ascii") return Packing::ascii;
  if (name == "hex") return Packing::hex;
  if (name == "bzip2" || name == "bz2")
    refuse(f.file, "NRRD with bzip2 encoding is not supported", "", "save it with gzip or raw encoding");
  refuse(f.file, "NRRD encoding \"" + name + "\" is not supported", "", "save it with gzip or raw encoding");
}

enum class Role { space, channel, frame };

/// What each axis is, and, for those of space, its step in the units of the space.
struct Axes {
  std::vector<std::int64_t> sizes;
  std::vector<Role> roles;
  std::vector<std::optional<std::vector<double>>> steps;  ///< `space directions`; none for what is not space
};

/// "(1,0,0) none (0,1,0)", blanks anywhere.
std::vector<std::optional<std::vector<double>>> vectors_of(const Fields& f, const std::string& text) {
  std::vector<std::optional<std::vector<double>>> out;
  std::string_view rest = trimmed(text);
  while (!rest.empty()) {
    if (lower(rest.substr(0, 4)) == "none" || lower(rest.substr(0, 3)) == "???") {
      out.emplace_back();
      rest = trimmed(rest.substr(rest.front() == '?' ? 3 : 4));
      continue;
    }
    const std::size_t end = rest.find(')');
    if (rest.front() != '(' || end == std::string_view::npos)
      refuse(f.file, "a vector of the NRRD header is malformed", text);
    std::string inner(rest.substr(1, end - 1));
    std::replace(inner.begin(), inner.end(), ',', ' ');
    const auto numbers = numbers_in(inner);
    if (!numbers || numbers->empty()) refuse(f.file, "a vector of the NRRD header is malformed", text);
    out.emplace_back(*numbers);
    rest = trimmed(rest.substr(end + 1));
  }
  return out;
}

Role role_of(const std::string& kind, std::size_t axis, std::size_t count) {
  if (kind == "domain" || kind == "space") return Role::space;
  if (kind == "list" || kind == "time") return Role::frame;
  if (kind.empty() || kind == "???" || kind == "none")
    return axis + 1 == count && axis > 0 ? Role::frame : Role::channel;
  return Role::channel;
}

Axes axes_of(const Fields& f) {
  Axes axes;
  const auto dimension = integer_in(f.need("dimension"));
  if (!dimension || *dimension < 1 || *dimension > 16)
    refuse(f.file, "the dimensions make no sense", "dimension: " + f.need("dimension"));
  const auto count = static_cast<std::size_t>(*dimension);
  const auto sizes = integers_in(f.need("sizes"));
  if (!sizes || sizes->size() != count)
    refuse(f.file, "the dimensions make no sense", f.need("sizes") + " for dimension " + std::to_string(count));
  axes.sizes = *sizes;
  axes.steps.resize(count);
  axes.roles.resize(count);
  auto kinds = words_of(lower(f.get("kinds")));
  if (!kinds.empty() && kinds.size() != count) refuse(f.file, "the NRRD header has too few or too many kinds");
  kinds.resize(count);
  const bool directed = f.has("space directions");
  if (directed) {
    axes.steps = vectors_of(f, f.get("space directions"));
    if (axes.steps.size() != count) refuse(f.file, "the NRRD header has too few or too many space directions");
  }
  std::size_t spatial = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const bool unknown = kinds[k].empty() || kinds[k] == "???" || kinds[k] == "none";
    const bool space = directed ? axes.steps[k].has_value() : unknown || role_of(kinds[k], k, count) == Role::space;
    axes.roles[k] = space ? Role::space : role_of(kinds[k], k, count);
    if (axes.roles[k] == Role::space && (!space || spatial == 3)) axes.roles[k] = Role::frame;
    if (axes.roles[k] == Role::space) ++spatial;
  }
  if (spatial < 2)
    refuse(
        f.file,
        "an NRRD with " + std::to_string(spatial) + " spatial axes of " + std::to_string(count) + " holds no picture",
        directed ? "space directions: " + f.get("space directions") : "kinds: " + f.get("kinds"),
        "state at least two axes of space");
  return axes;
}

/// Signs that turn the named space into LPS; nothing when the space names no patient.
std::optional<std::array<double, 3>> to_lps(const Fields& f) {
  std::string space = lower(f.get("space"));
  for (const char* time : {"-time", "t"}) {  // the fourth axis of the 4-D spaces
    const std::string suffix = time;
    if (space.size() > 3 && space.size() > suffix.size() && space.ends_with(suffix) &&
        (suffix != "t" || space.size() == 4))
      space.resize(space.size() - suffix.size());
  }
  if (space == "left-posterior-superior" || space == "lps") return std::array<double, 3>{1, 1, 1};
  if (space == "right-anterior-superior" || space == "ras") return std::array<double, 3>{-1, -1, 1};
  if (space == "left-anterior-superior" || space == "las") return std::array<double, 3>{1, -1, 1};
  return std::nullopt;
}

double signed_spacing(const Fields& f, double spacing, StoredVolume& v) {
  if (spacing < 0) v.notices.push_back("a spacing is negative and taken as positive: " + f.get("spacings"));
  return std::abs(spacing);
}

/// Spacing and origin from the units of the header to mm.
void convert_units(const Fields& f, StoredVolume& v) {
  const bool space = f.has("space units");
  const std::string text = f.get(space ? "space units" : "units");
  const auto unit = common_unit_in_mm(text);
  if (!unit && space) v.notices.push_back("the space units are not understood and taken as mm: " + text);
  const double mm = unit.value_or(1);
  if (mm == 1) return;
  v.notices.push_back("lengths were converted to mm from the units " + text);
  for (double& s : v.grid.spacing) s *= mm;
  for (double& o : v.grid.origin) o *= mm;
}

/// Spacing alone, for a header that states no patient space.
void place_without_space(const Fields& f, const Axes& axes, StoredVolume& v) {
  v.states_orientation = false;
  v.notices.push_back("the NRRD header states no patient space: axes are taken as left, posterior, superior");
  const auto spacings = f.has("spacings") ? numbers_in(f.get("spacings")) : std::nullopt;
  std::size_t axis = 0;
  bool unknown = false;
  for (std::size_t k = 0; k < axes.sizes.size(); ++k) {
    if (axes.roles[k] != Role::space) continue;
    double length = 0;
    if (axes.steps[k])
      for (const double c : *axes.steps[k]) length = std::hypot(length, c);
    else if (spacings && spacings->size() == axes.sizes.size())
      length = signed_spacing(f, (*spacings)[k], v);
    if (axes.steps[k] && !(std::isfinite(length) && length > 0))
      refuse(f.file, "a space direction is zero or no number", f.get("space directions"), "correct the header");
    const bool known = std::isfinite(length) && length > 0;
    unknown = unknown || !known;
    v.grid.spacing[axis++] = known ? length : 1;
  }
  if (unknown || axis < 3)
    v.notices.push_back("the spacing of " + std::string(axis < 3 ? "the slice" : "an axis") +
                        " is unknown and taken as 1 mm");
}

void place_in_space(const Fields& f, const Axes& axes, const std::array<double, 3>& sign, StoredVolume& v) {
  std::vector<Vec3> steps;
  for (std::size_t k = 0; k < axes.sizes.size(); ++k) {
    if (axes.roles[k] != Role::space) continue;
    if (!axes.steps[k] || axes.steps[k]->size() < 3)
      refuse(f.file, "the NRRD header names a space but no direction in it", "axis " + std::to_string(k));
    Vec3 step{};
    for (std::size_t c = 0; c < 3; ++c) step[c] = sign[c] * (*axes.steps[k])[c];
    steps.push_back(step);
  }
  set_axes(v.file, steps, v.grid, v.notices);
  if (!f.has("space origin")) {
    v.notices.push_back("the NRRD header states no origin: 0,0,0 is taken");
    return;
  }
  const auto origin = vectors_of(f, f.get("space origin"));
  if (origin.size() != 1 || !origin[0] || origin[0]->size() < 3) refuse(f.file, "the space origin is malformed");
  for (std::size_t c = 0; c < 3; ++c) v.grid.origin[c] = sign[c] * (*origin[0])[c];
  for (const double c : v.grid.origin)
    if (!std::isfinite(c)) refuse(f.file, "the space origin is no number", f.get("space origin"), "correct the header");
}

void place_values(const Axes& axes, StoredVolume& v) {
  std::int64_t stride = 1;
  std::size_t axis = 0;
  for (std::size_t k = 0; k < axes.sizes.size(); ++k) {
    const StoredAxis stored{axes.sizes[k], stride};
    if (axes.roles[k] == Role::space) {
      v.grid.size[axis] = axes.sizes[k];
      v.space[axis++] = stored;
    } else {
      (axes.roles[k] == Role::channel ? v.channel_axes : v.frame_axes).push_back(stored);
    }
    stride *= axes.sizes[k];
  }
  if (axis < 3) v.space[2] = {1, stride};
}

/// A pair of values as one complex voxel: kind complex on the fastest axis.
void join_complex(const Fields& f, StoredVolume& v) {
  const auto kinds = words_of(lower(f.get("kinds")));
  if (kinds.empty() || kinds[0] != "complex" || v.channel_axes.empty() || v.channel_axes[0].size != 2) return;
  if (v.type != StoredType::float32 && v.type != StoredType::float64) return;
  v.type = v.type == StoredType::float32 ? StoredType::complex64 : StoredType::complex128;
  v.channel_axes.erase(v.channel_axes.begin());
  for (auto* axes : {&v.channel_axes, &v.frame_axes})
    for (auto& a : *axes) a.stride /= 2;
  for (auto& a : v.space) a.stride /= 2;
}

void find_parts(const Fields& f, StoredVolume& v) {
  const auto lines = f.has("line skip") ? integer_in(f.get("line skip")) : std::optional<std::int64_t>(0);
  const auto bytes = f.has("byte skip") ? integer_in(f.get("byte skip")) : std::optional<std::int64_t>(0);
  if (!lines || *lines < 0 || !bytes || *bytes < -1 || (*bytes == -1 && v.packing != Packing::raw))
    refuse(f.file, "line skip or byte skip makes no sense");
  if (!f.has("data file")) {
    v.parts.push_back({f.file, f.lines + *lines, *bytes});
    return;
  }
  const auto words = words_of(f.get("data file"));
  if (words.empty()) refuse(f.file, "the data file has no name");
  std::vector<std::string> names = {f.get("data file")};
  if (lower(words[0]) == "list")
    names = f.listed;
  else if (const auto numbered = numbered_names(words))
    names = *numbered;
  for (const auto& name : names) v.parts.push_back({data_path(f.file, name), *lines, *bytes});
}

}  // namespace

StoredVolume read_nrrd_header(const std::string& path) {
  const Fields f = fields_of(path);
  StoredVolume v;
  v.file = path;
  v.type = type_of(f);
  v.packing = packing_of(f);
  const Axes axes = axes_of(f);
  checked_values(path, axes.sizes, bytes_of(v.type));
  const std::string endian = lower(f.get("endian"));
  const bool bytes_ordered = v.packing != Packing::ascii && bytes_of(v.type) > 1;
  if (bytes_ordered && endian != "little" && endian != "big")
    refuse(path, "the NRRD header states no byte order (endian)", "", "add \"endian: little\" or \"endian: big\"");
  v.big_endian = endian == "big";
  place_values(axes, v);
  if (const auto sign = f.has("space directions") ? to_lps(f) : std::nullopt)
    place_in_space(f, axes, *sign, v);
  else
    place_without_space(f, axes, v);
  convert_units(f, v);
  if (f.has("axis mins") && !f.has("space origin"))
    v.notices.push_back("the axis mins are not used: the first voxel lies at 0,0,0");
  join_complex(f, v);
  find_parts(f, v);
  check_parts(v);
  if (!f.has("data file") && v.packing == Packing::raw && v.parts[0].skip_bytes >= 0) {
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path));
    const std::int64_t needed = v.values() * static_cast<std::int64_t>(bytes_of(v.type)), held = size - f.bytes;
    if (held < needed)
      refuse(path, "the data are cut short", std::to_string(held) + " of " + std::to_string(needed) + " bytes",
             "get the complete file");
  }
  return v;
}

}  // namespace auglens
