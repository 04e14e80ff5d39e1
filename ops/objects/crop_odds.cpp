#include "ops/objects/crop_odds.h"

#include <atomic>
#include <mutex>

#include "ops/device.h"
#include "ops/objects/crop_law_odds.h"

namespace auglens {
namespace {

/// How likely a window starts at one of the bits, in the planes z0 <= z < z1, which are all alike.
std::uint64_t share_of_planes(const StartBits& bits, const ShareSums& law, const Region& common, std::int64_t z0,
                              std::int64_t z1) {
  std::uint64_t sum = 0;  // may wrap around in between
  for (std::int64_t y = common.start[1]; y < common.end(1);) {
    const std::int64_t first = y++;
    while (y < common.end(1) && bits.same_rows(first, y, z0)) ++y;
    const ShareSums::Rows rows = law.rows(first, y, z0, z1);
    bits.each_edge(first, z0, [&](std::int64_t x, bool set) { sum += set ? 0 - rows.below(x) : rows.below(x); });
  }
  return sum;
}

/// How likely a window starts at one of the bits. Windows larger than what they look for see the same from many
/// starts: rows that are alike are added up at once, and planes too.
std::uint64_t share_of(const StartBits& bits, const ShareSums& law, const Job& job) {
  const Region common = intersect(bits.starts, law.starts());
  if (common.empty()) return 0;
  std::vector<std::int64_t> planes{common.start[2]};  // the first of each run of planes that are alike, then the end
  for (std::int64_t z = common.start[2] + 1; z < common.end(2); ++z)
    if (!bits.same_planes(z - 1, z)) planes.push_back(z);
  planes.push_back(common.end(2));
  std::atomic<std::uint64_t> sum = 0;
  job.device.parallel_for(static_cast<std::int64_t>(planes.size()) - 1, 8, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last); ++i)
      sum += share_of_planes(bits, law, common, planes[i], planes[i + 1]);
  });
  return sum;
}

/// A sum of many shares: more than 64 bits hold.
struct WideSum {
  std::uint64_t low = 0, high = 0;  ///< low + 2^32 high

  void add(std::uint64_t share) { low += share & 0xffffffffU, high += share >> 32; }
  void add(const WideSum& other) { low += other.low, high += other.high; }
  double value() const {
    return static_cast<double>(static_cast<long double>(high) * 0x1p32L + static_cast<long double>(low));
  }
};

/// Adds up what the rows of a plane hold, run by run of one class.
void add_means(const ShareSums& law, const ClassIndex& index, std::int32_t background, const Region& plane,
               std::vector<WideSum>& sums) {
  const std::span<const ClassVoxels> classes = index.classes();
  std::size_t place = 0;
  for (std::int64_t y = 0; y < plane.size[1]; ++y) {
    const ShareSums::Rows rows = law.reaching(y, plane.start[2]);
    index.each_run(y, plane.start[2], [&](std::int64_t x0, std::int64_t x1, std::int32_t value) {
      if (value == background) return;
      if (classes[place].value != value) place = static_cast<std::size_t>(index.find(value) - classes.data());
      for (std::int64_t x = x0; x < x1; ++x) sums[place].add(law.holding(rows, x));
    });
  }
}

}  // namespace

std::vector<std::uint64_t> hit_shares(const Wanted& wanted, std::span<const ShareSums> laws, std::int64_t at_least,
                                      const Job& job) {
  std::vector<std::uint64_t> shares(laws.size());
  std::vector<bool> done(laws.size());
  for (std::size_t i = 0; i < laws.size(); ++i) {
    if (done[i]) continue;
    Region among;
    for (const ShareSums& law : laws)
      if (law.window() == laws[i].window()) among = bounding(among, law.starts());
    const StartBits bits = starts_holding(wanted, laws[i].window(), among, at_least, job);
    for (std::size_t k = i; k < laws.size(); ++k)
      if (laws[k].window() == laws[i].window()) shares[k] = share_of(bits, laws[k], job), done[k] = true;
  }
  return shares;
}

std::vector<double> mean_shares(const ShareSums& law, const LabelMap& labels, const ClassIndex& index,
                                std::int32_t background, const Job& job) {
  std::vector<WideSum> sums(index.classes().size());
  std::mutex mutex;
  job.device.parallel_for(labels.grid.size[2], 4, [&](std::int64_t first, std::int64_t last) {
    std::vector<WideSum> part(sums.size());
    for (std::int64_t z = first; z < last; ++z) {
      job.check();
      add_means(law, index, background, slice_region(labels.grid, 2, z), part);
    }
    const std::scoped_lock lock(mutex);
    for (std::size_t c = 0; c < sums.size(); ++c) sums[c].add(part[c]);
  });
  const Index3& n = law.window();
  const double voxels = static_cast<double>(n[0]) * static_cast<double>(n[1]) * static_cast<double>(n[2]);
  std::vector<double> means;
  for (const WideSum& sum : sums) means.push_back(sum.value() / static_cast<double>(law.total()) / voxels);
  return means;
}

std::vector<ClassOdds> class_odds(const StartShares& shares, const LabelMap& labels, const ClassIndex& index,
                                  std::int32_t background, std::int64_t at_least, const Job& job) {
  std::vector<ShareSums> law;
  law.emplace_back(shares, job);
  std::vector<ClassOdds> list;
  for (const ClassVoxels& of : index.classes())
    if (of.value != background)
      list.push_back({of.value,
                      static_cast<double>(hit_shares({labels.view(), of.value, of.box}, law, at_least, job)[0]) /
                          static_cast<double>(shares.total),
                      0});
  const std::vector<double> means = mean_shares(law[0], labels, index, background, job);
  std::size_t next = 0;
  for (std::size_t c = 0; c < means.size(); ++c)
    if (index.classes()[c].value != background) list[next++].mean_share = means[c];
  return list;
}

}  // namespace auglens
