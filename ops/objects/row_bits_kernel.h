#pragma once
// The work on rows of bits, written once for every instruction set. It refuses to know which one; each row_bits_*.cpp
// includes it behind its target pragma, after the standard headers.

#include "ops/objects/row_bits.h"

namespace auglens {
namespace {

using Word = std::uint64_t;

#define AUGLENS_ROW __attribute__((always_inline)) inline

/// `Isa::equal(a, b)`: bit k says a[k] == b[k], for 64 voxels; `Isa::equal_to(a, v)` the same for one value;
/// `Isa::put(out, bits, v)` writes v to each out[k] with bit k. `Isa::nonzero(words)`: bit k says word k is not 0.
template <class Isa>
struct RowWork {
  static constexpr int width = 64;

  /// 64 voxels from `x` on; beyond the row's ends a copy with zeros there, so that nothing outside is read.
  struct Piece {
    std::int32_t copy[width];
    const std::int32_t* voxels;
    Piece(const std::int32_t* row, std::int64_t x, std::int64_t size) : voxels(copy) {
      if (x >= 0 && x + width <= size) {
        voxels = row + x;
        return;
      }
      for (int k = 0; k < width; ++k) copy[k] = x + k >= 0 && x + k < size ? row[x + k] : 0;
    }
  };

  static AUGLENS_ROW Word within(std::int64_t x, std::int64_t size) {
    return size - x >= width ? ~Word{0} : (Word{1} << (size - x)) - 1;
  }
  static AUGLENS_ROW int first_bit(Word w) { return __builtin_ctzll(w); }
  static AUGLENS_ROW std::uint32_t count(Word w) { return static_cast<std::uint32_t>(__builtin_popcountll(w)); }

  static RowKind scan(const std::int32_t* voxels, std::int64_t size, const JoinRule& rule, std::int32_t guess,
                      const std::int32_t* soon, RowBits bits) {
    for (std::int64_t x = 0; x < size; x += 16) __builtin_prefetch(soon + x, 0, 2);  // while other work is done
    if (rule.kind != JoinRule::Kind::each_class) return scan_binary(voxels, size, rule, bits);
    RowKind row{0, guess, RowKind::Classes::none};
    Word before = 0;
    for (std::int64_t x = 0, w = 0; x < size; x += width, ++w) {
      const Piece piece(voxels, x, size);
      const Word fore = ~Isa::equal_to(piece.voxels, rule.value) & within(x, size);
      Word other = fore & ~Isa::equal_to(piece.voxels, row.value);
      if (other != 0 && row.classes == RowKind::Classes::none) {
        row.value = piece.voxels[first_bit(fore)];
        other = fore & ~Isa::equal_to(piece.voxels, row.value);
      }
      if (fore != 0 && row.classes == RowKind::Classes::none) row.classes = RowKind::Classes::one;
      if (other != 0) row.classes = RowKind::Classes::several;
      bits.foreground[w] = fore;
      bits.start[w] = fore & ~(fore << 1 | before);
      row.runs += count(bits.start[w]);
      before = fore >> 63;
    }
    if (row.classes == RowKind::Classes::several) row.runs = split_classes(voxels, size, bits);
    return row;
  }

  static RowKind scan_binary(const std::int32_t* voxels, std::int64_t size, const JoinRule& rule, RowBits bits) {
    RowKind row{0, 1, RowKind::Classes::none};
    const Word flip = rule.kind == JoinRule::Kind::any_class ? ~Word{0} : 0;
    Word before = 0;
    for (std::int64_t x = 0, w = 0; x < size; x += width, ++w) {
      const Piece piece(voxels, x, size);
      const Word fore = (Isa::equal_to(piece.voxels, rule.value) ^ flip) & within(x, size);
      bits.foreground[w] = fore;
      bits.start[w] = fore & ~(fore << 1 | before);
      row.runs += count(bits.start[w]);
      before = fore >> 63;
    }
    if (row.runs > 0) row.classes = RowKind::Classes::one;
    return row;
  }

  /// A run also starts where the class changes.
  static std::uint32_t split_classes(const std::int32_t* voxels, std::int64_t size, RowBits bits) {
    std::uint32_t runs = 0;
    for (std::int64_t x = 0, w = 0; x < size; x += width, ++w) {
      const Piece piece(voxels, x, size), left(voxels, x - 1, size);
      bits.start[w] |= bits.foreground[w] & ~Isa::equal(piece.voxels, left.voxels);
      runs += count(bits.start[w]);
    }
    return runs;
  }

  static Touching touching(const RowPair& rows, RunPair* pairs) {
    if (rows.known == nullptr)
      return rows.corners ? Touch<true, false>::row(rows, pairs) : Touch<false, false>::row(rows, pairs);
    return rows.corners ? Touch<true, true>::row(rows, pairs) : Touch<false, true>::row(rows, pairs);
  }

