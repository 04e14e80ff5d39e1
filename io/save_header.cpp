#include "io/save_header.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

namespace auglens {

namespace {

static_assert(std::endian::native == std::endian::little, "the headers below say little-endian");

/// What each stored type is called: NIfTI code, NRRD word, MetaImage word; in the order of StoredType.
struct TypeNames {
  std::int16_t nifti;
  const char* nrrd;
  const char* metaimage;
};
constexpr std::array<TypeNames, 10> type_names = {{{256, "int8", "MET_CHAR"},
                                                   {2, "uint8", "MET_UCHAR"},
                                                   {4, "int16", "MET_SHORT"},
                                                   {512, "uint16", "MET_USHORT"},
                                                   {8, "int32", "MET_INT"},
                                                   {768, "uint32", "MET_UINT"},
                                                   {1024, "int64", "MET_LONG_LONG"},
                                                   {1280, "uint64", "MET_ULONG_LONG"},
                                                   {16, "float", "MET_FLOAT"},
                                                   {64, "double", "MET_DOUBLE"}}};
static_assert(static_cast<int>(StoredType::float64) == 9 && static_cast<int>(StoredType::int8) == 0);

const TypeNames& names_of(StoredType type) {
  return type_names.at(static_cast<std::size_t>(type));
}

/// The shortest decimal that reads back as the same double.
std::string text(double v) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), v).ptr;
  return {digits.data(), end};
}

/// Index axis k in the patient, one step long, in mm (LPS).
Vec3 step(const Grid& grid, std::size_t k) {
  const double s = grid.spacing[k];
  return {grid.direction[k] * s, grid.direction[3 + k] * s, grid.direction[6 + k] * s};
}

class Bytes {
 public:
  explicit Bytes(std::size_t size) : bytes_(size, '\0') {}
  template <class T>
  void put(std::size_t offset, T value) {
    std::memcpy(bytes_.data() + offset, &value, sizeof value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Rows x, y, z of the index-to-world matrix in NIfTI's RAS: LPS with x and y negated.
std::array<std::array<double, 4>, 3> ras_rows(const Grid& grid) {
  std::array<std::array<double, 4>, 3> rows{};
  for (std::size_t r = 0; r < 3; ++r) {
    const double sign = r < 2 ? -1 : 1;
    for (std::size_t k = 0; k < 3; ++k) rows[r][k] = sign * step(grid, k)[r] + 0.0;  // + 0.0: no minus zero
    rows[r][3] = sign * grid.origin[r] + 0.0;
  }
  return rows;
}

struct Quaternion {
  double b = 0, c = 0, d = 0, handedness = 1;
};

/// The rotation of orthogonal axes as NIfTI's (b, c, d) and qfac, by the largest of the four squares (Shepperd).
Quaternion quaternion_of(const Grid& grid) {
  Mat3 r{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t k = 0; k < 3; ++k) r[3 * row + k] = (row < 2 ? -1 : 1) * grid.direction[3 * row + k];
  Quaternion q;
  if (determinant(r) < 0) {
    q.handedness = -1;
    for (const std::size_t i : {2U, 5U, 8U}) r[i] = -r[i];
  }
  const std::array<double, 4> squares = {1 + r[0] + r[4] + r[8], 1 + r[0] - r[4] - r[8], 1 - r[0] + r[4] - r[8],
                                         1 - r[0] - r[4] + r[8]};
  std::size_t most = 0;
  for (std::size_t k = 1; k < 4; ++k)
    if (squares[k] > squares[most] + 1e-9) most = k;
  std::array<double, 4> v{};
  const double zy = r[7] - r[5], xz = r[2] - r[6], yx = r[3] - r[1];
  const double xy = r[1] + r[3], zx = r[2] + r[6], yz = r[5] + r[7];
  if (most == 0) v = {squares[0], zy, xz, yx};
  if (most == 1) v = {zy, squares[1], xy, zx};
  if (most == 2) v = {xz, xy, squares[2], yz};
  if (most == 3) v = {yx, zx, yz, squares[3]};
  const double norm = std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] + v[3] * v[3]) * (v[0] < 0 ? -1 : 1);
  q.b = v[1] / norm + 0.0, q.c = v[2] / norm + 0.0, q.d = v[3] / norm + 0.0;
  return q;
}

std::array<std::int64_t, 8> nifti_dims(const VolumeHeader& h) {
  const std::int64_t count = h.channels > 1 ? 5 : h.frames > 1 ? 4 : 3;
  return {count, h.grid.size[0], h.grid.size[1], h.grid.size[2], h.frames, h.channels, 1, 1};
}

/// Where NIfTI-1 and NIfTI-2 keep what both have.
struct NiftiLayout {
  std::size_t dim, datatype, bitpix, pixdim, slope, vox_offset, qform, quatern, srow, intent, units;
};
constexpr NiftiLayout layout1 = {40, 70, 72, 76, 112, 108, 252, 256, 280, 68, 123};
constexpr NiftiLayout layout2 = {16, 12, 14, 104, 176, 168, 344, 352, 400, 504, 500};

/// `Real`, `Int` and `Code` are the number types of the version.
template <class Real, class Int, class Code>
void put_nifti(Bytes& bytes, const NiftiLayout& at, const VolumeHeader& h) {
  constexpr Code scanner = 1, vector = 1007, millimetres = 2;
  const auto dims = nifti_dims(h);
  for (std::size_t k = 0; k < dims.size(); ++k) bytes.put(at.dim + k * sizeof(Int), static_cast<Int>(dims[k]));
  bytes.put<std::int16_t>(at.datatype, names_of(h.type).nifti);
  bytes.put<std::int16_t>(at.bitpix, static_cast<std::int16_t>(8 * bytes_of(h.type)));
  bytes.put<Real>(at.slope, 1);
  if (h.channels > 1) bytes.put<Code>(at.intent, vector);

  const bool say_qform = h.states_orientation && h.grid.orthogonal();
  const Quaternion q = say_qform ? quaternion_of(h.grid) : Quaternion{};
  const std::array<double, 8> pixdim = {
      q.handedness, h.grid.spacing[0], h.grid.spacing[1], h.grid.spacing[2], 1, 1, 1, 1};
  for (std::size_t k = 0; k < 8; ++k) bytes.put(at.pixdim + k * sizeof(Real), static_cast<Real>(pixdim[k]));
  bytes.put<Code>(at.qform, say_qform ? scanner : Code{0});
  const auto rows = ras_rows(h.grid);
  if (say_qform) {
    const std::array<double, 6> qform = {q.b, q.c, q.d, rows[0][3], rows[1][3], rows[2][3]};
    for (std::size_t k = 0; k < 6; ++k) bytes.put(at.quatern + k * sizeof(Real), static_cast<Real>(qform[k]));
  }
  if (h.states_orientation) bytes.put<Code>(at.qform + sizeof(Code), scanner);
  for (std::size_t r = 0; r < 3 && h.states_orientation; ++r)
    for (std::size_t k = 0; k < 4; ++k) bytes.put(at.srow + (4 * r + k) * sizeof(Real), static_cast<Real>(rows[r][k]));
  if constexpr (sizeof(Code) == 2)
    bytes.put<std::int8_t>(at.units, millimetres);
  else
    bytes.put<Code>(at.units, millimetres);
}

}  // namespace

