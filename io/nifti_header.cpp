#include "io/nifti_header.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "ops/error.h"

namespace auglens {

namespace {

/// Reads numbers of either byte order at the offsets that nifti1.h and nifti2.h give.
class Fields {
 public:
  Fields(std::span<const unsigned char> bytes, bool swapped) : bytes_(bytes), swapped_(swapped) {}
  template <class T>
  T at(std::size_t offset) const {
    std::array<unsigned char, sizeof(T)> raw;
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), sizeof(T), raw.begin());
    if (swapped_) std::reverse(raw.begin(), raw.end());
    return std::bit_cast<T>(raw);
  }
  template <class T, std::size_t N>
  void fill(std::array<double, N>& to, std::size_t offset) const {
    for (std::size_t k = 0; k < N; ++k) to[k] = static_cast<double>(at<T>(offset + k * sizeof(T)));
  }

 private:
  std::span<const unsigned char> bytes_;
  bool swapped_;
};

[[noreturn]] void broken(const std::string& file, const std::string& what, const std::string& where = "") {
  throw Error(ErrorKind::bad_input, {file, what, where, "get an intact copy, or write it again with its own tool"});
}

bool has(std::span<const unsigned char> head, std::size_t at, const char* text, std::size_t count) {
  return head.size() >= at + count && std::memcmp(head.data() + at, text, count) == 0;
}

NiftiVoxel voxel_of(const std::string& file, int code) {
  switch (code) {
    case 2:
      return {StoredType::uint8, 1, 8};
    case 4:
      return {StoredType::int16, 1, 16};
    case 8:
      return {StoredType::int32, 1, 32};
    case 16:
      return {StoredType::float32, 1, 32};
    case 32:
      return {StoredType::complex64, 1, 64};
    case 64:
      return {StoredType::float64, 1, 64};
    case 128:
      return {StoredType::uint8, 3, 24};
    case 256:
      return {StoredType::int8, 1, 8};
    case 512:
      return {StoredType::uint16, 1, 16};
    case 768:
      return {StoredType::uint32, 1, 32};
    case 1024:
      return {StoredType::int64, 1, 64};
    case 1280:
      return {StoredType::uint64, 1, 64};
    case 1792:
      return {StoredType::complex128, 1, 128};
    case 2304:
      return {StoredType::uint8, 4, 32};
    default:
      break;
  }
  const char* name = code == 1 ? "one bit" : code == 1536 ? "float128" : code == 2048 ? "complex256" : nullptr;
  if (name == nullptr) broken(file, "voxel type " + std::to_string(code) + " does not exist in NIfTI", "datatype");
  throw Error(ErrorKind::bad_input, {file, std::string("voxels of type ") + name + " are not read",
                                     "datatype " + std::to_string(code), "convert it to float32 or float64 first"});
}

