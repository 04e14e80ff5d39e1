#include "ops/objects/crop_hits.h"

#include <cstring>
#include <new>

#include "ops/device.h"

namespace auglens {
namespace {

std::size_t at(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

template <class T>
std::vector<T> zeros(std::int64_t count) {
  try {
    return std::vector<T>(at(count));
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::resource, {"", "not enough memory for the odds of " + std::to_string(count) + " starts", "",
                                      "close other cases, or crop the volume first"});
  }
}

/// What the starts of a box can reach of the wanted voxels, and where along each axis.
struct Scope {
  Region starts;
  Region voxels;  ///< never below the starts' first index

  Scope(const Wanted& wanted, const Index3& window, const Region& among) {
    Region touching;
    for (std::size_t k = 0; k < 3; ++k) {
      touching.start[k] = wanted.box.start[k] - window[k] + 1;
      touching.size[k] = wanted.box.size[k] + window[k] - 1;
    }
    starts = intersect(touching, among);
    Region reached = starts;
    for (std::size_t k = 0; k < 3; ++k) reached.size[k] += window[k] - 1;
    voxels = starts.empty() ? Region{} : intersect(wanted.box, reached);
  }
};

/// Eight truths, a byte each, as eight bits.
std::uint64_t packed(const std::uint8_t* bytes) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, bytes, 8);
  return (eight * 0x0102040810204080U) >> 56;
}

/// Sets the bits first, first + 1, ... of a row from truths; `bytes` is followed by 8 zeros.
void set_bits(const std::vector<std::uint8_t>& bytes, std::int64_t count, std::int64_t first, std::uint64_t* row) {
  for (std::int64_t i = 0; i < count; i += 8) {
    const std::uint64_t eight = packed(bytes.data() + i);
    const std::int64_t bit = first + i;
    if (eight == 0) continue;
    row[bit / 64] |= eight << bit % 64;
    if (bit % 64 > 56 && eight >> (64 - bit % 64) != 0) row[bit / 64 + 1] |= eight >> (64 - bit % 64);
  }
}

/// Every bit takes over the bits up to window - 1 above it, by doubling the reach. In place: what is read is not yet
/// written.
void spread_bits(std::uint64_t* row, std::int64_t words, std::int64_t window) {
  window = std::min(window, words * 64);
  for (std::int64_t reach = 1; reach < window;) {
    const std::int64_t ahead = std::min(reach, window - reach), whole_words = ahead / 64, rest = ahead % 64;
    for (std::int64_t w = 0; w + whole_words < words; ++w) {
      std::uint64_t from = row[w + whole_words] >> rest;
      if (rest != 0 && w + whole_words + 1 < words) from |= row[w + whole_words + 1] << (64 - rest);
      row[w] |= from;
    }
    reach += ahead;
  }
}

/// The same for rows of words, `step` apart.
void spread_rows(std::uint64_t* rows, std::int64_t count, std::int64_t step, std::int64_t words, std::int64_t window) {
  window = std::min(window, count);
  for (std::int64_t reach = 1; reach < window;) {
    const std::int64_t ahead = std::min(reach, window - reach);
    for (std::int64_t i = 0; i + ahead < count; ++i)
      for (std::int64_t w = 0; w < words; ++w) rows[i * step + w] |= rows[(i + ahead) * step + w];
    reach += ahead;
  }
}

std::int64_t words_for(std::int64_t bits) {
  return (bits + 63) / 64;
}

void mark_row(const Wanted& wanted, const Region& of, std::int64_t y, std::int64_t z,
              std::vector<std::uint8_t>& bytes) {
  const std::int32_t* const voxels =
      &wanted.map.data[(z - wanted.map.z0) * wanted.map.plane + (y - wanted.map.y0) * wanted.map.row + of.start[0] -
                       wanted.map.x0];
  const std::size_t n = at(of.size[0]);
  const std::int32_t value = wanted.value;
  std::uint8_t* const to = bytes.data();
  for (std::size_t x = 0; x < n; ++x) to[x] = voxels[x] == value ? 1 : 0;
}