  /// One word of two rows: which run a voxel belongs to, told by the bits up to it.
  struct Row {
    std::int64_t x;
    Word a_start, b_start;
    std::uint32_t a_before, b_before;  ///< the runs that are open at the word's left
    std::int64_t counted = 0;

    AUGLENS_ROW void go_to(const RowPair& rows, std::int64_t w) {
      for (; counted < w; ++counted) {
        a_before += count(rows.a.start[counted]);
        b_before += count(rows.b.start[counted]);
      }
      x = w * width, a_start = rows.a.start[w], b_start = rows.b.start[w];
    }
    AUGLENS_ROW std::uint32_t a_run(Word upto) const { return a_before + count(a_start & upto); }
    AUGLENS_ROW std::uint32_t b_run(Word upto) const { return b_before + count(b_start & upto); }
  };

  using Words = typename Isa::Words;
  template <class Bits>
  static AUGLENS_ROW Bits load(const Word* words) {
    Bits bits;
    __builtin_memcpy(&bits, words, sizeof bits);
    return bits;
  }
  template <class Bits>
  static AUGLENS_ROW void store(Word* words, Bits bits) {
    __builtin_memcpy(words, &bits, sizeof bits);
  }

  template <bool with_corners, bool with_known>
  struct Touch {
    /// Most words of most rows tell nothing: many are tried at once.
    static Touching row(const RowPair& rows, RunPair* pairs) {
      constexpr std::int64_t at_once = sizeof(Words) / sizeof(Word);
      const std::int64_t words = (rows.size + width - 1) / width;
      RunPair* const first = pairs;
      Row row{0, 0, 0, rows.a_first - 1, rows.b_first - 1};
      Words alone{};
      Word rest = 0;
      std::int64_t w = 0;
      for (; w + at_once <= words; w += at_once)
        for (unsigned told = Isa::nonzero(tries(rows, w, alone)); told != 0; told &= told - 1)
          pairs += word(rows, row, w + __builtin_ctz(told), rest, pairs);
      for (; w < words; ++w)
        if (tries(rows, w, rest) != 0) pairs += word(rows, row, w, rest, pairs);
      return {static_cast<std::size_t>(pairs - first), rest == 0 && Isa::nonzero(alone) == 0};
    }

    /// Not 0 where a word may hold a pair; where classes do not matter, the rest of the outcome too.
    template <class Bits>
    static AUGLENS_ROW Bits tries(const RowPair& rows, std::int64_t w, Bits& alone) {
      const Bits a = load<Bits>(rows.a.foreground + w), a_start = load<Bits>(rows.a.start + w);
      const Bits b = load<Bits>(rows.b.foreground + w), b_start = load<Bits>(rows.b.start + w);
      const Bits known = with_known ? load<Bits>(rows.known + w) : Bits{};
      if (rows.a_voxels == nullptr) {
        alone |= a & ~b;
        store<Bits>(rows.same + w, a & b);
      } else {
        store<Bits>(rows.same + w, Bits{});
        if (!with_known) return a | b;
      }
      const Bits stretch = a & b & (a_start | b_start) & ~known;
      if (!with_corners) return stretch;
      const Bits wanted = rows.corners_known ? a & ~known : a;
      return stretch | (b_start & (wanted << 1 | 1) & (a_start | ~a)) |
             (a_start & wanted & (b << 1 | 1) & (b_start | ~b));
    }

    static AUGLENS_ROW std::size_t word(const RowPair& rows, Row& row, std::int64_t w, Word& alone, RunPair* pairs) {
      row.go_to(rows, w);
      const Word a = rows.a.foreground[w], b = rows.b.foreground[w], known = with_known ? rows.known[w] : 0;
      const Word same = partners(rows, a & b, row.x);
      const Word first = same & (row.a_start | row.b_start);
      rows.same[w] = same;
      alone |= a & ~same;
      std::size_t n = 0;
      if (!with_known)
        n = stretches(row, first, pairs);
      else
        n = unknown_stretches(row, first & ~known, same & ~first, known, pairs);
      if (!with_corners) return n;
      const Word b_left = b << 1 | (w > 0 ? rows.b.foreground[w - 1] >> 63 : 0);
      Word left = a << 1 | (w > 0 ? rows.a.foreground[w - 1] >> 63 : 0), here = a;
      if (with_known && rows.corners_known) {
        left &= ~(known << 1 | (w > 0 ? rows.known[w - 1] >> 63 : 0));
        here &= ~known;
      }
      const Word leftward = row.b_start & left & (row.a_start | ~a);
      const Word rightward = row.a_start & here & b_left & (row.b_start | ~b);
      if ((leftward | rightward) != 0) n += corners(rows, row, leftward, rightward, pairs + n);
      return n;
    }
  };

  static AUGLENS_ROW Word partners(const RowPair& rows, Word both, std::int64_t x) {
    if (both == 0 || rows.a_voxels == nullptr) return both;
    const Piece a(rows.a_voxels, x, rows.size), b(rows.b_voxels, x, rows.size);
    return both & Isa::equal(a.voxels, b.voxels);
  }