/// dim[0..7]: how many dimensions, then their sizes.
void take_dimensions(const std::string& file, const std::array<std::int64_t, 8>& dim, NiftiHeader& h) {
  if (dim[0] < 1 || dim[0] > 7) broken(file, "a volume has 1 to 7 dimensions, not " + std::to_string(dim[0]), "dim[0]");
  if (dim[0] == 1) {
    throw Error(ErrorKind::bad_input,
                {file, "has one dimension and is no volume", "dim[0]", "open a file with two dimensions or more"});
  }
  std::array<std::int64_t, 8> n;
  n.fill(1);
  double product = 1;
  for (std::size_t k = 1; k <= static_cast<std::size_t>(dim[0]); ++k) {
    const std::string where = "dim[" + std::to_string(k) + "]";
    if (dim[k] < 1) broken(file, "a size of " + std::to_string(dim[k]) + " makes no sense", where);
    n[k] = dim[k];
    product *= static_cast<double>(dim[k]);
  }
  if (product > 1e15) broken(file, "the dimensions are larger than any volume", "dim");
  if (n[6] > 1 || n[7] > 1) {
    throw Error(ErrorKind::bad_input, {file, "has more than five dimensions",
                                       "dim[6] = " + std::to_string(n[6]) + ", dim[7] = " + std::to_string(n[7]),
                                       "split it into files of space, time and channels"});
  }
  h.size = {n[1], n[2], n[3]};
  h.frames = n[4];
  h.channels = n[5];
  if (h.frames > 1'000'000 || h.channels > 100'000) broken(file, "has more frames or channels than make sense", "dim");
}

void take_offset(const std::string& file, double offset, NiftiHeader& h, std::vector<std::string>& notices) {
  if (!(offset >= 0) || offset > 1e15 || offset != std::floor(offset))
    broken(file, "no voxels can be at the place that the header names", "vox_offset");
  h.voxel_offset = static_cast<std::uint64_t>(offset);
  const std::uint64_t first = h.kind == NiftiKind::single1 ? 352 : h.kind == NiftiKind::single2 ? 544 : 0;
  if (h.voxel_offset == 0 && first > 0) {
    h.voxel_offset = first;
    notices.push_back("the header does not say where the voxels start: byte " + std::to_string(first) + " was taken");
  }
  if (h.voxel_offset < first)
    broken(file, "the voxels would start inside the header", "vox_offset = " + std::to_string(h.voxel_offset));
}

/// Extensions are skipped by the offset of the voxels; only the first one's size is looked at, to say when it is odd.
void note_extension(const Fields& f, std::size_t flag, const NiftiHeader& h, std::vector<std::string>& notices) {
  if (!h.single() || h.voxel_offset < flag + 12 || f.at<std::uint8_t>(flag) == 0) return;
  const auto size = f.at<std::int32_t>(flag + 4);
  if (size >= 16 && static_cast<std::uint64_t>(size) <= h.voxel_offset - flag - 4) return;
  notices.push_back("a header extension of " + std::to_string(size) + " bytes makes no sense: it is ignored");
}

/// One layout of the two: NIfTI-1 has 16-bit dimensions and 32-bit reals, NIfTI-2 has 64 bits of both.
struct Layout {
  std::size_t dim, datatype, bitpix, pixdim, offset, slope, qform, sform, quaternion, qoffset, srow, units;
};
constexpr Layout layout1 = {40, 70, 72, 76, 108, 112, 252, 254, 256, 268, 280, 123};
constexpr Layout layout2 = {16, 12, 14, 104, 168, 176, 344, 348, 352, 376, 400, 500};

template <class Dim, class Real, class Code>
double take_numbers(const Fields& f, const Layout& at, std::array<std::int64_t, 8>& dim, NiftiHeader& h) {
  for (std::size_t k = 0; k < 8; ++k) dim[k] = f.at<Dim>(at.dim + k * sizeof(Dim));
  h.bitpix = f.at<std::int16_t>(at.bitpix);
  f.fill<Real>(h.pixdim, at.pixdim);
  h.slope = static_cast<double>(f.at<Real>(at.slope));
  h.intercept = static_cast<double>(f.at<Real>(at.slope + sizeof(Real)));
  h.qform = f.at<Code>(at.qform);
  h.sform = f.at<Code>(at.sform);
  f.fill<Real>(h.quaternion, at.quaternion);
  f.fill<Real>(h.qoffset, at.qoffset);
  f.fill<Real>(h.srow, at.srow);
  if constexpr (sizeof(Real) == 8) {
    h.units = f.at<std::int32_t>(at.units) & 7;
    return static_cast<double>(f.at<std::int64_t>(at.offset));
  } else {
    h.units = f.at<std::uint8_t>(at.units) & 7;
    return static_cast<double>(f.at<float>(at.offset));
  }
}

/// True when the file has the other byte order; the size of the header says so. Throws when it is neither 348 nor 540.
bool other_order(const std::string& file, std::span<const unsigned char> head, NiftiKind kind) {
  const bool two = kind == NiftiKind::single2 || kind == NiftiKind::pair2;
  const std::int32_t wanted = two ? 540 : 348;
  const auto own = Fields(head, false).at<std::int32_t>(0);
  if (own == wanted) return false;
  if (Fields(head, true).at<std::int32_t>(0) == wanted) return true;
  broken(file, "the header's size must be " + std::to_string(wanted) + ", not " + std::to_string(own), "sizeof_hdr");
}

}  // namespace