/// One voxel is a hit: the voxels as bits, spread along x and y plane by plane, then along z.
StartBits touching(const Wanted& wanted, const Scope& scope, const Index3& window, const Job& job) {
  const Region &starts = scope.starts, &voxels = scope.voxels;
  Region all;  // of starts, and of voxels above them
  all.start = starts.start;
  for (std::size_t k = 0; k < 3; ++k) all.size[k] = std::max(starts.end(k), voxels.end(k)) - starts.start[k];
  const std::int64_t wide = words_for(all.size[0]), words = words_for(starts.size[0]), plane = starts.size[1] * words;
  StartBits out{starts, words, zeros<std::uint64_t>(all.size[2] * plane)};
  job.device.parallel_for(voxels.size[2], 1, [&](std::int64_t first, std::int64_t last) {
    std::vector<std::uint8_t> bytes(at(voxels.size[0]) + 8);
    std::vector<std::uint64_t> rows(at(all.size[1] * words)), row(at(wide));
    for (std::int64_t z = voxels.start[2] + first; z < voxels.start[2] + last; ++z) {
      job.check();
      std::fill(rows.begin(), rows.end(), 0);
      for (std::int64_t y = voxels.start[1]; y < voxels.end(1); ++y) {
        std::fill(row.begin(), row.end(), 0);
        mark_row(wanted, voxels, y, z, bytes);
        set_bits(bytes, voxels.size[0], voxels.start[0] - starts.start[0], row.data());
        spread_bits(row.data(), wide, window[0]);
        std::copy_n(row.begin(), words, rows.begin() + (y - starts.start[1]) * words);
      }
      spread_rows(rows.data(), all.size[1], words, words, window[1]);
      std::copy_n(rows.begin(), plane, out.bits.begin() + (z - starts.start[2]) * plane);
    }
  });
  const std::uint64_t beyond =
      starts.size[0] % 64 == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << starts.size[0] % 64) - 1;
  job.device.parallel_for(starts.size[1], 4, [&](std::int64_t first, std::int64_t last) {
    job.check();
    std::uint64_t* const rows = out.bits.data() + first * words;
    spread_rows(rows, all.size[2], plane, (last - first) * words, window[2]);
    for (std::int64_t z = 0; z < starts.size[2]; ++z)
      for (std::int64_t y = 0; y < last - first; ++y) rows[z * plane + y * words + words - 1] &= beyond;
  });
  return out;
}

/// Takes a row of counts into running sums, or out of them.
template <class Count>
void add_row(std::vector<Count>& sums, const Count* row, bool plus) {
  if (plus)
    for (std::size_t x = 0; x < sums.size(); ++x) sums[x] += row[x];
  else
    for (std::size_t x = 0; x < sums.size(); ++x) sums[x] -= row[x];
}

/// Counts by sliding sums: planes first, then every row of starts slides along z.
template <class Count>
class Counter {
 public:
  Counter(const Wanted& wanted, const Scope& scope, const Index3& window)
      : wanted_(wanted), starts_(scope.starts), voxels_(scope.voxels), window_(window) {}

