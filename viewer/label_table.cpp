#include "viewer/label_table.h"

#include <map>
#include <mutex>

#include "ops/device.h"

namespace auglens {
namespace {

using Counts = std::map<std::int32_t, std::int64_t>;

/// Runs of equal voxels are counted at once: maps are touched per run, not per voxel.
void count_row(const std::int32_t* row, std::int64_t n, Counts& counts) {
  for (std::int64_t first = 0; first < n;) {
    std::int64_t last = first + 1;
    while (last < n && row[last] == row[first]) ++last;
    counts[row[first]] += last - first;
    first = last;
  }
}

std::string name_in(const Case& c, std::int32_t value) {
  for (const auto& [known, name] : c.label_names)
    if (known == value && !name.empty()) return name;
  return "label " + std::to_string(value);
}

}  // namespace

std::string LabelTable::name_of(std::int32_t value) const {
  if (value == 0) return "background";
  const std::int32_t dense = index(value);
  return dense == 0 ? "label " + std::to_string(value) : classes[static_cast<std::size_t>(dense) - 1].name;
}

LabelTable label_table(const Case& c, const Job& job) {
  LabelTable table;
  if (!c.labels) return table;
  const auto view = c.labels->view();
  Counts counts;
  std::mutex mutex;
  job.device.parallel_for(view.nz, 4, [&](std::int64_t first, std::int64_t last) {
    Counts own;
    for (std::int64_t z = first; z < last; ++z) {
      job.check();
      for (std::int64_t y = 0; y < view.ny; ++y) count_row(view.data + z * view.plane + y * view.row, view.nx, own);
    }
    const std::scoped_lock lock(mutex);
    for (const auto& [value, n] : own) counts[value] += n;
  });
  std::vector<std::int32_t> values;
  for (const auto& [value, n] : counts) {
    if (value == 0) continue;
    values.push_back(value);
    table.classes.push_back({value, name_in(c, value), n});
  }
  table.index = LabelIndex(std::move(values));
  return table;
}

}  // namespace auglens
