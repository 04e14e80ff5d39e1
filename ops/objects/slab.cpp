#include "ops/objects/slab.h"

#include <algorithm>
#include <functional>

namespace auglens {
namespace {

std::uint32_t root_of(std::uint32_t* parent, std::uint32_t i) {
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

/// The smaller root wins, so that a root is its component's first run in raster order.
void unite(std::uint32_t* parent, RunPair pair) {
  const std::uint32_t b = root_of(parent, pair.b);
  if (parent[pair.a] == b) return;
  const std::uint32_t a = root_of(parent, pair.a);
  parent[std::max(a, b)] = std::min(a, b);
}

}  // namespace

/// Finds the runs that touch between a row and earlier ones, and remembers which voxels join which earlier row: what
/// hangs together already by way of other rows is not told again.
class Slab::Linker {
 public:
  explicit Linker(const SlabVolume& volume)
      : volume_(volume),
        diagonal_(volume.connectivity != Connectivity::faces),
        corners_(volume.connectivity == Connectivity::corners),
        below_(volume.words()),
        below_before_(volume.words()),
        before_(volume.words()),
        aslant_(volume.words()),
        known_(volume.words()),
        pairs_(3 * static_cast<std::size_t>(volume.size[0]) + 2) {}

  /// Calls found(pair) for the runs of row (y, z) of slab `a` that touch the row right below, in slab `b`.
  template <class Found>
  void row_below(const Slab& a, const Slab& b, std::int64_t y, std::int64_t z, Found&& found) {
    std::swap(below_, below_before_);
    covered_ = touching(a, b, y, z, {0, -1, diagonal_, nullptr, false, below_}, found);
  }

  /// The row before in the same plane; comes after row_below, where there is one. A voxel whose partner below touches
  /// this row too hangs on it already.
  template <class Found>
  void row_before(const Slab& a, std::int64_t y, std::int64_t z, Found&& found) {
    const bool below = z > a.first_;
    if (corners_ && below && covered_) return;
    if (below && !diagonal_) combine(below_, below_before_, std::bit_and<>());
    const Words* known = !below ? nullptr : diagonal_ ? &below_ : &known_;
    touching(a, a, y, z, {-1, 0, diagonal_, known, known != nullptr && corners_, before_}, found);
  }

  /// The rows beside the one right below; comes last.
  template <class Found>
  void rows_aslant(const Slab& a, const Slab& b, std::int64_t y, std::int64_t z, Found&& found) {
    if (!diagonal_ || covered_) return;
    touching(a, b, y, z, {1, -1, corners_, &below_, corners_, aslant_}, found);
    combine(below_, before_, std::bit_or<>());
    touching(a, b, y, z, {-1, -1, corners_, &known_, corners_, aslant_}, found);
  }

 private:
  using Words = std::vector<std::uint64_t>;
  struct Step {
    std::int64_t dy = 0, dz = 0;
    bool corners = false;
    const Words* known;  // null: none
    bool corners_known;
    Words& same;
  };

  template <class Operation>
  void combine(const Words& a, const Words& b, Operation operation) {
    std::transform(a.begin(), a.end(), b.begin(), known_.begin(), operation);
  }

  /// True when every voxel of the row joins the one right above or below it.
  template <class Found>
  bool touching(const Slab& a, const Slab& b, std::int64_t y, std::int64_t z, const Step& step, Found&& found) {
    const std::int64_t by = y + step.dy, bz = z + step.dz;
    const Row *a_row = &a.rows_[a.index(y, z)], *b_row = nullptr;
    if (by >= 0 && by < volume_.size[1]) b_row = &b.rows_[b.index(by, bz)];
    if (b_row == nullptr || !may_touch(a_row->kind, b_row->kind)) {
      std::fill(step.same.begin(), step.same.end(), 0);
      return false;
    }
    RowPair rows;
    if (a_row->kind.classes == RowKind::Classes::several || b_row->kind.classes == RowKind::Classes::several) {
      rows.a_voxels = volume_.at(y, z);
      rows.b_voxels = volume_.at(by, bz);
    }
    rows.size = volume_.size[0];
    rows.a = a.bits(a.index(y, z)), rows.b = b.bits(b.index(by, bz));
    rows.a_first = a_row->first, rows.b_first = b_row->first;
    if (step.known != nullptr) rows.known = step.known->data();
    rows.corners = step.corners, rows.corners_known = step.corners_known;
    rows.same = step.same.data();
    const Touching touched = volume_.kernel->touching(rows, pairs_.data());
    for (std::size_t k = 0; k < touched.pairs; ++k) found(pairs_[k]);
    return touched.covered;
  }

  static bool may_touch(const RowKind& a, const RowKind& b) {
    if (a.runs == 0 || b.runs == 0) return false;
    return a.classes != RowKind::Classes::one || b.classes != RowKind::Classes::one || a.value == b.value;
  }

