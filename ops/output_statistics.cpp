#include "ops/output_statistics.h"

#include <algorithm>

#include "ops/evaluate.h"
#include "ops/statistics.h"

namespace auglens {

namespace {

Statistics of_volume(const Plan& plan, const Case& c, const StatisticsRequest& request, FactsCache& facts,
                     const Job& job) {
  if (request.hold == HoldVolume::yes)
    return statistics_of(held_volume(plan, c, request.channel, facts, job)->view<float>(0, 0), job);
  const int channels[] = {request.channel};
  return statistics_of(evaluate_volume(plan, c, channels, facts, job).view<float>(0, 0), job);
}

/// Planes across the slowest axis that is long enough, so that a plane is read in whole rows.
Statistics of_some_planes(const Plan& plan, const Case& c, const StatisticsRequest& request, FactsCache& facts,
                          const Job& job) {
  const Grid& grid = plan.out;
  const auto axis = static_cast<std::size_t>(grid.size[2] >= 16 ? 2 : (grid.size[1] >= 16 ? 1 : 0));
  const std::int64_t n = grid.size[axis], per_plane = grid.voxels() / n;
  const std::int64_t count = std::clamp<std::int64_t>(request.sample / per_plane, std::min<std::int64_t>(2, n), n);
  std::vector<Image> planes;
  std::vector<ImageRequest> requests;
  for (std::int64_t i = 0; i < count; ++i) {
    const Region region = slice_region(grid, static_cast<int>(axis), (2 * i + 1) * n / (2 * count));
    Grid plane_grid;
    plane_grid.size = region.size;
    planes.push_back(Image::allocate(plane_grid, VoxelType::float32));
    MutableView<float> out = planes.back().mutable_view<float>();
    out.x0 = region.start[0], out.y0 = region.start[1], out.z0 = region.start[2];
    requests.push_back({region, out});
  }
  evaluate(plan, c, request.channel, requests, facts, job);
  Statistics all;
  for (const Image& plane : planes) all = merged(all, statistics_of(plane.view<float>(0, 0), job));
  return all;
}

}  // namespace

std::shared_ptr<const Image> held_volume(const Plan& plan, const Case& c, int channel, FactsCache& facts,
                                         const Job& job) {
  const std::string key = plan.prefix_key(plan.steps.size(), channel);
  auto volume = facts.volume(key);
  if (volume) return volume;
  const int channels[] = {channel};
  volume = std::make_shared<const Image>(evaluate_volume(plan, c, channels, facts, job));
  facts.keep(key, volume);
  return volume;
}

OutputStatistics output_statistics(const Plan& plan, const Case& c, const StatisticsRequest& request, FactsCache& facts,
                                   const Job& job) {
  const std::string exact_key = plan.prefix_key(plan.steps.size(), request.channel);
  if (auto known = facts.statistics(exact_key)) return {*known, false};
  const bool source = plan.steps.empty();
  const bool sampled = request.mode == FactsMode::subsample && !source && !facts.volume(exact_key);
  const std::string key = sampled ? exact_key + "~" + std::to_string(request.sample) : exact_key;
  if (auto known = facts.statistics(key)) return {*known, sampled};
  Statistics s;
  if (source)
    s = statistics_of(visit_view(c.image, request.channel, plan.frame, [](const auto& v) { return AnyView(v); }), job);
  else
    s = sampled ? of_some_planes(plan, c, request, facts, job) : of_volume(plan, c, request, facts, job);
  facts.keep(key, s);
  return {s, sampled};
}

}  // namespace auglens
