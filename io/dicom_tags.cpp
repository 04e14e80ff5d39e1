// Tags of one file, through GDCM; what they mean for voxels is decided here.

#include <gdcmReader.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "io/dicom_dataset.h"
#include "io/dicom_file.h"
#include "io/dicom_header_check.h"
#include "io/dicom_names.h"
#include "io/dicom_place.h"
#include "io/header_text.h"
#include "io/space_axes.h"
#include "ops/error.h"

namespace auglens {

namespace {

using gdcm::Tag;
constexpr std::int64_t most_frames = 1000000;

[[noreturn]] void refuse(const std::string& file, const std::string& what, const std::string& where = "",
                         const std::string& to_do = "") {
  throw Error(ErrorKind::bad_input, {file, what, where, to_do});
}

/// Shared and per-frame functional groups of enhanced objects, a frame's own first.
class FunctionalGroups {
 public:
  explicit FunctionalGroups(const DicomSet& set)
      : own_(set.items(Tag(0x5200, 0x9230))), shared_(set.item(Tag(0x5200, 0x9229))) {}

  std::optional<DicomSet> macro(std::size_t frame, Tag sequence) const {
    if (frame < own_.size())
      if (auto item = own_[frame].item(sequence)) return item;
    return shared_ ? shared_->item(sequence) : std::nullopt;
  }

