#pragma once
// The header of NIfTI-1 and NIfTI-2 as numbers in native byte order, checked for sense. It refuses to know voxels and
// files.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/voxels.h"

namespace auglens {

/// Which magic the first bytes carry; `none` also for Analyze 7.5, which has the size of a NIfTI-1 header and no magic.
enum class NiftiKind { none, single1, pair1, single2, pair2 };
NiftiKind nifti_kind(std::span<const unsigned char> head);
inline constexpr std::size_t nifti_header_bytes =
    552;  ///< the longer of the two headers, and the first extension's size

struct NiftiVoxel {
  StoredType type = StoredType::uint8;
  int interleaved = 1;  ///< 3 for RGB24, 4 for RGBA32
  int bits = 8;
};

struct NiftiHeader {
  NiftiKind kind = NiftiKind::single1;
  bool swapped = false;  ///< the file has the other byte order
  Index3 size{1, 1, 1};
  std::int64_t frames = 1, channels = 1;  ///< the 4th and 5th dimension; interleaved components are not counted here
  NiftiVoxel voxel;
  int bitpix = 0;
  std::uint64_t voxel_offset = 0;
  double slope = 0, intercept = 0;
  int qform = 0, sform = 0, units = 0;  ///< codes as in the file; units: 0 unknown, 1 metre, 2 millimetre, 3 micrometre
  std::array<double, 4> pixdim{};       ///< [0] is qfac, [1..3] spacing
  std::array<double, 3> quaternion{};   ///< b, c, d
  std::array<double, 3> qoffset{};
  std::array<double, 12> srow{};  ///< rows x, y, z

  bool single() const { return kind == NiftiKind::single1 || kind == NiftiKind::single2; }
  /// Bytes of all voxels, as double so that nothing overflows.
  double data_bytes() const;
};

/// Throws Error(bad_input) that names what makes no sense: short header, size of header, magic, dimensions, voxel type,
/// offset. What is odd but readable goes to `notices`.
NiftiHeader parse_nifti_header(const std::string& file, std::span<const unsigned char> head,
                               std::vector<std::string>& notices);

/// None when the slope is 0 or not a number (then the intercept does not count either), or for colours.
Scaling nifti_scaling(const NiftiHeader& header, std::vector<std::string>& notices);

}  // namespace auglens
