#pragma once
// Rows of a label map as bits, and which runs of two rows touch. It refuses to know volumes, slabs and union-find.

#include <cstddef>
#include <cstdint>

namespace auglens {

/// A row of voxels as 64-bit words, bit k of word w for voxel 64 w + k. A run is a stretch of neighbouring foreground
/// voxels of one class; runs are counted from the left.
struct RowBits {
  std::uint64_t* foreground = nullptr;
  std::uint64_t* start = nullptr;  ///< the first voxel of each run
};

/// Which voxels are foreground, and when two of them may join.
struct JoinRule {
  enum class Kind { each_class, any_class, one_class };
  Kind kind = Kind::each_class;
  std::int32_t value = 0;  ///< the background, or the one class
};

/// What a row turned out to be. Rows of one class need no look at voxels to be compared.
struct RowKind {
  enum class Classes { none, one, several };
  std::uint32_t runs = 0;
  std::int32_t value = 0;  ///< the class, where there is one (1 where classes do not matter)
  Classes classes = Classes::none;
};

/// A row and an earlier one, and what is known already.
struct RowPair {
  std::int64_t size = 0;  ///< voxels of a row
  RowBits a, b;
  const std::int32_t *a_voxels = nullptr, *b_voxels = nullptr;  ///< null: where both are foreground, classes agree
  std::uint32_t a_first = 0, b_first = 0;                       ///< numbers of the rows' first runs
  const std::uint64_t* known = nullptr;  ///< voxels of `a` that hang on any partner right above already; null: none
  bool corners = false;                  ///< whether partners one to the side count at all
  bool corners_known = false;            ///< whether known voxels hang on any of those too
  std::uint64_t* same = nullptr;  ///< out: voxels of `a` that join the one right above; known ones may be left out
};

/// How many pairs were written, and whether every foreground voxel of `a` joins its partner right above (said only
/// where none are known).
struct Touching {
  std::size_t pairs = 0;
  bool covered = false;
};

struct RunPair {
  std::uint32_t a, b;
};

/// The work on one row, for one instruction set. A row has (size + 63) / 64 words; bits beyond its size are 0.
struct RowKernel {
  /// Fills in the bits. `guess` is the class that the row is likely to hold; `soon` a row that will be read soon.
  RowKind (*scan)(const std::int32_t* voxels, std::int64_t size, const JoinRule& rule, std::int32_t guess,
                  const std::int32_t* soon, RowBits bits);
  /// Writes pairs of runs that touch, at most 3 * size of them, so that all that touch hang together. What lies up to
  /// two pairs behind them may be overwritten.
  Touching (*touching)(const RowPair& rows, RunPair* pairs);
  /// First voxel of each run and the one after its last; room for as many as the row has runs.
  void (*extents)(RowBits bits, std::int64_t size, std::uint32_t* first, std::uint32_t* end);
  /// Writes number[local[r]] over the voxels of each run r; the background is left alone.
  void (*paint)(RowBits bits, std::int64_t size, const std::uint32_t* local, std::uint32_t runs,
                const std::int32_t* number, std::int32_t* out);
};

enum class RowInstructions { fastest, portable, avx2, avx512 };
/// Null when this CPU does not have them; never for fastest and portable.
const RowKernel* row_kernel(RowInstructions instructions = RowInstructions::fastest);

}  // namespace auglens
