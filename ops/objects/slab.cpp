#include "ops/objects/slab.h"

#include <algorithm>

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

/// Finds the runs that touch between a row and earlier ones, and remembers which voxels are joined already.
class Slab::Linker {
 public:
  struct Step {
    std::int64_t dy = 0, dz = 0;
    bool corners = false;
    const std::uint64_t* skip = nullptr;
    const std::uint64_t* skip_corners = nullptr;
  };

  explicit Linker(const SlabVolume& volume)
      : volume_(volume),
        diagonal_(volume.connectivity != Connectivity::faces),
        corners_(volume.connectivity == Connectivity::corners),
        joined_(volume.words()),
        pairs_(3 * static_cast<std::size_t>(volume.size[0]) + 2) {}

  /// Calls found(pair) for the runs of row (y, z) of slab `a` that touch an earlier row, in slab `b` where that lies in
  /// the plane before. A voxel that joins the one right below needs few other partners: most hang on the lower one.
  template <class Found>
  void plane_before(const Slab& a, const Slab& b, std::int64_t y, std::int64_t z, Found&& found) {
    covered_ = touching(a, b, y, z, {0, -1, diagonal_, nullptr, nullptr}, found);
    if (!diagonal_ || covered_) return;
    for (const std::int64_t dy : {-1, 1})
      touching(a, b, y, z, {dy, -1, corners_, joined_.data(), joined_.data()}, found);
  }

  /// Comes after plane_before of the same row, where there is a plane before.
  template <class Found>
  void row_before(const Slab& a, std::int64_t y, std::int64_t z, Found&& found) {
    const bool known = z > a.first_;
    if (corners_ && known && covered_) return;
    const std::uint64_t* skip = diagonal_ && known ? joined_.data() : nullptr;
    touching(a, a, y, z, {-1, 0, diagonal_, skip, corners_ ? skip : nullptr}, found);
  }

 private:
  /// True when every voxel of the row joins the one right above or below it.
  template <class Found>
  bool touching(const Slab& a, const Slab& b, std::int64_t y, std::int64_t z, const Step& step, Found&& found) {
    const bool first = step.dz != 0 && step.dy == 0;  // tells the others whom they may skip
    if (first) std::fill(joined_.begin(), joined_.end(), 0);
    const std::int64_t by = y + step.dy, bz = z + step.dz;
    if (by < 0 || by >= volume_.size[1]) return false;
    const std::size_t a_index = a.index(y, z), b_index = b.index(by, bz);
    const Row &a_row = a.rows_[a_index], &b_row = b.rows_[b_index];
    if (a_row.kind.runs == 0 || b_row.kind.runs == 0) return false;
    RowPair rows;
    if (a_row.kind.classes == RowKind::Classes::several || b_row.kind.classes == RowKind::Classes::several) {
      rows.a_voxels = volume_.at(y, z);
      rows.b_voxels = volume_.at(by, bz);
    } else if (a_row.kind.value != b_row.kind.value) {
      return false;
    }
    rows.size = volume_.size[0];
    rows.a = a.bits(a_index), rows.b = b.bits(b_index);
    rows.a_first = a_row.first, rows.b_first = b_row.first;
    rows.skip = step.skip, rows.skip_corners = step.skip_corners, rows.corners = step.corners;
    rows.same = first ? joined_.data() : nullptr;
    const Touching touched = volume_.kernel->touching(rows, pairs_.data());
    for (std::size_t k = 0; k < touched.pairs; ++k) found(pairs_[k]);
    return touched.covered;
  }

  const SlabVolume& volume_;
  const bool diagonal_, corners_;
  bool covered_ = false;
  std::vector<std::uint64_t> joined_;
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
  auto* words = reinterpret_cast<std::uint64_t*>(words_.data()) + row * 2 * volume_.words();
  return {words, words + volume_.words()};
}

void Slab::scan(std::int64_t y, std::int64_t z, std::int32_t& guess) {
  const std::size_t row = index(y, z);
  Row& r = rows_[row];
  r.first = runs_;
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
  if (z > first_) linker.plane_before(*this, *this, y, z, join);
  if (y > 0) linker.row_before(*this, y, z, join);
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
  for (std::int64_t y = 0; y < volume_.size[1]; ++y)
    linker.plane_before(*this, before, y, first_, [&](RunPair runs) {
      const RunPair pair{local_[runs.a], before.local_[runs.b]};
      if (seam.empty() || seam.back().a != pair.a || seam.back().b != pair.b) seam.push_back(pair);
    });
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