 private:
  std::vector<DicomSet> own_;
  std::optional<DicomSet> shared_;
};

bool all_finite(const std::vector<double>& v) {
  return std::all_of(v.begin(), v.end(), [](double x) { return std::isfinite(x); });
}

void note_once(DicomFile& file, const std::string& notice) {
  if (std::find(file.notices.begin(), file.notices.end(), notice) == file.notices.end()) file.notices.push_back(notice);
}

void take_position(const DicomSet& set, DicomFrame& frame) {
  const auto p = set.decimals(Tag(0x0020, 0x0032), 3);
  if (p && all_finite(*p)) frame.position = Vec3{(*p)[0], (*p)[1], (*p)[2]};
}

void take_orientation(const DicomSet& set, DicomFile& file, DicomFrame& frame) {
  if (!set.has(Tag(0x0020, 0x0037))) return;
  const auto o = set.decimals(Tag(0x0020, 0x0037), 6);
  if (o && all_finite(*o)) {
    const Vec3 row{(*o)[0], (*o)[1], (*o)[2]}, column{(*o)[3], (*o)[4], (*o)[5]};
    const double r = length(row), c = length(column);
    if (r > 0.5 && c > 0.5 && std::abs(dot(row, column)) / (r * c) < 0.01) {
      frame.orientation = {row[0] / r, row[1] / r, row[2] / r, column[0] / c, column[1] / c, column[2] / c};
      return;
    }
  }
  note_once(file, "ImageOrientationPatient makes no sense and is not used");
}

/// Pixel spacing is "between rows \ between columns".
void take_spacing(const DicomSet& set, Tag tag, DicomFile& file, DicomFrame& frame) {
  if (frame.spacing || !set.has(tag)) return;
  const auto s = set.decimals(tag, 2);
  if (s && all_finite(*s) && (*s)[0] > 0 && (*s)[1] > 0) {
    frame.spacing = {(*s)[1], (*s)[0]};
  } else {
    note_once(file, "the pixel spacing \"" + set.text(tag) + "\" makes no sense");
  }
}

void take_thickness(const DicomSet& set, DicomFrame& frame) {
  const double thickness = set.decimal(Tag(0x0018, 0x0050)).value_or(0);
  const double between = set.decimal(Tag(0x0018, 0x0088)).value_or(0);
  if (std::isfinite(thickness) && thickness > 0) frame.thickness = thickness;
  if (std::isfinite(between) && between != 0) frame.between = std::abs(between);
}

void take_scaling(const DicomSet& set, DicomFile& file, DicomFrame& frame) {
  if (!set.has(Tag(0x0028, 0x1053)) && !set.has(Tag(0x0028, 0x1052))) return;
  const double slope = set.decimal(Tag(0x0028, 0x1053)).value_or(1);
  const double intercept = set.decimal(Tag(0x0028, 0x1052)).value_or(0);
  if (std::isfinite(slope) && std::isfinite(intercept) && slope != 0) {
    frame.scaling = {slope, intercept};
  } else {
    note_once(file, "the rescale slope or intercept makes no sense: values are as stored");
  }
}

DicomFrame frame_of(const DicomSet& set, const FunctionalGroups& groups, DicomFile& file, std::size_t index) {
  DicomFrame frame;
  if (const auto plane = groups.macro(index, Tag(0x0020, 0x9113))) take_position(*plane, frame);
  if (const auto turn = groups.macro(index, Tag(0x0020, 0x9116))) take_orientation(*turn, file, frame);
  if (const auto measures = groups.macro(index, Tag(0x0028, 0x9110))) {
    take_spacing(*measures, Tag(0x0028, 0x0030), file, frame);
    take_thickness(*measures, frame);
  }
  if (const auto transform = groups.macro(index, Tag(0x0028, 0x9145)))
    take_scaling(*transform, file, frame);
  else
    take_scaling(set, file, frame);
  if (const auto content = groups.macro(index, Tag(0x0020, 0x9111)))
    frame.time = static_cast<int>(content->whole(Tag(0x0020, 0x9128)).value_or(0));
  if (!frame.position) take_position(set, frame);
  if (!frame.orientation) take_orientation(set, file, frame);
  take_spacing(set, Tag(0x0028, 0x0030), file, frame);
  if (frame.thickness == 0 && frame.between == 0) take_thickness(set, frame);
  if (!frame.spacing && set.has(Tag(0x0018, 0x1164))) {
    take_spacing(set, Tag(0x0018, 0x1164), file, frame);
    file.spacing_from_detector = frame.spacing.has_value();
  }
  return frame;
}

/// RT dose: planes at offsets along the normal, one factor for all.
void place_dose(const DicomSet& set, DicomFile& file) {
  const double factor = set.decimal(Tag(0x3004, 0x000e)).value_or(0);
  if (std::isfinite(factor) && factor > 0) {
    for (auto& frame : file.frames) frame.scaling = {factor, 0};
  } else if (set.has(Tag(0x3004, 0x000a))) {
    note_once(file, "the dose has no DoseGridScaling: values are as stored");
  }
  const auto offsets = set.decimals(Tag(0x3004, 0x000c), file.frames.size());
  if (!offsets || !all_finite(*offsets)) return;
  for (std::size_t k = 0; k < file.frames.size(); ++k) {
    DicomFrame& frame = file.frames[k];
    if (!frame.position || !frame.orientation) return;
    const auto& o = *frame.orientation;
    const Vec3 n = cross({o[0], o[1], o[2]}, {o[3], o[4], o[5]});
    for (std::size_t c = 0; c < 3; ++c) (*frame.position)[c] += n[c] * ((*offsets)[k] - (*offsets)[0]);
  }
}

StoredType stored_type(const DicomFile& f) {
  switch (f.bits_allocated) {
    case 1:
    case 8:
      return f.is_signed ? StoredType::int8 : StoredType::uint8;
    case 16:
      return f.is_signed ? StoredType::int16 : StoredType::uint16;
    case 32:
      return f.is_signed ? StoredType::int32 : StoredType::uint32;
    default:
      refuse(f.path, "the voxel layout makes no sense", "BitsAllocated " + std::to_string(f.bits_allocated),
             "export it again from its source");
  }
}

Colour colour_of(const DicomFile& f, const std::string& name) {
  if (f.samples == 1 && name == "MONOCHROME1") return Colour::inverted_grey;
  if (f.samples == 1 && name == "PALETTE COLOR") return Colour::palette;
  if (f.samples == 1) return Colour::grey;
  if (f.samples != 3)
    refuse(f.path, "pictures of " + std::to_string(f.samples) + " samples per pixel are not supported");
  if (name == "YBR_FULL") return Colour::ybr_full;
  if (name == "YBR_FULL_422") return Colour::ybr_full_422;
  if (name == "RGB" || name == "YBR_RCT" || name == "YBR_ICT") return Colour::rgb;
  refuse(f.path, "colours of type \"" + name + "\" are not supported");
}

/// Entries of 8 or of 16 bits, of which the upper 8 are taken.
DicomPalette palette_of(const DicomSet& set, const std::string& path, bool big_endian) {
  DicomPalette palette;
  for (std::uint16_t k = 0; k < 3; ++k) {
    const std::string_view about = set.bytes(Tag(0x0028, static_cast<std::uint16_t>(0x1101 + k)));
    const std::string_view data = set.bytes(Tag(0x0028, static_cast<std::uint16_t>(0x1201 + k)));
    const auto word = [big_endian](std::string_view bytes, std::size_t i) {
      const int a = static_cast<unsigned char>(bytes[2 * i]), b = static_cast<unsigned char>(bytes[2 * i + 1]);
      return big_endian ? a << 8 | b : b << 8 | a;
    };
    if (about.size() < 6 || data.empty())
      refuse(path, "the colour palette is missing, or segmented, which is not supported");
    const int count = word(about, 0) == 0 ? 65536 : word(about, 0);
    const bool wide = data.size() >= 2 * static_cast<std::size_t>(count);
    if (data.size() < static_cast<std::size_t>(count)) refuse(path, "the colour palette is cut short");
    palette.first[k] = static_cast<std::int16_t>(word(about, 1));
    const int shift = word(about, 2) > 8 ? 8 : 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
      palette.table[k].push_back(static_cast<std::uint8_t>(wide ? word(data, i) >> shift : data[i]));
  }
  return palette;
}

void take_layout(const DicomSet& set, DicomFile& f) {
  const auto number = [&](std::uint16_t element, std::int64_t otherwise) {
    return set.whole(Tag(0x0028, element)).value_or(otherwise);
  };
  f.rows = number(0x0010, 0);
  f.columns = number(0x0011, 0);
  f.samples = static_cast<int>(number(0x0002, 1));
  f.bits_allocated = static_cast<int>(number(0x0100, 0));
  f.bits_stored = static_cast<int>(number(0x0101, f.bits_allocated));
  f.high_bit = static_cast<int>(number(0x0102, f.bits_stored - 1));
  f.is_signed = number(0x0103, 0) == 1;
  f.pixels.planar = number(0x0006, 0) == 1;
  if (f.rows < 1 || f.columns < 1 || f.rows > 65535 || f.columns > 65535)
    refuse(f.path, "the announced size makes no sense", std::to_string(f.columns) + " x " + std::to_string(f.rows));
  f.stored = stored_type(f);
  if (f.bits_stored < 1 || f.bits_stored > f.bits_allocated || f.high_bit >= f.bits_allocated ||
      f.high_bit + 1 < f.bits_stored)
    refuse(f.path, "the voxel layout makes no sense",
           "BitsAllocated " + std::to_string(f.bits_allocated) + ", BitsStored " + std::to_string(f.bits_stored) +
               ", HighBit " + std::to_string(f.high_bit),
           "export it again from its source");
  f.colour = colour_of(f, set.text(Tag(0x0028, 0x0004)));
  if (f.colour == Colour::palette) {
    f.palette = palette_of(set, f.path, f.pixels.big_endian);
    f.notices.emplace_back("palette colours are shown as red, green, blue");
  }
  if (f.colour == Colour::inverted_grey) f.notices.emplace_back("MONOCHROME1: voxels are as stored, the view inverts");
  if (f.colour == Colour::ybr_full || f.colour == Colour::ybr_full_422)
    f.notices.emplace_back("YBR colours are shown as red, green, blue");
  if (f.channels() == 3 && f.colour != Colour::palette && f.bits_allocated != 8)
    refuse(f.path, "colours of " + std::to_string(f.bits_allocated) + " bits are not supported");
  if (f.channels() == 3) f.stored = f.colour == Colour::palette ? StoredType::uint8 : f.stored;
}

std::int64_t frame_count(const DicomSet& set, const DicomFile& f) {
  if (!set.has(Tag(0x0028, 0x0008))) return 1;
  const auto count = set.integer_text(Tag(0x0028, 0x0008));
  if (!count || *count < 1 || *count > most_frames)
    refuse(f.path, "the number of frames makes no sense", "\"" + set.text(Tag(0x0028, 0x0008)) + "\"",
           "export it again from its source");
  return *count;
}

/// Reads up to the pixel data, not into them.
bool read_up_to(gdcm::Reader& reader, const std::string& path, Tag pixels) {
  reader.SetFileName(path.c_str());
  return reader.ReadUpToTag(pixels, {pixels});
}

[[noreturn]] void refuse_pictureless(const DicomFile& f) {
  const std::string_view known = pictureless_object(f.sop_class);
  if (!known.empty()) refuse(f.path, std::string(known) + " holds no picture", "", "open the pictures it belongs to");
  refuse(f.path, "no picture in it",
         f.modality.empty() ? "no pixel data" : "modality " + f.modality + ", no pixel data");
}

void take_identity(const DicomSet& set, DicomFile& f) {
  f.sop_class = set.text(Tag(0x0008, 0x0016));
  f.sop_instance = set.text(Tag(0x0008, 0x0018));
  f.modality = set.text(Tag(0x0008, 0x0060));
  f.series_uid = set.text(Tag(0x0020, 0x000e));
  f.series_name = set.text(Tag(0x0008, 0x103e));
  const auto small = [&](Tag tag) {
    return static_cast<int>(std::clamp<std::int64_t>(set.integer_text(tag).value_or(0), -1000000000, 1000000000));
  };
  f.series_number = small(Tag(0x0020, 0x0011));
  f.acquisition = small(Tag(0x0020, 0x0012));
  f.instance = small(Tag(0x0020, 0x0013));
  if (set.text(Tag(0x0008, 0x0008)).find("MOSAIC") != std::string::npos)
    f.notices.emplace_back(
        "a Siemens mosaic: the picture shows several slices side by side, which are not taken apart");
  if (set.item(Tag(0x0028, 0x3000))) f.notices.emplace_back("the modality lookup table is not applied");
}

/// The reader, stopped at whichever kind of pixel data there is.
std::unique_ptr<gdcm::Reader> open_at_pixels(const std::string& path, Tag pixels) {
  auto reader = std::make_unique<gdcm::Reader>();
  if (!read_up_to(*reader, path, pixels))
    refuse(path, "not a DICOM file that can be read", "", "the file is broken or ends before a picture");
  return reader;
}

std::int64_t position_of(const gdcm::Reader& reader) {
  return static_cast<std::int64_t>(reader.GetStreamCurrentPosition());
}

bool at_pixels(const gdcm::Reader& reader, bool deflated) {
  return deflated || reader.GetStreamCurrentPosition() != static_cast<std::size_t>(-1);
}

}  // namespace

DicomFile read_dicom_tags(const std::string& path) {
  DicomFile f;
  f.path = path;
  check_dicom_header(path);
  auto reader = open_at_pixels(path, Tag(0x7fe0, 0x0010));
  const DicomSet header(reader->GetFile().GetHeader());
  f.transfer_syntax = header.text(Tag(0x0002, 0x0010));
  if (f.transfer_syntax.empty())
    f.transfer_syntax = reader->GetFile().GetHeader().GetDataSetTransferSyntax().GetString();
  const TransferSyntaxName syntax = transfer_syntax_named(f.transfer_syntax);
  f.transfer_syntax_name = syntax.name;
  f.pixels.big_endian = syntax.kind == TransferSyntax::native_big;
  const DicomSet set(reader->GetFile().GetDataSet());
  take_identity(set, f);
  const std::string media = header.text(Tag(0x0002, 0x0002));
  for (const std::string& sop : {f.sop_class, media})
    if (const auto name = refused_object(sop); !name.empty())
      refuse(path, std::string(name) + " is not opened as a volume", "", "open the pictures it belongs to");
  const bool deflated = syntax.kind == TransferSyntax::deflated;
  int float_bits = 0;
  std::unique_ptr<gdcm::Reader> float_reader;
  if (!at_pixels(*reader, deflated)) {
    for (const int bits : {32, 64}) {
      const Tag tag(0x7fe0, bits == 32 ? 0x0008 : 0x0009);
      if (float_bits != 0 || !set.has(tag)) continue;
      float_bits = bits;
      float_reader = open_at_pixels(path, tag);
    }
    if (float_bits == 0) refuse_pictureless(f);
  }
  if (syntax.kind == TransferSyntax::refused)
    refuse(path, "the transfer syntax " + f.transfer_syntax_name + " is not supported", "",
           "convert it to an uncompressed or losslessly compressed one");
  take_layout(set, f);
  const std::int64_t frames = frame_count(set, f);
  if (float_bits != 0)
    place_float_pixels(float_bits, position_of(*float_reader), frames, f);
  else
    place_pixels(syntax.kind, position_of(*reader), frames, f);
  const FunctionalGroups groups(set);
  for (std::int64_t k = 0; k < frames; ++k) f.frames.push_back(frame_of(set, groups, f, static_cast<std::size_t>(k)));
  if (f.modality == "RTDOSE") place_dose(set, f);
  return f;
}

}  // namespace auglens
