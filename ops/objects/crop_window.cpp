#include "ops/objects/crop_window.h"

#include <algorithm>
#include <map>

#include "ops/objects/crop_samplers.h"

namespace auglens {
namespace {

std::string extent(const Index3& n) {
  return std::to_string(n[0]) + " x " + std::to_string(n[1]) + " x " + std::to_string(n[2]);
}

}  // namespace

Region starts_anywhere(const Index3& window, const Index3& volume) {
  Region starts;
  for (std::size_t k = 0; k < 3; ++k) {
    const std::int64_t rest = volume[k] - window[k], missing = -rest;
    starts.start[k] = rest >= 0 ? 0 : -(missing + 1) / 2;
    starts.size[k] = rest >= 0 ? rest + 1 : 1 + missing % 2;
  }
  return starts;
}

Index3 start_about(const Index3& voxel, const Index3& window, const Index3& low, const Index3& high) {
  Index3 start{};
  for (std::size_t k = 0; k < 3; ++k) start[k] = std::clamp(voxel[k] - window[k] / 2, low[k], high[k]);
  return start;
}

Index3 drawn_start(const Region& starts, CropNumbers& numbers) {
  Index3 start = starts.start;
  for (std::size_t k = 0; k < 3; ++k)
    start[k] += static_cast<std::int64_t>(
        numbers.below(static_cast<std::uint64_t>(starts.size[k]), "/crop/window", static_cast<std::uint32_t>(k)));
  return start;
}

void refuse_larger(const Index3& window, const Index3& volume, const char* to_do) {
  throw Error(
      ErrorKind::bad_input,
      {"", "the window of " + extent(window) + " is larger than the volume of " + extent(volume), "/crop/size", to_do});
}

ComponentOptions blob_options(const SamplerRule& rule) {
  ComponentOptions options;
  if (const auto* object_box = std::get_if<ObjectBoxRule>(&rule)) options.background = background_of(*object_box);
  return options;
}

std::unique_ptr<WindowSampler> make_sampler(const Index3& window, const SamplerRule& rule, const CropScene& scene) {
  if (const auto* r = std::get_if<ObjectBoxRule>(&rule)) return object_box_sampler(window, *r, scene);
  if (const auto* r = std::get_if<ByLabelRule>(&rule)) return by_label_sampler(window, *r, scene);
  if (const auto* r = std::get_if<ForcedForegroundRule>(&rule)) return forced_foreground_sampler(window, *r, scene);
  return random_sampler(window, scene);
}

CropWindow draw_window(const WindowSampler& sampler, Stream stream, std::uint64_t seed, std::uint64_t sample) {
  return sampler.draw(CropNumbers(stream, seed, sample), sample);
}

std::vector<ClassCount> count_labels(const LabelMap& labels, const Region& window) {
  const Region r = intersect(window, whole(labels.grid));
  const auto view = labels.view();
  std::map<std::int32_t, std::int64_t> counts;
  for (std::int64_t z = r.start[2]; z < r.end(2); ++z)
    for (std::int64_t y = r.start[1]; y < r.end(1); ++y)
      for (std::int64_t x = r.start[0]; x < r.end(0);) {
        const std::int32_t value = view.at(x, y, z);
        const std::int64_t first = x;
        while (x < r.end(0) && view.at(x, y, z) == value) ++x;
        counts[value] += x - first;
      }
  std::vector<ClassCount> list;
  for (const auto& [value, voxels] : counts) list.push_back({value, voxels});
  return list;
}

}  // namespace auglens
