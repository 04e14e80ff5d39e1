#include "ops/objects/crop_odds.h"

#include <algorithm>
#include <new>
#include <numeric>
#include <unordered_map>

#include "ops/device.h"
#include "ops/objects/crop_ground.h"

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

/// Starts whose window touches a box.
Region starts_touching(const Region& box, const Index3& window) {
  Region r;
  for (std::size_t k = 0; k < 3; ++k) {
    r.start[k] = box.start[k] - window[k] + 1;
    r.size[k] = box.size[k] + window[k] - 1;
  }
  return r;
}

/// Counts of one class, plane by plane: for each start along x and y how many of its voxels a window reaches.
class PlaneCounts {
 public:
  PlaneCounts(const LabelMap& labels, const ClassVoxels& of, const Region& starts, const Index3& window)
      : labels_(labels.view()), of_(of), starts_(starts), window_(window) {}

  /// One row of sums along y for each voxel column, then along x.
  void count(std::int64_t z, std::int32_t* out) const {
    const std::int64_t x0 = starts_.start[0], width = starts_.size[0] + window_[0];
    std::vector<std::int32_t> columns(at(width)), sums(at(width) + 1);
    const auto add_row = [&](std::int64_t y, std::int32_t sign) {
      if (y < of_.box.start[1] || y >= of_.box.end(1)) return;
      for (std::int64_t x = std::max(x0, of_.box.start[0]); x < std::min(x0 + width, of_.box.end(0)); ++x)
        if (labels_.at(x, y, z) == of_.value) columns[at(x - x0)] += sign;
    };
    for (std::int64_t y = starts_.start[1]; y < starts_.start[1] + window_[1] - 1; ++y) add_row(y, 1);
    for (std::int64_t y = starts_.start[1]; y < starts_.end(1); ++y, out += starts_.size[0]) {
      add_row(y + window_[1] - 1, 1);
      std::partial_sum(columns.begin(), columns.end(), sums.begin() + 1);
      for (std::int64_t x = 0; x < starts_.size[0]; ++x) out[x] = sums[at(x + window_[0])] - sums[at(x)];
      add_row(y, -1);
    }
  }

 private:
  VoxelView<std::int32_t> labels_;
  const ClassVoxels& of_;
  Region starts_;
  Index3 window_;
};

struct RowOdds {
  std::uint64_t hits = 0;
  double mean = 0;  ///< of voxels
};

/// One class: planes are counted first, then every row of starts slides along z; rows are added in order.
class ClassCounter {
 public:
  ClassCounter(const StartShares& shares, const LabelMap& labels, const ClassVoxels& of)
      : shares_(shares), of_(of), starts_(intersect(shares.starts, starts_touching(of.box, shares.window))) {
    if (!starts_.empty()) planes_.emplace(labels, of, starts_, shares.window);
  }

  ClassOdds run(std::int64_t at_least, const Job& job) {
    ClassOdds odds{of_.value, 0, 0};
    if (starts_.empty()) return odds;
    const std::int64_t plane = starts_.size[0] * starts_.size[1], z0 = of_.box.start[2], depth = of_.box.size[2];
    counts_ = zeros<std::int32_t>(plane * depth);
    job.device.parallel_for(depth, 1, [&](std::int64_t first, std::int64_t last) {
      job.check();
      for (std::int64_t z = first; z < last; ++z) planes_->count(z0 + z, counts_.data() + z * plane);
    });
    std::vector<RowOdds> rows(at(starts_.size[1]));
    job.device.parallel_for(starts_.size[1], 1, [&](std::int64_t first, std::int64_t last) {
      job.check();
      for (std::int64_t y = first; y < last; ++y) rows[at(y)] = row(y, at_least);
    });
    RowOdds sum;
    for (const RowOdds& r : rows) sum.hits += r.hits, sum.mean += r.mean;
    const auto total = static_cast<double>(shares_.total);
    const double voxels = static_cast<double>(shares_.window[0]) * static_cast<double>(shares_.window[1]) *
                          static_cast<double>(shares_.window[2]);
    odds.hit_rate = static_cast<double>(sum.hits) / total;
    odds.mean_share = sum.mean / total / voxels;
    return odds;
  }

 private:
  RowOdds row(std::int64_t y, std::int64_t at_least) const {
    const std::int64_t width = starts_.size[0], plane = width * starts_.size[1];
    std::vector<std::int64_t> held(at(width));
    const auto add_plane = [&](std::int64_t z, std::int64_t sign) {
      if (z < of_.box.start[2] || z >= of_.box.end(2)) return;
      const std::int32_t* from = counts_.data() + (z - of_.box.start[2]) * plane + y * width;
      for (std::size_t x = 0; x < held.size(); ++x) held[x] += sign * from[x];
    };
    RowOdds sum;
    const std::int64_t reach = shares_.window[2] - 1;
    for (std::int64_t z = starts_.start[2]; z < starts_.start[2] + reach; ++z) add_plane(z, 1);
    for (std::int64_t z = starts_.start[2]; z < starts_.end(2); ++z) {
      add_plane(z + reach, 1);
      const std::uint64_t* share =
          shares_.row(starts_.start[1] + y - shares_.starts.start[1], z - shares_.starts.start[2]) +
          (starts_.start[0] - shares_.starts.start[0]);
      for (std::size_t x = 0; x < held.size(); ++x) {
        if (held[x] >= at_least) sum.hits += share[x];
        sum.mean += static_cast<double>(share[x]) * static_cast<double>(held[x]);
      }
      add_plane(z, -1);
    }
    return sum;
  }

  const StartShares& shares_;
  const ClassVoxels& of_;
  Region starts_;
  std::optional<PlaneCounts> planes_;
  std::vector<std::int32_t> counts_;
};

}  // namespace

std::vector<ClassOdds> class_odds(const StartShares& shares, const LabelMap& labels, const ClassIndex& index,
                                  std::int32_t background, std::int64_t at_least, const Job& job) {
  std::vector<ClassOdds> list;
  for (const ClassVoxels& of : index.classes())
    if (of.value != background) list.push_back(ClassCounter(shares, labels, of).run(at_least, job));
  return list;
}

std::vector<SamplerOdds> compare_samplers(const Crop& crop, const LabelMap& labels, const Components& components,
                                          std::int64_t at_least, const Job& job) {
  std::vector<std::int32_t> numbers(components.blobs.size());
  std::iota(numbers.begin(), numbers.end(), 1);
  std::vector<SamplerOdds> list;
  for (const SamplerKind kind :
       {SamplerKind::object_box, SamplerKind::crop_by_label, SamplerKind::forced_foreground, SamplerKind::random}) {
    SamplerOdds odds;
    odds.sampler = kind;
    Crop one{crop.size, kind, crop.before, crop.pad, {}};
    if (kind == crop.sampler) one.parameters = crop.parameters;
    try {
      const CropGround ground(labels, one, nullptr, 0, job);
      const StartShares shares = start_shares(ground.sampler().law(), job);
      odds.classes = class_odds(shares, labels, ground.index(), background_of(rule_of(crop)), at_least, job);
      if (numbers.size() <= most_seen_blobs) odds.blobs = blob_odds(shares, components.ids, numbers, job);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::bad_input) throw;
      odds.refused = e.what();
    }
    list.push_back(std::move(odds));
  }
  return list;
}

}  // namespace auglens