  StartBits run(std::int64_t at_least, const Job& job) {
    const std::int64_t plane = starts_.size[0] * starts_.size[1];
    counts_ = zeros<Count>(plane * voxels_.size[2]);
    job.device.parallel_for(voxels_.size[2], 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t z = first; z < last; ++z) job.check(), count_plane(z, counts_.data() + z * plane);
    });
    StartBits out{starts_, words_for(starts_.size[0]), {}};
    out.bits = zeros<std::uint64_t>(out.words * starts_.size[1] * starts_.size[2]);
    job.device.parallel_for(starts_.size[1], 1, [&](std::int64_t first, std::int64_t last) {
      job.check();
      for (std::int64_t y = first; y < last; ++y) slide(y, static_cast<Count>(at_least), out);
    });
    return out;
  }

 private:
  /// Sums over window[0] voxels of each row of the voxels, then over window[1] rows.
  void count_plane(std::int64_t z, Count* out) const {
    const std::size_t width = at(starts_.size[0]);
    std::vector<std::uint8_t> bytes(at(voxels_.size[0]) + 8);
    std::vector<Count> below(at(voxels_.size[0]) + 1), rows(width * at(voxels_.size[1])), sum(width);
    for (std::int64_t y = 0; y < voxels_.size[1]; ++y) {
      mark_row(wanted_, voxels_, voxels_.start[1] + y, voxels_.start[2] + z, bytes);
      for (std::size_t x = 0; x + 1 < below.size(); ++x) below[x + 1] = static_cast<Count>(below[x] + bytes[x]);
      Count* const row = rows.data() + at(y) * width;
      for (std::int64_t x = 0; x < starts_.size[0]; ++x) {
        const std::int64_t from = starts_.start[0] + x - voxels_.start[0];
        row[x] = below[at(std::clamp<std::int64_t>(from + window_[0], 0, voxels_.size[0]))] -
                 below[at(std::clamp<std::int64_t>(from, 0, voxels_.size[0]))];
      }
    }
    const auto add = [&](std::int64_t y, bool plus) {
      if (y < voxels_.start[1] || y >= voxels_.end(1)) return;
      const Count* const row = rows.data() + at(y - voxels_.start[1]) * width;
      add_row(sum, row, plus);
    };
    const std::int64_t reach = window_[1] - 1, top = starts_.start[1];
    for (std::int64_t y = std::max(top, voxels_.start[1]); y < std::min(top + reach, voxels_.end(1)); ++y) add(y, true);
    for (std::int64_t y = top; y < starts_.end(1); ++y, out += width) {
      add(y + reach, true);
      std::copy(sum.begin(), sum.end(), out);
      add(y, false);
    }
  }

  void slide(std::int64_t y, Count at_least, StartBits& out) const {
    const std::size_t width = at(starts_.size[0]);
    std::vector<Count> held(width);
    std::vector<std::uint8_t> bytes(width + 8);
    const auto add = [&](std::int64_t z, bool plus) {
      if (z < voxels_.start[2] || z >= voxels_.end(2)) return;
      const Count* const from = counts_.data() + at((z - voxels_.start[2]) * starts_.size[1] + y) * width;
      add_row(held, from, plus);
    };
    const std::int64_t reach = window_[2] - 1, top = starts_.start[2];
    for (std::int64_t z = std::max(top, voxels_.start[2]); z < std::min(top + reach, voxels_.end(2)); ++z) add(z, true);
    for (std::int64_t z = top; z < starts_.end(2); ++z) {
      add(z + reach, true);
      for (std::size_t x = 0; x < width; ++x) bytes[x] = held[x] >= at_least ? 1 : 0;
      set_bits(bytes, starts_.size[0], 0, out.row(starts_.start[1] + y, z));
      add(z, false);
    }
  }

  const Wanted& wanted_;
  Region starts_, voxels_;
  Index3 window_;
  std::vector<Count> counts_;
};

}  // namespace

StartBits starts_holding(const Wanted& wanted, const Index3& window, const Region& among, std::int64_t at_least,
                         const Job& job) {
  const Scope scope(wanted, window, among);
  const Region& voxels = scope.voxels;
  if (scope.starts.empty() || voxels.empty() || voxels.voxels() < at_least) return {};
  if (at_least == 1) return touching(wanted, scope, window, job);
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  return voxels.voxels() <= most ? Counter<std::int32_t>(wanted, scope, window).run(at_least, job)
                                 : Counter<std::int64_t>(wanted, scope, window).run(at_least, job);
}

}  // namespace auglens