NiftiKind nifti_kind(std::span<const unsigned char> head) {
  if (has(head, 344, "n+1\0", 4)) return NiftiKind::single1;
  if (has(head, 344, "ni1\0", 4)) return NiftiKind::pair1;
  if (has(head, 4, "n+2\0", 4)) return NiftiKind::single2;
  if (has(head, 4, "ni2\0", 4)) return NiftiKind::pair2;
  return NiftiKind::none;
}

double NiftiHeader::data_bytes() const {
  double bytes = static_cast<double>(bytes_of(voxel.type)) * voxel.interleaved;
  for (const std::int64_t n : size) bytes *= static_cast<double>(n);
  return bytes * static_cast<double>(frames) * static_cast<double>(channels);
}

NiftiHeader parse_nifti_header(const std::string& file, std::span<const unsigned char> head,
                               std::vector<std::string>& notices) {
  NiftiHeader h;
  h.kind = nifti_kind(head);
  if (head.size() < 348) {
    const std::string have = std::to_string(head.size()) + " of 348 bytes";
    broken(file, head.empty() ? "is empty or cannot be unpacked" : "the NIfTI header is cut off", have);
  }
  if (h.kind == NiftiKind::none) {
    const auto size = Fields(head, false).at<std::int32_t>(0), other = Fields(head, true).at<std::int32_t>(0);
    const bool no_magic = std::all_of(head.begin() + 344, head.begin() + 348, [](auto c) { return c == 0; });
    if ((size == 348 || other == 348) && no_magic) {
      throw Error(ErrorKind::bad_input, {file, "is Analyze 7.5, which does not say how the patient lies",
                                         "no NIfTI magic", "convert it to NIfTI with a tool that knows its origin"});
    }
    broken(file, "is no NIfTI file: its magic is neither n+1, ni1, n+2 nor ni2", "bytes 344 to 347");
  }
  const bool two = h.kind == NiftiKind::single2 || h.kind == NiftiKind::pair2;
  if (two && head.size() < 540) broken(file, "the NIfTI-2 header is cut off");
  h.swapped = other_order(file, head, h.kind);
  const Fields fields(head, h.swapped);
  std::array<std::int64_t, 8> dim{};
  const double offset = two ? take_numbers<std::int64_t, double, std::int32_t>(fields, layout2, dim, h)
                            : take_numbers<std::int16_t, float, std::int16_t>(fields, layout1, dim, h);
  take_dimensions(file, dim, h);
  h.voxel = voxel_of(file, fields.at<std::int16_t>(two ? layout2.datatype : layout1.datatype));
  if (h.bitpix != h.voxel.bits) {
    notices.push_back("the header says " + std::to_string(h.bitpix) + " bits per voxel, its voxel type has " +
                      std::to_string(h.voxel.bits) + ": the type was believed");
  }
  take_offset(file, offset, h, notices);
  const std::size_t flag = two ? 540 : 348;
  if (head.size() >= flag + 12) note_extension(fields, flag, h, notices);
  return h;
}

Scaling nifti_scaling(const NiftiHeader& h, std::vector<std::string>& notices) {
  if (h.slope == 0 || h.voxel.interleaved > 1) return {};
  if (!std::isfinite(h.slope) || !std::isfinite(h.intercept)) {
    notices.push_back("slope or intercept is not a number: the voxels are not scaled");
    return {};
  }
  return {h.slope, h.intercept};
}

}  // namespace auglens