std::string nifti_header(const VolumeHeader& h) {
  bool large = false;
  for (const std::int64_t n : nifti_dims(h)) large = large || n > 32767;
  if (large) {
    Bytes bytes(544);
    bytes.put<std::int32_t>(0, 540);
    bytes.put(4, std::to_array<char>({'n', '+', '2', '\0', '\r', '\n', '\032', '\n'}));
    bytes.put<std::int64_t>(layout2.vox_offset, 544);
    put_nifti<double, std::int64_t, std::int32_t>(bytes, layout2, h);
    return bytes.take();
  }
  Bytes bytes(352);
  bytes.put<std::int32_t>(0, 348);
  bytes.put<char>(38, 'r');  // SPM asks for it
  bytes.put<float>(layout1.vox_offset, 352);
  put_nifti<float, std::int16_t, std::int16_t>(bytes, layout1, h);
  bytes.put(344, std::to_array<char>({'n', '+', '1', '\0'}));
  return bytes.take();
}

std::string nrrd_header(const VolumeHeader& h) {
  const bool vector = h.channels > 1, time = h.frames > 1;
  const std::string still = time ? ",0)" : ")";  // with frames the space has time as its fourth axis
  std::string sizes, directions, kinds, origin, spacings;
  if (vector) sizes = " " + std::to_string(h.channels), directions = " none", spacings = " nan", kinds = " vector";
  for (std::size_t k = 0; k < 3; ++k) {
    const Vec3 v = step(h.grid, k);
    sizes += " " + std::to_string(h.grid.size[k]);
    directions += " (" + text(v[0]) + "," + text(v[1]) + "," + text(v[2]) + still;
    spacings += " " + text(h.grid.spacing[k]);
    kinds += " domain";
    origin += (k == 0 ? "(" : ",") + text(h.grid.origin[k]);
  }
  if (time) sizes += " " + std::to_string(h.frames), directions += " (0,0,0,1)", spacings += " 1", kinds += " time";
  const std::string place = h.states_orientation ? "\nspace directions:" + directions : "\nspacings:" + spacings;
  const std::string space = std::string("\nspace: left-posterior-superior") + (time ? "-time" : "");
  return "NRRD0005\ntype: " + std::string(names_of(h.type).nrrd) +
         "\ndimension: " + std::to_string(3 + (vector ? 1 : 0) + (time ? 1 : 0)) + (h.states_orientation ? space : "") +
         "\nsizes:" + sizes + place + "\nkinds:" + kinds + "\nendian: little\nencoding: raw" +
         (h.states_orientation ? "\nspace origin: " + origin + still : "") + "\n\n";
}

std::string metaimage_header(const VolumeHeader& h) {
  const std::size_t n = h.frames > 1 ? 4 : 3;
  std::string matrix, offset, spacing, size, centre;
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t r = 0; r < n; ++r)  // one line of the matrix is one axis
      matrix += " " + text(k < 3 && r < 3 ? h.grid.direction[3 * r + k] : k == r ? 1 : 0);
    offset += " " + text(k < 3 ? h.grid.origin[k] : 0);
    spacing += " " + text(k < 3 ? h.grid.spacing[k] : 1);
    size += " " + std::to_string(k < 3 ? h.grid.size[k] : h.frames);
    centre += " 0";
  }
  std::string s =
      "ObjectType = Image\nNDims = " + std::to_string(n) +
      "\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = False\nTransformMatrix =" + matrix +
      "\nOffset =" + offset + "\nCenterOfRotation =" + centre + "\nElementSpacing =" + spacing + "\nDimSize =" + size;
  if (h.channels > 1) s += "\nElementNumberOfChannels = " + std::to_string(h.channels);
  return s + "\nElementType = " + names_of(h.type).metaimage + "\nElementDataFile = LOCAL\n";
}

}  // namespace auglens
