#include "ops/objects/crop_voxels.h"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "ops/device.h"

namespace auglens {
namespace {

/// What one plane holds of one class.
struct PlaneCount {
  std::int64_t voxels = 0;
  Region box;
};
using PlaneCounts = std::unordered_map<std::int32_t, PlaneCount>;

void add_row(const std::int32_t* row, const std::uint8_t* mask, const Region& at, PlaneCounts& counts) {
  const std::int64_t n = at.size[0];
  for (std::int64_t x = 0; x < n;) {
    if (mask != nullptr && mask[x] == 0) {
      ++x;
      continue;
    }
    std::int64_t end = x + 1;
    while (end < n && row[end] == row[x] && (mask == nullptr || mask[end] != 0)) ++end;
    PlaneCount& count = counts[row[x]];
    count.voxels += end - x;
    count.box = bounding(count.box, {{x, at.start[1], at.start[2]}, {end - x, 1, 1}});
    x = end;
  }
}

}  // namespace

VoxelMask above(const Image& image, int frame, double threshold, const Job& job) {
  const Index3& n = image.grid.size;
  VoxelMask mask(static_cast<std::size_t>(image.grid.voxels()));
  job.device.parallel_for(n[2], 1, [&](std::int64_t first, std::int64_t last) {
    job.check();
    for (int c = 0; c < image.channels; ++c)
      visit_view(image, c, frame, [&](const auto& view) {
        std::uint8_t* out = mask.data() + first * n[0] * n[1];
        for (std::int64_t z = first; z < last; ++z)
          for (std::int64_t y = 0; y < n[1]; ++y)
            for (std::int64_t x = 0; x < n[0]; ++x, ++out)
              if (static_cast<double>(view.at(x, y, z)) > threshold) *out = 1;
      });
  });
  return mask;
}

ClassIndex::ClassIndex(const LabelMap& labels, const VoxelMask* mask, const Job& job)
    : labels_(labels.view()), mask_(mask) {
  const Index3& n = labels.grid.size;
  std::vector<PlaneCounts> planes(static_cast<std::size_t>(n[2]));
  job.device.parallel_for(n[2], 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t z = first; z < last; ++z) {
      job.check();
      for (std::int64_t y = 0; y < n[1]; ++y)
        add_row(&labels_.data[z * labels_.plane + y * labels_.row], mask_row(y, z), {{0, y, z}, {n[0], 1, 1}},
                planes[static_cast<std::size_t>(z)]);
    }
  });
  std::unordered_map<std::int32_t, std::size_t> places;
  for (std::int64_t z = 0; z < n[2]; ++z)
    for (const auto& [value, count] : planes[static_cast<std::size_t>(z)]) {
      const auto [place, fresh] = places.emplace(value, classes_.size());
      if (fresh) classes_.push_back({value, 0, {}, {}});
      ClassVoxels& of = classes_[place->second];
      of.planes.push_back({z, of.count});
      of.count += count.voxels;
      of.box = bounding(of.box, count.box);
    }
  std::sort(classes_.begin(), classes_.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
}

std::size_t ClassIndex::bytes() const {
  std::size_t sum = classes_.size() * sizeof(ClassVoxels);
  for (const ClassVoxels& c : classes_) sum += c.planes.size() * sizeof(ClassVoxels::Plane);
  return sum;
}

const ClassVoxels* ClassIndex::find(std::int32_t value) const {
  const auto at = std::lower_bound(classes_.begin(), classes_.end(), value,
                                   [](const ClassVoxels& c, std::int32_t v) { return c.value < v; });
  return at == classes_.end() || at->value != value ? nullptr : &*at;
}

Index3 ClassIndex::voxel(const ClassVoxels& of, std::int64_t n) const {
  const auto after = std::upper_bound(of.planes.begin(), of.planes.end(), n,
                                      [](std::int64_t wanted, const auto& plane) { return wanted < plane.before; });
  const ClassVoxels::Plane& plane = *(after - 1);
  std::int64_t left = n - plane.before;
  for (std::int64_t y = of.box.start[1]; y < of.box.end(1); ++y) {
    const std::uint8_t* mask = mask_row(y, plane.z);
    for (std::int64_t x = of.box.start[0]; x < of.box.end(0); ++x)
      if (labels_.at(x, y, plane.z) == of.value && (mask == nullptr || mask[x] != 0) && left-- == 0)
        return {x, y, plane.z};
  }
  throw std::logic_error("the label map changed under its index");
}

}  // namespace auglens
