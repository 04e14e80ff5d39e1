#pragma once
// What one DICOM file says of its pictures, as plain values. It refuses to know how tags are encoded and which other
// files belong to it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "io/voxels.h"
#include "ops/case.h"

namespace auglens {

/// One picture of a file.
struct DicomFrame {
  std::optional<Vec3> position;                      ///< centre of the first voxel, LPS mm
  std::optional<std::array<double, 6>> orientation;  ///< unit vectors of the row and of the column direction
  std::optional<std::array<double, 2>> spacing;      ///< mm between columns (x), between rows (y)
  double thickness = 0, between = 0;                 ///< mm; 0 where not stated
  Scaling scaling{};
  int time = 0;  ///< temporal position, where stated
};

enum class Colour { grey, inverted_grey, rgb, ybr_full, ybr_full_422, palette };

/// Where the pixels lie. Native ones are read in place; the others go through a codec.
struct DicomPixels {
  enum class Kind { none, native, encapsulated, deflated } kind = Kind::none;
  std::int64_t offset = 0, bytes = 0;  ///< native only
  bool big_endian = false;
  bool planar = false;  ///< colour planes one after the other
};

struct DicomPalette {
  std::array<int, 3> first{};
  std::array<std::vector<std::uint8_t>, 3> table;
};

struct DicomFile {
  std::string path, sop_class, sop_instance, modality, series_uid, series_name;
  std::string transfer_syntax, transfer_syntax_name;
  int series_number = 0, instance = 0, acquisition = 0;
  std::int64_t columns = 0, rows = 0;
  int samples = 1, bits_allocated = 0, bits_stored = 0, high_bit = 0;
  bool is_signed = false;
  StoredType stored = StoredType::uint16;  ///< of one channel, as handed over
  Colour colour = Colour::grey;
  std::optional<DicomPalette> palette;
  bool spacing_from_detector = false;
  DicomPixels pixels;
  std::vector<DicomFrame> frames;
  std::vector<std::string> notices;

  int channels() const { return colour == Colour::grey || colour == Colour::inverted_grey ? 1 : 3; }
};

/// Tags of one file. Throws Error(bad_input): no DICOM, no picture in it (named by what it is), a layout that makes no
/// sense, a transfer syntax that is out of scope, pixel data that are cut short. GDCM may abort() on files that lie.
DicomFile read_dicom_tags(const std::string& path);

/// Calls take(frame, values) for each picture: columns x rows values of `stored`, colours interleaved as RGB, unused
/// bits masked, native byte order. Throws Error(bad_input) when a picture cannot be decoded.
void read_dicom_pixels(const DicomFile& file, const std::function<void(int, const std::byte*)>& take);

}  // namespace auglens