  const SlabVolume& volume_;
  const bool diagonal_, corners_;
  bool covered_ = false;
  Words below_, below_before_;  ///< voxels of the row, and of the one before, that join the row right below
  Words before_, aslant_;       ///< voxels of the row that join the row before; one beside that below
  Words known_;
  std::vector<RunPair> pairs_;
};

Slab::Slab(const SlabVolume& volume, std::int64_t first, std::int64_t last, const Job& job)
    : volume_(volume), first_(first), last_(last) {
  const auto rows = static_cast<std::size_t>((last - first) * volume.size[1]);
  rows_.resize(rows);
  words_ = Buffer::host(rows * 2 * volume.words() * sizeof(std::uint64_t));
  Linker linker(volume_);
  std::int32_t guess = 0;
  for (std::int64_t z = first; z < last; ++z) {
    job.check();
    for (std::int64_t y = 0; y < volume.size[1]; ++y) {
      scan(y, z, guess);
      link(y, z, linker);
    }
  }
  number_components();
}

RowBits Slab::bits(std::size_t row) const {
  auto* words = reinterpret_cast<std::uint64_t*>(words_.data()) + rows_[row].place * 2 * volume_.words();
  return {words, words + volume_.words()};
}

void Slab::scan(std::int64_t y, std::int64_t z, std::int32_t& guess) {
  const std::size_t row = index(y, z);
  Row& r = rows_[row];
  r.first = runs_;
  r.place = static_cast<std::uint32_t>(filled_rows_);  // an empty row leaves it to the next one: less memory to touch
  r.kind =
      volume_.kernel->scan(volume_.at(y, z), volume_.size[0], volume_.rule, guess, volume_.at(y + 2, z), bits(row));
  guess = r.kind.value;
  filled_rows_ += r.kind.runs > 0 ? 1 : 0;
  if (r.kind.runs > std::numeric_limits<std::uint32_t>::max() - runs_)
    throw Error(ErrorKind::resource, {"", "too many runs of voxels for one slab", "", "use more threads"});
  const std::size_t needed = std::size_t{runs_} + r.kind.runs;
  if (needed > local_.size()) local_.resize(std::max(needed, 2 * local_.size() + 4096));
  for (; runs_ < needed; ++runs_) local_[runs_] = runs_;
}

void Slab::link(std::int64_t y, std::int64_t z, Linker& linker) {
  if (rows_[index(y, z)].kind.runs == 0) return;
  const auto join = [parent = local_.data()](RunPair pair) { unite(parent, pair); };
  if (z > first_) linker.row_below(*this, *this, y, z, join);
  if (y > 0) linker.row_before(*this, y, z, join);
  if (z > first_) linker.rows_aslant(*this, *this, y, z, join);
}

void Slab::number_components() {
  std::uint32_t* local = local_.data();
  for (std::uint32_t i = 0; i < runs_; ++i) {  // an earlier run holds its component's number by now
    const bool root = local[i] == i;
    const std::uint32_t number = local[local[i]];
    local[i] = root ? count_ : number;
    count_ += root ? 1 : 0;
  }
}

std::vector<RunPair> Slab::seam(const Slab& before) const {
  std::vector<RunPair> seam;
  Linker linker(volume_);
  const auto join = [&](RunPair runs) {
    const RunPair pair{local_[runs.a], before.local_[runs.b]};
    if (seam.empty() || seam.back().a != pair.a || seam.back().b != pair.b) seam.push_back(pair);
  };
  for (std::int64_t y = 0; y < volume_.size[1]; ++y) {
    if (rows_[index(y, first_)].kind.runs == 0) continue;
    linker.row_below(*this, before, y, first_, join);
    linker.rows_aslant(*this, before, y, first_, join);
  }
  return seam;
}

void Slab::tally(BlobSums* sums, std::int32_t* classes) const {
  std::vector<std::uint32_t> first(static_cast<std::size_t>(volume_.size[0])), end(first.size());
  std::uint32_t seen = 0;
  for (std::int64_t z = first_; z < last_; ++z)
    for (std::int64_t y = 0; y < volume_.size[1]; ++y) {
      const Row& row = rows_[index(y, z)];
      if (row.kind.runs == 0) continue;
      volume_.kernel->extents(bits(index(y, z)), volume_.size[0], first.data(), end.data());
      for (std::uint32_t r = 0; r < row.kind.runs; ++r) {
        const std::uint32_t c = local_[row.first + r];
        if (c == seen) classes[seen++] = volume_.at(y, z)[first[r]];
        sums[c].add_run(first[r], end[r], y, z);
      }
    }
}

void Slab::paint(const std::int32_t* number, std::int32_t* out, const Job& job) const {
  for (std::int64_t z = first_; z < last_; ++z) {
    job.check();
    for (std::int64_t y = 0; y < volume_.size[1]; ++y) {
      const Row& row = rows_[index(y, z)];
      if (row.kind.runs == 0) continue;
      volume_.kernel->paint(bits(index(y, z)), volume_.size[0], local_.data() + row.first, row.kind.runs, number,
                            out + z * volume_.plane + y * volume_.row);
    }
  }
}

}  // namespace auglens