  /// Pairs of the voxels `s`, two at a time: few words have more, and the others cost no mispredicted branch.
  static AUGLENS_ROW std::size_t stretches(const Row& row, Word s, RunPair* pairs) {
    const std::size_t n = count(s);
    std::size_t done = 0;
    do {
#pragma GCC unroll 2
      for (std::size_t k = done; k < done + 2; ++k, s &= s - 1)
        pairs[k] = {row.a_run(s ^ (s - 1)), row.b_run(s ^ (s - 1))};
      done += 2;
    } while (done < n);
    return n;
  }

  /// The same for stretches without any known voxel, as far as this word shows: a pair too many does no harm.
  static AUGLENS_ROW std::size_t unknown_stretches(const Row& row, Word s, Word follows, Word known, RunPair* pairs) {
    std::size_t n = 0;
    for (; s != 0; s &= s - 1) {
      const Word upto = s ^ (s - 1), behind = ~follows & ~upto;
      pairs[n] = {row.a_run(upto), row.b_run(upto)};
      n += (((behind & -behind) - (s & -s)) & known) == 0;
    }
    return n;
  }

  /// Partners one to the side: only where both rows change can they be missed by those right above. `leftward` holds
  /// places x with a voxel of `a` at x - 1 and one of `b` at x, `rightward` the other way round.
  static AUGLENS_ROW std::size_t corners(const RowPair& rows, const Row& row, Word leftward, Word rightward,
                                         RunPair* pairs) {
    std::size_t n = 0;
    for (Word s = leftward; s != 0; s &= s - 1) {
      pairs[n] = {row.a_run((s & -s) - 1), row.b_run(s ^ (s - 1))};
      n += agree(rows, row.x + first_bit(s) - 1, row.x + first_bit(s));
    }
    for (Word s = rightward; s != 0; s &= s - 1) {
      pairs[n] = {row.a_run(s ^ (s - 1)), row.b_run((s & -s) - 1)};
      n += agree(rows, row.x + first_bit(s), row.x + first_bit(s) - 1);
    }
    return n;
  }

  static AUGLENS_ROW std::size_t agree(const RowPair& rows, std::int64_t a, std::int64_t b) {
    return rows.a_voxels == nullptr || rows.a_voxels[a] == rows.b_voxels[b] ? 1 : 0;
  }

  static void extents(RowBits bits, std::int64_t size, std::uint32_t* first, std::uint32_t* end) {
    Word before = 0;
    for (std::int64_t x = 0, w = 0; x < size; x += width, ++w) {
      const Word fore = bits.foreground[w], start = bits.start[w];
      for (Word s = start; s != 0; s &= s - 1) *first++ = static_cast<std::uint32_t>(x + first_bit(s));
      for (Word s = (fore << 1 | before) & (~fore | start); s != 0; s &= s - 1)
        *end++ = static_cast<std::uint32_t>(x + first_bit(s));
      before = fore >> 63;
    }
    if (before != 0 && size % width == 0) *end = static_cast<std::uint32_t>(size);
  }

  static void paint(RowBits bits, std::int64_t size, const std::uint32_t* local, std::uint32_t runs,
                    const std::int32_t* number, std::int32_t* out) {
    if (static_cast<std::int64_t>(runs) * 10 > size) return paint_voxels(bits, size, local, number, out);
    std::int32_t open = 0;  // the number of the run that comes in from the left
    for (std::int64_t w = 0; w * width < size; ++w, out += width) {
      Word left = bits.foreground[w];
      for (Word s = bits.start[w]; s != 0; s &= s - 1) {
        const Word from_here = -(s & -s);
        if ((left & ~from_here) != 0) Isa::put(out, left & ~from_here, open);
        left &= from_here;
        open = number[*local++];
      }
      if (left != 0) Isa::put(out, left, open);
    }
  }

  /// Where runs are short: every voxel, without a branch.
  static void paint_voxels(RowBits bits, std::int64_t size, const std::uint32_t* local, const std::int32_t* number,
                           std::int32_t* out) {
    std::int32_t numbers[width + 1] = {
        0};  // of the run that is open at the word's left, then of those that start in it
    for (std::int64_t x = 0, w = 0; x < size; x += width, ++w) {
      Word fore = bits.foreground[w], start = bits.start[w];
      const std::uint32_t starts = count(start);
      for (std::uint32_t r = 0; r < starts; ++r) numbers[r + 1] = number[*local++];
      const std::int64_t n = size - x < width ? size - x : width;
      const std::int32_t* now = numbers;
      for (std::int64_t k = 0; k < n; ++k, fore >>= 1, start >>= 1) {
        now += start & 1;
        out[x + k] = *now & -static_cast<std::int32_t>(fore & 1);
      }
      numbers[0] = numbers[starts];
    }
  }

  static constexpr RowKernel kernel{scan, touching, extents, paint};
};

}  // namespace
}  // namespace auglens
